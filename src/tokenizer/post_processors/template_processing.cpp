// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/post_processors/template_processing.hpp"

#include <algorithm>
#include <optional>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tokenizer/json_view.hpp"
#include "tokenizer/post_processor.hpp"

namespace penstock::post_processors {
namespace {

// A special token of the template; it may stand for several tokens.
struct TemplateToken {
  std::string name;
  std::vector<std::uint32_t> ids;
  std::vector<std::string> texts;
};

// A sequence (0 or 1), or a special token by its place in the list (absent: not declared).
struct Piece {
  bool is_sequence = false;
  std::size_t sequence = 0;
  std::string name;
  std::optional<std::size_t> token;
  std::uint32_t type_id = 0;
};
using Pieces = std::vector<Piece>;

class TemplateProcessing final : public PostProcessor {
 public:
  TemplateProcessing(Pieces single, Pieces pair, std::vector<TemplateToken> tokens)
      : single_(std::move(single)), pair_(std::move(pair)), tokens_(std::move(tokens)) {}

  [[nodiscard]] std::size_t added_tokens(bool is_pair) const override {
    std::size_t count = 0;
    for (const Piece& piece : is_pair ? pair_ : single_) {
      if (piece.token) count += tokens_[*piece.token].ids.size();
    }
    return count;
  }

  void process_encodings(std::vector<EngineEncoding>& encodings,
                         bool add_special_tokens) const override {
    if (encodings.empty() || encodings.size() > 2) {
      throw Error(ErrorCode::invalid_argument,
                  "TemplateProcessing takes one or two sequences; an earlier post-processor made " +
                      std::to_string(encodings.size()) + " parts of them");
    }
    std::vector<EngineEncoding> parts;
    for (const Piece& piece : encodings.size() == 2 ? pair_ : single_) {
      if (piece.is_sequence) {
        parts.push_back(take_sequence(piece, encodings));
      } else if (add_special_tokens) {
        parts.push_back(make_tokens(piece));
      }
    }
    encodings = std::move(parts);
  }

  // A template that would be refused has no frame.
  [[nodiscard]] std::optional<EncodingFrame> frame(bool is_pair,
                                                   bool add_special_tokens) const override {
    EncodingFrame frame;
    for (const Piece& piece : is_pair ? pair_ : single_) {
      if (piece.is_sequence) {
        if (piece.sequence == 1 && !is_pair) return std::nullopt;
        const auto sequence = static_cast<std::uint32_t>(piece.sequence);
        frame.parts.push_back({sequence, piece.type_id, 0, {}});
        continue;
      }
      if (!add_special_tokens) continue;
      if (!piece.token) return std::nullopt;
      const TemplateToken& token = tokens_[*piece.token];
      for (std::size_t i = 0; i < token.ids.size(); ++i) {
        frame.parts.push_back(
            {EncodingFrame::kSpecial, piece.type_id, token.ids[i], token.texts[i]});
      }
    }
    return frame;
  }

 private:
  // The type ids of overflows stay as they are.
  static EngineEncoding take_sequence(const Piece& piece, std::vector<EngineEncoding>& encodings) {
    if (piece.sequence >= encodings.size()) {
      throw Error(ErrorCode::invalid_argument,
                  "the template for one text asks for a second one ($B)");
    }
    EngineEncoding& encoding = encodings[piece.sequence];
    encoding.type_ids.assign(encoding.size(), piece.type_id);
    encoding.set_sequence_id(piece.sequence);
    return encoding;
  }

  [[nodiscard]] EngineEncoding make_tokens(const Piece& piece) const {
    if (!piece.token) {
      throw Error(ErrorCode::invalid_argument, "the template uses the special token '" +
                                                   piece.name +
                                                   "', which special_tokens does not declare");
    }
    const TemplateToken& token = tokens_[*piece.token];
    EngineEncoding encoding;
    for (std::size_t i = 0; i < token.ids.size(); ++i) {
      encoding.push(token.ids[i], piece.type_id, token.texts[i], Offsets{}, kNone, true, true);
    }
    return encoding;
  }

  Pieces single_;
  Pieces pair_;
  std::vector<TemplateToken> tokens_;
};

std::vector<TemplateToken> read_tokens(const JsonView& json) {
  std::vector<TemplateToken> tokens;
  for (const auto& member : json.as_object()) {
    const JsonView token(member.value, member.key);
    (void)token.at("id").as_string();
    TemplateToken read;
    read.name = member.key;
    for (const auto id : token.at("ids").as_array()) {
      read.ids.push_back(JsonView(id, "ids").as_u32());
    }
    for (const auto text : token.at("tokens").as_array()) {
      read.texts.emplace_back(JsonView(text, "tokens").as_string());
    }
    if (read.ids.size() != read.texts.size()) token.fail("as many ids as tokens");
    tokens.push_back(std::move(read));
  }
  return tokens;
}

// {"Sequence": {"id": "A", "type_id": 0}} or {"SpecialToken": {"id": "[CLS]", "type_id": 0}}.
Piece read_piece(const JsonView& json, const std::vector<TemplateToken>& tokens) {
  Piece piece;
  if (json.as_object().size() != 1) json.fail("a list of one Sequence or SpecialToken each");
  if (const auto sequence = json.find("Sequence")) {
    const std::string_view id = sequence->at("id").as_string();
    if (id != "A" && id != "B") sequence->at("id").fail("A or B");
    piece.is_sequence = true;
    piece.sequence = id == "A" ? 0 : 1;
    piece.type_id = sequence->at("type_id").as_u32();
    return piece;
  }
  const JsonView special = json.at("SpecialToken");
  piece.name = special.at("id").as_string();
  piece.type_id = special.at("type_id").as_u32();
  const auto declared = std::find_if(tokens.rbegin(), tokens.rend(),
                                     [&](const auto& token) { return token.name == piece.name; });
  if (declared != tokens.rend()) {
    piece.token = static_cast<std::size_t>(std::distance(tokens.begin(), declared.base())) - 1;
  }
  return piece;
}

Pieces read_pieces(const JsonView& json, const std::vector<TemplateToken>& tokens) {
  Pieces pieces;
  for (const auto piece : json.as_array()) {
    pieces.push_back(read_piece(JsonView(piece, json.name()), tokens));
  }
  return pieces;
}

}  // namespace

std::unique_ptr<PostProcessor> make_template_processing(const JsonView& json) {
  std::vector<TemplateToken> tokens = read_tokens(json.at("special_tokens"));
  Pieces single = read_pieces(json.at("single"), tokens);
  Pieces pair = read_pieces(json.at("pair"), tokens);
  return std::make_unique<TemplateProcessing>(std::move(single), std::move(pair),
                                              std::move(tokens));
}

}  // namespace penstock::post_processors
