// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_slow_tokenizer.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <penstock/error.hpp>
#include <span>

#include "tokenizer/converted_special_tokens.hpp"
#include "tokenizer/tokenizer_sources.hpp"

namespace penstock::converters {
namespace {

using Role = Tokenizer::Role;

constexpr std::array<std::string_view, kRoleCount> kRoleNames{
    "bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"};
constexpr std::array<std::string_view, 4> kFairseqTokens{"<s>", "<pad>", "</s>", "<unk>"};
constexpr std::int64_t kLargestCount = 100000;  // of extra_ids and offset; real ones are near 100

// As Python's `if config[key]` where the key is there.
bool truth(const FileJson& config, std::string_view key, bool otherwise) {
  if (!config.is_object() || !config.contains(key)) return otherwise;
  const FileJson& value = config.at(std::string(key));
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>() != 0;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.empty();
}

bool is_given(const FileJson& config, std::string_view key) {
  return !member_or_null(config, key).is_null();
}

std::int64_t count(const FileJson& config, std::string_view key, std::int64_t otherwise) {
  const FileJson& value = member_or_null(config, key);
  if (!value.is_number_integer()) return otherwise;
  const auto given = value.get<std::int64_t>();
  if (given >= 0 && given <= kLargestCount) return given;
  throw Error(ErrorCode::io, "tokenizer_config.json: '" + std::string(key) + "' is " +
                                 std::to_string(given) + "; it must be from 0 to " +
                                 std::to_string(kLargestCount));
}

// The fast class makes the slow one itself then, and hands it what it has put in for absent
// arguments.
bool is_made_by_fast_class(const PretrainedFiles& files) {
  return wants_conversion(files) && files.tokenizer_file().has_value();
}

void read_prefix(const PretrainedFiles& files, PrefixRule rule, SlowArguments& arguments) {
  const FileJson& config = files.tokenizer_config;
  if (rule == PrefixRule::always) return;
  const bool passes_none = rule == PrefixRule::t5 || rule == PrefixRule::llama;
  const bool none = passes_none && is_made_by_fast_class(files);
  arguments.add_prefix_space = truth(config, "add_prefix_space", !none);
  if (rule == PrefixRule::seamless) {
    arguments.legacy = false;
  } else if (rule == PrefixRule::udop || is_given(config, "legacy")) {
    arguments.legacy = truth(config, "legacy", true);
  }
}

}  // namespace

SlowArguments SlowArguments::read(const PretrainedFiles& files, const SentencePieceClass& row) {
  const FileJson& config = files.tokenizer_config;
  SlowArguments arguments;
  arguments.lower_case = truth(config, "do_lower_case", row.lower_case);
  arguments.keep_accents = truth(config, "keep_accents", row.keep_accents);
  arguments.split_by_punct = truth(config, "split_by_punct", false);
  arguments.extra_ids = count(config, "extra_ids", arguments.extra_ids);
  arguments.offset = count(config, "offset", arguments.offset);
  if (config.is_object() && config.contains("mask_token_sent")) {
    const FileJson& token = config.at("mask_token_sent");
    arguments.mask_token_sent.reset();
    if (token.is_string()) arguments.mask_token_sent = token.get<std::string>();
  }
  read_prefix(files, row.prefix, arguments);
  return arguments;
}

SlowTokenizer::SlowTokenizer(const SentencePieceModel& model, const SentencePieceClass& row,
                             const PretrainedFiles& files)
    : model_(model),
      pieces_(model),
      ids_(row.slow_ids),
      arguments_(SlowArguments::read(files, row)),
      tokens_(read_converted_special_tokens(files)) {
  const bool is_direct = is_made_by_fast_class(files);
  if (is_direct) {
    tokens_.decoder.clear();
    tokens_.decoder_ids.clear();
  }
  if (ids_ == SlowIds::fairseq) {
    for (const std::string_view code : files.tokenizer_class().additional_special_tokens) {
      tail_.emplace_back(code);
    }
    if (row.mask_tail) tail_.emplace_back("<mask>");
  }
  check_source_language(files);
  add_own_tokens(is_direct);
  add_special_tokens();
}

// MBart's classes know their own languages only.
void SlowTokenizer::check_source_language(const PretrainedFiles& files) const {
  const std::string_view usual = files.tokenizer_class().src_lang;
  const FileJson& given = member_or_null(files.tokenizer_config, "src_lang");
  if (ids_ != SlowIds::fairseq || usual.empty() || !given.is_string()) return;
  const auto language = given.get<std::string>();
  if (std::find(tail_.begin(), tail_.end(), language) != tail_.end()) return;
  throw Error(ErrorCode::io, "tokenizer_config.json: 'src_lang' is '" + language +
                                 "'; it must be a code of its class, such as '" +
                                 std::string(usual) + "'");
}

std::optional<std::string> SlowTokenizer::role(Role role) const {
  const auto& token = tokens_.roles[static_cast<std::size_t>(role)];
  if (!token) return std::nullopt;
  return token->content;
}

std::string SlowTokenizer::required_role(Role which) const {
  if (auto token = role(which)) return *std::move(token);
  throw Error(ErrorCode::io, "tokenizer_config.json: '" +
                                 std::string(kRoleNames[static_cast<std::size_t>(which)]) +
                                 "' is null; this tokenizer's class cannot do without it");
}

void SlowTokenizer::add(std::uint32_t id, std::string_view token) {
  if (!added_.contains(id)) added_order_.push_back(id);
  added_[id] = token;
}

// Of two ids with one token the one that came last has it.
void SlowTokenizer::index_added_tokens() {
  for (const std::uint32_t id : added_order_) added_ids_[added_[id]] = id;
}

void SlowTokenizer::add_pegasus_tokens() {
  std::vector<std::string> own{role(Role::pad).value_or("None"), role(Role::eos).value_or("None")};
  if (arguments_.mask_token_sent) {
    own.push_back(*arguments_.mask_token_sent);
    own.push_back(role(Role::mask).value_or("None"));
  }
  for (std::int64_t i = 2; i < arguments_.offset; ++i) {
    own.push_back("<unk_" + std::to_string(i) + ">");
  }
  for (std::uint32_t id = 0; id < own.size(); ++id) add(id, own[id]);
}

void SlowTokenizer::add_decoder_tokens() {
  for (std::size_t i = 0; i < tokens_.decoder.size(); ++i) {
    const std::int64_t id = tokens_.decoder_ids[i];
    if (id < 0 || id > INT32_MAX) continue;
    add(static_cast<std::uint32_t>(id), tokens_.decoder[i].content);
  }
}

// The added tokens of the class and of the folder; of two for one id the later one stays.
void SlowTokenizer::add_own_tokens(bool is_direct) {
  const auto add_roles = [this](std::initializer_list<Role> roles) {
    std::uint32_t id = 0;
    for (const Role which : roles) add(id++, required_role(which));
  };
  const auto add_camembert_tokens = [this] {
    add(0, "<s>NOTUSED");
    add(1, required_role(Role::pad));
    add(2, "</s>NOTUSED");
    add(3, required_role(Role::unk));
    add(4, "<unk>NOTUSED");
  };
  switch (ids_) {
    case SlowIds::nllb: add_roles({Role::bos, Role::pad, Role::eos, Role::unk}); break;
    case SlowIds::seamless: add_roles({Role::pad, Role::unk, Role::bos, Role::eos}); break;
    case SlowIds::camembert: add_camembert_tokens(); break;
    case SlowIds::t5: add_extra_ids(is_direct); break;
    case SlowIds::fairseq:
    case SlowIds::own_pieces:
    case SlowIds::pegasus:
    case SlowIds::plain: break;
  }
  add_decoder_tokens();
  if (ids_ == SlowIds::camembert) add_camembert_tokens();
  if (ids_ == SlowIds::pegasus) add_pegasus_tokens();
  index_added_tokens();
}

// T5Tokenizer completes a list that the folder gives, but forgets it here.
void SlowTokenizer::add_extra_ids(bool is_direct) {
  if (tokens_.additional_given && !is_direct) {
    const auto given = std::span(tokens_.additional).first(*tokens_.additional_given);
    const bool has_some = std::any_of(given.begin(), given.end(), [](const SpecialToken& token) {
      return token.content.find("<extra_id_") != std::string::npos;
    });
    if (!has_some) return;
  }
  const auto last = static_cast<std::int64_t>(model_.pieces.size()) - 1 + arguments_.extra_ids;
  for (std::int64_t i = 0; i < arguments_.extra_ids; ++i) {
    add(static_cast<std::uint32_t>(last - i), "<extra_id_" + std::to_string(i) + ">");
  }
}

// PreTrainedTokenizer.__init__: special tokens that are no words yet follow the vocabulary. An
// AddedToken is never found among the added ones, so it takes the id that the vocabulary has.
void SlowTokenizer::add_special_tokens() {
  const auto known = vocabulary();
  auto next = static_cast<std::uint32_t>(known.size());
  std::vector<std::pair<std::uint32_t, std::string>> found;
  for (const SpecialToken& token : tokens_.all()) {
    if (!token.is_added_token && added_ids_.contains(token.content)) continue;
    const auto place = known.find(token.content);
    found.emplace_back(place == known.end() ? next++ : place->second, token.content);
  }
  for (const auto& [id, token] : found) {
    added_[id] = token;
    added_ids_[token] = id;
  }
}

std::unordered_map<std::string_view, std::uint32_t> SlowTokenizer::vocabulary() const {
  auto size = static_cast<std::uint32_t>(model_.pieces.size());
  switch (ids_) {
    case SlowIds::fairseq: size += 1 + static_cast<std::uint32_t>(tail_.size()); break;
    case SlowIds::nllb:
    case SlowIds::seamless: size += 1; break;
    case SlowIds::camembert: size += 4; break;
    case SlowIds::pegasus: size += static_cast<std::uint32_t>(arguments_.offset); break;
    case SlowIds::own_pieces:
    case SlowIds::plain:
    case SlowIds::t5: break;
  }
  std::unordered_map<std::string_view, std::uint32_t> ids;
  ids.reserve(size);
  for (std::uint32_t id = ids_ == SlowIds::seamless ? 1 : 0; id < size; ++id) {
    ids[ids_ == SlowIds::own_pieces ? piece(id) : token_of(id)] = id;
  }
  for (const auto& [id, token] : added_) ids[token] = id;
  return ids;
}

std::string_view SlowTokenizer::piece(std::int64_t id) const {
  if (id < 0 || id >= static_cast<std::int64_t>(model_.pieces.size())) return {};
  return model_.pieces[static_cast<std::size_t>(id)].text;
}

std::string_view SlowTokenizer::token_of(std::uint32_t id) const {
  if (const auto found = added_.find(id); found != added_.end()) return found->second;
  const std::int64_t at = id;
  const auto piece_count = static_cast<std::int64_t>(model_.pieces.size());
  switch (ids_) {
    case SlowIds::fairseq:
      if (id < kFairseqTokens.size()) return kFairseqTokens[id];
      if (at <= piece_count) return piece(at - 1);
      if (at - piece_count - 1 >= static_cast<std::int64_t>(tail_.size())) return {};
      return tail_[static_cast<std::size_t>(at - piece_count - 1)];
    case SlowIds::nllb:
    case SlowIds::seamless: return piece(at - 1);
    case SlowIds::camembert: return piece(at - 4);
    case SlowIds::pegasus: return piece(at < arguments_.offset ? at : at - arguments_.offset);
    case SlowIds::own_pieces:
    case SlowIds::plain:
    case SlowIds::t5: break;
  }
  return piece(at);
}

std::uint32_t SlowTokenizer::unk_token_id() const {
  return added_ids_.at(required_role(Role::unk));
}

std::uint32_t SlowTokenizer::id_of(std::string_view token) const {
  if (const auto found = added_ids_.find(token); found != added_ids_.end()) return found->second;
  const std::uint32_t id = pieces_.id_of(token);
  switch (ids_) {
    case SlowIds::fairseq: {
      const auto* fixed = std::find(kFairseqTokens.begin(), kFairseqTokens.end(), token);
      if (fixed != kFairseqTokens.end()) {
        return static_cast<std::uint32_t>(fixed - kFairseqTokens.begin());
      }
      const auto in_tail = std::find(tail_.begin(), tail_.end(), token);
      if (in_tail != tail_.end()) {
        return static_cast<std::uint32_t>(model_.pieces.size()) + 1 +
               static_cast<std::uint32_t>(in_tail - tail_.begin());
      }
      return id != 0 ? id + 1 : unk_token_id();
    }
    case SlowIds::nllb:
    case SlowIds::seamless: return id != 0 ? id + 1 : unk_token_id();
    case SlowIds::camembert: return id != 0 ? id + 4 : unk_token_id();
    case SlowIds::pegasus: return id + static_cast<std::uint32_t>(arguments_.offset);
    case SlowIds::own_pieces:
    case SlowIds::plain:
    case SlowIds::t5: break;
  }
  return id;
}

}  // namespace penstock::converters
