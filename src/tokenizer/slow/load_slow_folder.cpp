// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/load_slow_folder.hpp"

#include <algorithm>
#include <memory>
#include <penstock/error.hpp>
#include <span>
#include <utility>

#include "tokenizer/json_view.hpp"
#include "tokenizer/name_file.hpp"
#include "tokenizer/pretrained_settings.hpp"
#include "tokenizer/slow/byt5.hpp"
#include "tokenizer/slow/canine.hpp"
#include "tokenizer/slow/esm.hpp"
#include "tokenizer/slow/m2m_100.hpp"
#include "tokenizer/slow/marian.hpp"
#include "tokenizer/slow/slow_tokenizer.hpp"
#include "tokenizer/slow/wav2vec2_ctc.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock::slow {
namespace {

using Role = Tokenizer::Role;

constexpr std::string_view kInputs[] = {"input_ids", "attention_mask"};
constexpr std::string_view kInputsWithTypes[] = {"input_ids", "token_type_ids", "attention_mask"};
constexpr std::string_view kMarianFiles[] = {"vocab.json", "source.spm", "target.spm"};
constexpr std::string_view kM2M100Files[] = {"vocab.json", "sentencepiece.bpe.model"};
constexpr std::string_view kVocabJson[] = {"vocab.json"};
constexpr std::string_view kVocabTxt[] = {"vocab.txt"};

// By Tokenizer::Role: bos, eos, unk, sep, pad, cls, mask.
using Roles = std::array<DefaultToken, kRoleCount>;

struct SlowClassRow {
  std::string_view name;
  std::span<const std::string_view> needs;
  std::unique_ptr<SlowClass> (*make)(SlowArguments&);
  Roles roles;
  std::span<const std::string_view> model_input_names;
  std::optional<std::size_t> model_max_length;
  bool has_languages = false;  // src_lang counts
};

constexpr SlowClassRow kSlowClasses[] = {
    {"ByT5Tokenizer",
     {},
     make_byt5,
     {{{}, {"</s>"}, {"<unk>"}, {}, {"<pad>"}, {}, {}}},
     kInputs,
     std::nullopt},
    {"CanineTokenizer",
     {},
     make_canine,
     {{{"\uE000", true, false, true},
       {"\uE001", true, false, true},
       {},
       {"\uE001", true, false, true},
       {std::string_view("\0", 1), true, false, true},
       {"\uE000", true, false, true},
       {"\uE003", true, true, true}}},
     kInputsWithTypes,
     2048},
    {"EsmTokenizer",
     kVocabTxt,
     make_esm,
     {{{}, {"<eos>"}, {"<unk>"}, {}, {"<pad>"}, {"<cls>"}, {"<mask>"}}},
     kInputs,
     std::nullopt},
    {"M2M100Tokenizer",
     kM2M100Files,
     make_m2m_100,
     {{{"<s>"}, {"</s>"}, {"<unk>"}, {"</s>"}, {"<pad>"}, {}, {}}},
     kInputs,
     std::nullopt,
     true},
    {"MarianTokenizer",
     kMarianFiles,
     make_marian,
     {{{}, {"</s>"}, {"<unk>"}, {}, {"<pad>"}, {}, {}}},
     kInputs,
     512},
    {"Wav2Vec2CTCTokenizer",
     kVocabJson,
     make_wav2vec2_ctc,
     {{{"<s>"}, {"</s>"}, {"<unk>"}, {}, {"<pad>"}, {}, {}}},
     kInputs,
     std::nullopt},
};

const SlowClassRow* find_row(std::string_view name) {
  const auto* row = std::find_if(std::begin(kSlowClasses), std::end(kSlowClasses),
                                 [name](const SlowClassRow& r) { return r.name == name; });
  return row == std::end(kSlowClasses) ? nullptr : row;
}

void check_files(const PretrainedFiles& files, const SlowClassRow& row) {
  std::string missing;
  for (const std::string_view name : row.needs) {
    if (std::filesystem::exists(files.folder / name)) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  if (missing.empty()) return;
  throw Error(ErrorCode::not_found, "The folder " + files.folder.string() + " belongs to a " +
                                        std::string(row.name) + ", but lacks " + missing);
}

TokenizerClass class_row(const SlowClassRow& row) {
  TokenizerClass general{};
  general.name = row.name;
  general.roles = row.roles;
  for (std::size_t role = 0; role < kRoleCount; ++role) {
    if (!row.roles[role].content.empty()) general.roles_taken |= 1U << role;
  }
  general.model_input_names = row.model_input_names;
  general.padding_side = Side::right;
  return general;
}

// Where there is a tokenizer.json its added tokens count, even for a class that does not read it.
SpecialTokens special_tokens_of(const PretrainedFiles& files, const TokenizerClass& row) {
  const auto file = files.tokenizer_file();
  const JsonDocument document = naming_file(file.value_or(files.folder).string(), [&] {
    return JsonDocument::parse(file ? read_text_file(*file) : "{}");
  });
  return read_special_tokens(files, row, std::nullopt, document.root());
}

// PreTrainedTokenizer.__init__.
void add_tokens(SlowTokenizer& tokenizer, const SpecialTokens& tokens) {
  for (std::size_t i = 0; i < tokens.decoder.size(); ++i) {
    const std::int64_t id = tokens.decoder_ids[i];
    if (id < 0 || id > 0x7FFFFFFF) {
      throw Error(ErrorCode::io, "an added token has the id " + std::to_string(id) +
                                     "; ids are whole numbers from 0 to 2147483647");
    }
    const SpecialToken& token = tokens.decoder[i];
    tokenizer.set_added(static_cast<std::uint32_t>(id), token.to_added_token(token.special));
  }
  std::vector<AddedToken> missing;
  for (const SpecialToken& token : tokens.all()) {
    // A string is not added twice; an AddedToken gets its own flags through.
    if (token.is_added_token || !tokenizer.is_added(token.content)) {
      missing.push_back(token.to_added_token(true));
    }
  }
  tokenizer.add_tokens(missing);
}

Tokens contents_of(const std::vector<SpecialToken>& tokens) {
  Tokens contents;
  for (const SpecialToken& token : tokens) contents.push_back(token.content);
  return contents;
}

void set_role_ids(SlowTokenizer& tokenizer, const SlowArguments& arguments) {
  const auto id_of = [&](Role role) -> std::optional<std::uint32_t> {
    const auto token = arguments.role(role);
    return token ? tokenizer.token_to_id(*token) : std::nullopt;
  };
  tokenizer.methods().roles = {id_of(Role::eos), id_of(Role::sep), id_of(Role::cls)};
}

}  // namespace

std::optional<Tokenizer::State> load_slow_folder(const PretrainedFiles& files) {
  const SlowClassRow* row = find_row(files.tokenizer_class_name());
  if (row == nullptr) return std::nullopt;
  check_files(files, *row);
  const TokenizerClass general = class_row(*row);
  SpecialTokens tokens = special_tokens_of(files, general);
  SlowArguments arguments{files, tokens};
  const FileJson& config = files.tokenizer_config;

  auto tokenizer = std::make_unique<SlowTokenizer>(row->make(arguments));
  tokenizer->set_split_special_tokens(config_flag(config, "split_special_tokens"));
  const SlowClass& methods = tokenizer->methods();
  methods.before_init(*tokenizer);
  add_tokens(*tokenizer, tokens);
  methods.after_init(*tokenizer);
  set_role_ids(*tokenizer, arguments);
  tokenizer->set_special_tokens(contents_of(tokens.all()), contents_of(tokens.additional));

  Tokenizer::State state;
  state.settings = read_settings(config, general, nullptr);
  const bool gives_length = config.is_object() && config.contains("model_max_length");
  if (!gives_length && row->model_max_length) {
    state.settings.model_max_length = row->model_max_length;
  }
  take_special_tokens(tokens, state.settings);
  state.settings.has_languages = row->has_languages;
  state.slow = std::move(tokenizer);
  return state;
}

}  // namespace penstock::slow
