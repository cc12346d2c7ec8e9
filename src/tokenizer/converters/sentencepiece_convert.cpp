// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_convert.hpp"

#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <unordered_map>

#include "tokenizer/converters/json_text.hpp"
#include "tokenizer/converters/sentencepiece_pipeline.hpp"
#include "tokenizer/converters/sentencepiece_vocabulary.hpp"

namespace penstock::converters {
namespace {

bool uses_bytes(const SentencePieceClass& row) {
  return row.components == Components::llama || row.components == Components::gemma;
}

// GemmaConverter marks the two as special whatever their type.
bool is_special(const SentencePiece& piece, const SentencePieceClass& row) {
  return piece.type == PieceType::control ||
         (row.components == Components::gemma &&
          (piece.text == "<start_of_turn>" || piece.text == "<end_of_turn>"));
}

Json added_tokens(const SentencePieceModel& model, const SentencePieceClass& row) {
  Json tokens = Json::array();
  for (std::size_t id = 0; id < model.pieces.size(); ++id) {
    const SentencePiece& piece = model.pieces[id];
    if (piece.type != PieceType::control && piece.type != PieceType::user_defined) continue;
    tokens.push_back({{"id", id},
                      {"content", piece.text},
                      {"single_word", false},
                      {"lstrip", false},
                      {"rstrip", false},
                      {"normalized", false},
                      {"special", is_special(piece, row)}});
  }
  return tokens;
}

void append_unigram(const SentencePieceModel& model, const SentencePieceClass& row,
                    const SlowTokenizer& slow, const std::string& path, std::string& out) {
  const std::vector<ScoredPiece> vocabulary = fast_vocabulary(model, row.vocabulary, slow);
  const std::int64_t unk_id = fast_unk_id(model, row.vocabulary, slow);
  if (unk_id < 0 || unk_id >= static_cast<std::int64_t>(vocabulary.size())) {
    throw Error(ErrorCode::io, path + " gives the unknown piece the id " + std::to_string(unk_id) +
                                   ", but has the ids 0 to " +
                                   std::to_string(vocabulary.size() - 1));
  }
  out += R"({"type":"Unigram","byte_fallback":)";
  out += uses_bytes(row) ? "true" : "false";
  out += ",\"unk_id\":";
  append_json_number(out, static_cast<std::uint32_t>(unk_id));
  out += ",\"vocab\":[";
  for (const ScoredPiece& piece : vocabulary) {
    if (out.back() == ']') out += ',';
    out += '[';
    append_json_string(out, piece.text);
    out += ',';
    append_json_number(out, piece.score);
    out += ']';
  }
  out += "]}";
}

void append_vocabulary(const std::vector<ScoredPiece>& vocabulary, std::string& out) {
  std::unordered_map<std::string_view, std::uint32_t> ids;  // of equal texts the last one counts
  ids.reserve(vocabulary.size());
  for (std::uint32_t id = 0; id < vocabulary.size(); ++id) ids[vocabulary[id].text] = id;
  out += '{';
  for (std::uint32_t id = 0; id < vocabulary.size(); ++id) {
    if (ids[vocabulary[id].text] != id) continue;
    if (out.back() != '{') out += ',';
    append_json_string(out, vocabulary[id].text);
    out += ':';
    append_json_number(out, id);
  }
  out += '}';
}

void append_merges(const std::vector<ScoredPiece>& vocabulary, const SentencePieceModel& model,
                   const SentencePieceClass& row, std::string& out) {
  std::unordered_map<std::string_view, std::uint32_t> ids;
  ids.reserve(model.pieces.size());
  for (std::uint32_t id = 0; id < model.pieces.size(); ++id) ids[model.pieces[id].text] = id;
  if (row.components == Components::gemma && !ids.contains("\t") && ids.contains("<0x09>")) {
    ids["\t"] = ids["<0x09>"];
  }
  out += '[';
  for (const Merge& merge : generate_merges(vocabulary, ids)) {
    if (out.back() == ']') out += ',';
    out += '[';
    append_json_string(out, merge.left);
    out += ',';
    append_json_string(out, merge.right);
    out += ']';
  }
  out += ']';
}

void append_bpe(const SentencePieceModel& model, const SentencePieceClass& row,
                const SlowTokenizer& slow, std::string& out) {
  const std::vector<ScoredPiece> vocabulary = fast_vocabulary(model, row.vocabulary, slow);
  out += R"({"type":"BPE","dropout":null,"continuing_subword_prefix":null,)"
         R"("end_of_word_suffix":null,"fuse_unk":true,"ignore_merges":false,"byte_fallback":)";
  out += uses_bytes(row) ? "true" : "false";
  out += ",\"unk_token\":";
  append_json_string(out, model.unk_piece);
  out += ",\"vocab\":";
  append_vocabulary(vocabulary, out);
  out += ",\"merges\":";
  append_merges(vocabulary, model, row, out);
  out += '}';
}

}  // namespace

std::optional<std::filesystem::path> sentencepiece_file(const PretrainedFiles& files) {
  const SentencePieceClass* row = find_sentencepiece_class(files.tokenizer_class().name);
  if (row == nullptr) return std::nullopt;
  // from_pretrained prefers this name, whatever the class, where there is no tokenizer.json.
  const std::filesystem::path common = files.folder / "tokenizer.model";
  if (!files.tokenizer_file() && std::filesystem::exists(common)) return common;
  return files.folder / row->file;
}

std::string convert_sentencepiece(const PretrainedFiles& files) {
  return convert_sentencepiece(files, SentencePieceModel::read(*sentencepiece_file(files)));
}

std::string convert_sentencepiece(const PretrainedFiles& files, const SentencePieceModel& model) {
  const SentencePieceClass& row = *find_sentencepiece_class(files.tokenizer_class().name);
  const std::string path = sentencepiece_file(files)->string();
  const SlowTokenizer slow(model, row, files);
  const SlowArguments& arguments = slow.arguments();
  const Json around{{"version", "1.0"},
                    {"truncation", nullptr},
                    {"padding", nullptr},
                    {"added_tokens", added_tokens(model, row)},
                    {"normalizer", fast_normalizer(model, row.components, arguments)},
                    {"pre_tokenizer", fast_pre_tokenizer(row.components, arguments)},
                    {"post_processor", fast_post_processor(row, slow)},
                    {"decoder", fast_decoder(row.components, arguments)}};
  std::string out = around.dump();
  out.back() = ',';
  out += "\"model\":";
  if (model.model_type == SentencePieceModel::kUnigram) {
    append_unigram(model, row, slow, path, out);
  } else if (model.model_type == SentencePieceModel::kBpe) {
    append_bpe(model, row, slow, out);
  } else {
    throw Error(ErrorCode::unsupported,
                path +
                    " is a model of words or characters; only unigram and BPE models have a "
                    "fast tokenizer");
  }
  out += '}';
  return out;
}

}  // namespace penstock::converters
