// SPDX-License-Identifier: Apache-2.0
#include "tasks/token_classification.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string_view>
#include <utility>

#include "core/ascii.hpp"
#include "core/utf8.hpp"
#include "postprocess/activation.hpp"

namespace penstock {
namespace {

constexpr std::array<std::pair<std::string_view, AggregationStrategy>, 5> kStrategies = {
    {{"NONE", AggregationStrategy::none},
     {"SIMPLE", AggregationStrategy::simple},
     {"FIRST", AggregationStrategy::first},
     {"AVERAGE", AggregationStrategy::average},
     {"MAX", AggregationStrategy::max}}};

constexpr std::string_view kNoInput = "At least one input is required.";
constexpr std::string_view kWordsExpected =
    "When `is_split_into_words=True`, `sentence` must be a list of tokens.";
constexpr std::string_view kTextExpected =
    "When `is_split_into_words=False`, `sentence` must be an untokenized string.";
constexpr std::string_view kStrideTooLong =
    "`stride` must be less than `tokenizer.model_max_length` (or even lower if the tokenizer adds "
    "special tokens)";
constexpr std::string_view kStrideWithoutStrategy =
    "`stride` was provided to process all the text but `aggregation_strategy=\"none\"`, please "
    "select another one instead.";

constexpr std::string_view kSlowStrategy =
    "Slow tokenizers cannot handle subwords. Please set the `aggregation_strategy` option to "
    "`\"simple\"` or use a fast tokenizer.";
constexpr std::string_view kSlowStride =
    "`stride` was provided to process all the text but you're using a slow tokenizer. Please use a "
    "fast tokenizer.";
constexpr std::string_view kSlowWords =
    "is_split_into_words=True is only supported with fast tokenizers.";

AggregationStrategy parse_strategy(std::string_view name) {
  const std::string wanted = ascii::upper(name);
  for (const auto& [known, strategy] : kStrategies) {
    if (known == wanted) return strategy;
  }
  // The reference's message is the look-up's KeyError: the name in capitals, quoted.
  throw Error(ErrorCode::invalid_argument,
              "'" + wanted +
                  "' is no value of `aggregation_strategy`; use \"none\", \"simple\", \"first\", "
                  "\"average\" or \"max\".");
}

std::vector<std::string> string_list(std::string_view key, const Json& value) {
  std::vector<std::string> strings;
  if (!value.is_array()) refuse_parameter(key, "a list of strings", value);
  for (const Json& item : value) {
    if (!item.is_string()) refuse_parameter(key, "a list of strings", value);
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

bool is_offset(const Json& value) {
  return value.is_number_integer() && value >= 0 && value < std::int64_t{kNone};
}

// [[[begin, end], ...]]: the reference applies the first list to every input.
std::vector<Offsets> parse_offset_mapping(const Json& value) {
  constexpr std::string_view kAllowed =
      "a list that holds one list of [begin, end] pairs of offsets";
  if (!value.is_array() || value.empty() || !value[0].is_array()) {
    refuse_parameter("offset_mapping", kAllowed, value);
  }
  std::vector<Offsets> offsets;
  for (const Json& pair : value[0]) {
    const bool fits =
        pair.is_array() && pair.size() == 2 && is_offset(pair[0]) && is_offset(pair[1]);
    if (!fits) refuse_parameter("offset_mapping", kAllowed, value);
    offsets.push_back({pair[0].get<std::uint32_t>(), pair[1].get<std::uint32_t>()});
  }
  return offsets;
}

// characters[begin:end] as Python slices.
std::u32string_view slice(std::u32string_view characters, std::size_t begin, std::size_t end) {
  if (begin >= characters.size() || end <= begin) return {};
  return characters.substr(begin, end - begin);
}

Json offset_json(std::uint32_t offset) { return offset == kNoOffset ? Json() : Json(offset); }

}  // namespace

TokenClassificationTask::TokenClassificationTask(const TaskResources& resources)
    : TextTask(resources),
      has_subword_prefix_(!tokenizer().continuing_subword_prefix().empty()),
      unk_token_id_(tokenizer().special_token_id(Tokenizer::Role::unk)),
      vocabulary_{[this](std::size_t index) { return config().label(index); },
                  [this](std::span<const std::string> tokens) {
                    return tokenizer().convert_tokens_to_string(tokens);
                  }} {
  set_defaults(resources.parameters);
}

// With is_split_into_words a list of strings is one input, answered as a list of one; the reference
// looks at the call alone for this, not at the construction.
Json TokenClassificationTask::call(const Json& inputs, const Json& parameters) const {
  if (inputs.is_null() || (inputs.is_array() && inputs.empty())) {
    throw Error(ErrorCode::invalid_argument, std::string(kNoInput));
  }
  const bool split = parameters.is_object() && parameters.contains("is_split_into_words") &&
                     parameters["is_split_into_words"] == true;
  const bool one_list =
      split && inputs.is_array() &&
      std::any_of(inputs.begin(), inputs.end(), [](const Json& item) { return !item.is_array(); });
  return TextTask::call(one_list ? Json::array({inputs}) : inputs, parameters);
}

void TokenClassificationTask::apply(ParameterSet& parameters, Options& options) const {
  const auto grouped = parameters.take_bool("grouped_entities");
  const auto ignore_subwords = parameters.take_bool("ignore_subwords");
  const auto name = parameters.take_string("aggregation_strategy");
  bool asked_for_none = false;
  if (grouped || ignore_subwords) {
    options.strategy = AggregationStrategy::none;
    if (grouped.value_or(false)) {
      options.strategy = ignore_subwords.value_or(false) ? AggregationStrategy::first
                                                         : AggregationStrategy::simple;
    }
    asked_for_none = options.strategy == AggregationStrategy::none;
  } else if (name) {
    options.strategy = parse_strategy(*name);
    asked_for_none = options.strategy == AggregationStrategy::none;
  }
  check_strategy(options.strategy);
  if (const Json* labels = parameters.take("ignore_labels");
      labels != nullptr && !labels->is_null()) {
    options.ignore_labels = string_list("ignore_labels", *labels);
  }
  if (const Json* value = parameters.take("offset_mapping");
      value != nullptr && !value->is_null()) {
    options.offset_mapping = parse_offset_mapping(*value);
  }
  options.is_split_into_words = parameters.take_bool("is_split_into_words").value_or(false);
  if (auto delimiter = parameters.take_string("delimiter")) options.delimiter = *delimiter;
  if (const auto stride = parameters.take_size("stride")) {
    set_stride(options, stride,
               asked_for_none ? std::optional(AggregationStrategy::none) : std::nullopt);
  }
}

void TokenClassificationTask::check_strategy(AggregationStrategy strategy) const {
  const bool of_words =
      strategy != AggregationStrategy::none && strategy != AggregationStrategy::simple;
  if (of_words && !tokenizer().is_fast())
    throw Error(ErrorCode::invalid_argument, std::string(kSlowStrategy));
}

void TokenClassificationTask::set_stride(Options& options, std::optional<std::size_t> stride,
                                         std::optional<AggregationStrategy> asked_for) const {
  if (asked_for) check_strategy(*asked_for);
  const std::optional<std::size_t> limit = tokenizer().model_max_length();
  if (stride && limit && *stride >= *limit) {
    throw Error(ErrorCode::invalid_argument, std::string(kStrideTooLong));
  }
  if (stride && asked_for == AggregationStrategy::none) {
    throw Error(ErrorCode::invalid_argument, std::string(kStrideWithoutStrategy));
  }
  if (stride && !tokenizer().is_fast())
    throw Error(ErrorCode::invalid_argument, std::string(kSlowStride));
  options.stride = stride;
}

TokenClassificationInput TokenClassificationTask::text_input(std::string_view text) const {
  Input input;
  input.sentence = text;
  input.characters = utf8::to_u32(input.sentence);
  return input;
}

TokenClassificationInput TokenClassificationTask::words_input(std::span<const std::string> words,
                                                              std::string_view delimiter) const {
  Input input;
  input.words.assign(words.begin(), words.end());
  const std::size_t gap = utf8::count(delimiter);
  std::size_t at = 0;
  for (const std::string& word : input.words) {
    if (!input.word_starts.empty()) input.sentence += delimiter;
    input.word_starts.push_back(static_cast<std::uint32_t>(at));
    input.sentence += word;
    at += utf8::count(word) + gap;
  }
  input.characters = utf8::to_u32(input.sentence);
  return input;
}

TokenClassificationInput TokenClassificationTask::parse(const Json& item,
                                                        const Options& options) const {
  if (!options.is_split_into_words) {
    if (!item.is_string()) throw Error(ErrorCode::invalid_argument, std::string(kTextExpected));
    return text_input(item.get_ref<const std::string&>());
  }
  if (!item.is_array()) throw Error(ErrorCode::invalid_argument, std::string(kWordsExpected));
  return words_input(string_list("sentence", item), options.delimiter);
}

std::vector<Encoding> TokenClassificationTask::preprocess(const Input& input,
                                                          const Options& options) const {
  if (options.is_split_into_words && !tokenizer().is_fast())
    throw Error(ErrorCode::invalid_argument, std::string(kSlowWords));
  EncodeOptions encode;
  encode.truncation = TruncationStrategy::longest_first;
  if (options.stride) {
    encode.return_overflowing_tokens = true;
    encode.padding = PaddingStrategy::longest;
    encode.stride = *options.stride;
  }
  std::vector<Encoding> windows;
  windows.push_back(tokenizer().encode({input.sentence, std::nullopt, input.words}, encode));
  std::vector<Encoding> further = std::exchange(windows.front().overflowing, {});
  if (options.stride) std::move(further.begin(), further.end(), std::back_inserter(windows));
  return windows;
}

ScoredToken TokenClassificationTask::scored_token(const Input& input, const Encoding& window,
                                                  std::size_t index, const Options& options) const {
  const std::uint32_t id = window.ids[index];
  ScoredToken token;
  token.index = index;
  token.word = tokenizer().id_to_token(id).value_or("");
  if (!tokenizer().is_fast() && options.offset_mapping.empty()) {
    token.start = token.end = kNoOffset;
    return token;
  }
  Offsets offsets = window.offsets[index];
  if (index < options.offset_mapping.size()) offsets = options.offset_mapping[index];
  if (!input.words.empty() && window.word_ids[index] != kNone) {
    const std::uint32_t shift = input.word_starts.at(window.word_ids[index]);
    offsets = {offsets.begin + shift, offsets.end + shift};
  }
  token.start = offsets.begin;
  token.end = offsets.end;
  const std::u32string_view reference = slice(input.characters, token.start, token.end);
  if (has_subword_prefix_) {
    token.is_subword = utf8::count(token.word) != reference.size();
  } else if (token.start > 0) {
    const auto around = slice(input.characters, token.start - 1, std::size_t{token.start} + 1);
    token.is_subword = around.find(U' ') == std::u32string_view::npos;
  }
  if (id == unk_token_id_) {
    token.word = utf8::from_u32(reference);
    token.is_subword = false;
  }
  return token;
}

std::vector<Entity> TokenClassificationTask::postprocess(const Input& input,
                                                         std::span<const Encoding> windows,
                                                         std::span<const RowOutputs> rows,
                                                         const Options& options) const {
  std::vector<Entity> all;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const RowView logits = rows[w].tokens("logits");
    if (logits.shape.size() != 1 || logits.shape[0] < 1) {
      refuse_output("token-classification", "logits", "[batch, tokens, labels]", logits);
    }
    const auto labels = static_cast<std::size_t>(logits.shape[0]);
    std::vector<float> scores(logits.values.begin(), logits.values.end());
    std::vector<ScoredToken> tokens;
    for (std::size_t i = 0; i < windows[w].size(); ++i) {
      if (windows[w].special_tokens_mask[i] != 0) continue;
      const std::span<float> own = std::span(scores).subspan(i * labels, labels);
      softmax(own);
      tokens.push_back(scored_token(input, windows[w], i, options));
      tokens.back().scores = own;
    }
    for (Entity& entity : aggregate_entities(tokens, options.strategy, vocabulary_)) {
      const auto& ignored = options.ignore_labels;
      if (std::find(ignored.begin(), ignored.end(), entity.entity) != ignored.end()) continue;
      all.push_back(std::move(entity));
    }
  }
  return windows.size() > 1 ? resolve_overlaps(std::move(all)) : all;
}

Json TokenClassificationTask::to_json(std::vector<Entity> entities,
                                      const Options& /*options*/) const {
  Json list = Json::array();
  for (Entity& entity : entities) {
    Json object = Json::object();
    object[entity.index ? "entity" : "entity_group"] = std::move(entity.entity);
    object["score"] = static_cast<double>(entity.score);
    if (entity.index) object["index"] = *entity.index;
    object["word"] = std::move(entity.word);
    object["start"] = offset_json(entity.start);
    object["end"] = offset_json(entity.end);
    list.push_back(std::move(object));
  }
  return list;
}

std::unique_ptr<const Task> make_token_classification(const TaskResources& resources) {
  return std::make_unique<TokenClassificationTask>(resources);
}

}  // namespace penstock
