// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_classification.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string_view>
#include <utility>

#include "core/ascii.hpp"
#include "postprocess/activation.hpp"
#include "postprocess/top_k.hpp"

namespace penstock {
namespace {

constexpr std::string_view kListedPair =
    "The pipeline received invalid inputs, if you are trying to send text pairs, you can try to "
    "send a dictionary `{\"text\": \"My text\", \"text_pair\": \"My pair\"}` in order to send a "
    "text pair.";

FunctionToApply parse_function(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, FunctionToApply>, 3> kFunctions = {
      {{"SIGMOID", FunctionToApply::sigmoid},
       {"SOFTMAX", FunctionToApply::softmax},
       {"NONE", FunctionToApply::none}}};
  const std::string wanted = ascii::upper(name);
  for (const auto& [known, function] : kFunctions) {
    if (known == wanted) return function;
  }
  // The reference's message is the look-up's KeyError: the name in capitals, quoted.
  throw Error(
      ErrorCode::invalid_argument,
      "'" + wanted +
          "' is no value of `function_to_apply`; use \"sigmoid\", \"softmax\" or \"none\".");
}

constexpr std::string_view kTwoPairs =
    "The tokenizer got multiple values for keyword argument 'text_pair': the input has a second "
    "text, and so have the parameters. Leave one of them out.";
constexpr std::string_view kNoText = "You need to specify either `text` or `text_target`.";

std::string_view text_called(const Json& value, std::string_view what) {
  if (value.is_string()) return value.get_ref<const std::string&>();
  if (value.is_null()) throw Error(ErrorCode::invalid_argument, std::string(kNoText));
  throw Error(ErrorCode::invalid_argument,
              "text input must be of type `str` (single example): " + std::string(what) +
                  " must be a string, got " + shown(value) +
                  ". An input is a text, or an object {\"text\": ..., \"text_pair\": ...}.");
}

TextPair parse_object(const Json& item) {
  TextPair pair;
  bool has_text = false;
  for (const auto& [key, value] : item.items()) {
    if (key == "text") {
      pair.text = text_called(value, "`text`");
      has_text = true;
    } else if (key == "text_pair") {
      if (!value.is_null()) pair.text_pair = text_called(value, "`text_pair`");
    } else {
      throw Error(ErrorCode::invalid_argument,
                  "The input has the unknown key `" + key + "`; it takes `text` and `text_pair`.");
    }
  }
  if (has_text) return pair;
  throw Error(ErrorCode::invalid_argument, std::string(kNoText));
}

// [["text", "pair"]] was once the way to write a pair, and still is one.
bool is_listed_pair(const Json& item) {
  return item.size() == 1 && item[0].is_array() && item[0].size() == 2;
}

}  // namespace

TextClassificationTask::TextClassificationTask(const TaskResources& resources)
    : TextTask(resources) {
  set_defaults(resources.parameters);
}

void TextClassificationTask::apply(ParameterSet& parameters, Options& options) const {
  std::optional<bool> return_all_scores = parameters.take_bool("return_all_scores");
  if (!return_all_scores) return_all_scores = config().boolean("return_all_scores");
  const Json* top_k = parameters.take("top_k");
  if (top_k != nullptr && *top_k != "") {  // "" is the reference's mark for "not given"
    if (top_k->is_boolean()) {
      options.top_k = top_k->get<bool>() ? 1 : 0;
    } else {
      options.top_k = parameters.take_integer("top_k");
    }
    options.legacy = false;
  } else if (return_all_scores) {
    options.top_k = *return_all_scores ? std::optional<std::int64_t>() : 1;
  }
  if (const auto name = parameters.take_string("function_to_apply")) {
    options.function_to_apply = parse_function(*name);
  }
  if (auto pair = parameters.take_string("text_pair")) options.text_pair = std::move(pair);
  options.tokenizer.apply(parameters);
}

TextPair TextClassificationTask::parse(const Json& item, const Options& options) const {
  const bool has_pair =
      (item.is_object() && item.contains("text_pair")) || (item.is_array() && is_listed_pair(item));
  if (has_pair && options.text_pair)
    throw Error(ErrorCode::invalid_argument, std::string(kTwoPairs));
  TextPair pair;
  if (item.is_object()) {
    pair = parse_object(item);
  } else if (!item.is_array()) {
    pair.text = text_called(item, "an input of text-classification");
  } else if (is_listed_pair(item)) {
    pair = {text_called(item[0][0], "the first text"), text_called(item[0][1], "the second text")};
  } else {
    throw Error(ErrorCode::invalid_argument, std::string(kListedPair));
  }
  return pair;
}

std::vector<Encoding> TextClassificationTask::preprocess(const TextPair& input,
                                                         const Options& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  std::vector<Encoding> rows;
  std::optional<std::string_view> second = input.text_pair;
  if (!second && options.text_pair) second = *options.text_pair;
  rows.push_back(tokenizer().encode({input.text, second, {}}, encode));
  return rows;
}

CollateRules TextClassificationTask::rules(const Options& options) const {
  return collate_rules(tokenizer(), options.tokenizer);
}

FunctionToApply TextClassificationTask::function_of(const Options& options) const {
  if (options.function_to_apply != FunctionToApply::automatic) return options.function_to_apply;
  const std::string& problem = config().problem_type();
  const std::size_t labels = config().num_labels();
  if (problem == "regression") return FunctionToApply::none;
  if (problem == "multi_label_classification" || labels == 1) return FunctionToApply::sigmoid;
  if (problem == "single_label_classification" || labels > 1) return FunctionToApply::softmax;
  const std::optional<std::string> named = config().string("function_to_apply");
  return named ? parse_function(*named) : FunctionToApply::none;
}

std::vector<Label> TextClassificationTask::postprocess(const TextPair& /*input*/,
                                                       std::span<const Encoding> /*features*/,
                                                       std::span<const RowOutputs> rows,
                                                       const Options& options) const {
  const RowView logits = rows.front().row("logits");
  if (logits.shape.size() != 1 || logits.values.empty()) {
    refuse_output("text-classification", "logits", "[batch, labels]", logits);
  }
  std::vector<float> scores(logits.values.begin(), logits.values.end());
  const FunctionToApply function = function_of(options);
  if (function == FunctionToApply::sigmoid) sigmoid(scores);
  if (function == FunctionToApply::softmax) softmax(scores);
  std::vector<std::size_t> order;
  if (options.top_k == 1) {
    order = {argmax(scores)};
  } else if (options.legacy) {
    for (std::size_t i = 0; i < scores.size(); ++i) order.push_back(i);
  } else {
    order = top_k(scores, slice_length(scores.size(), options.top_k));
  }
  std::vector<Label> labels;
  labels.reserve(order.size());
  for (const std::size_t index : order) labels.push_back({config().label(index), scores[index]});
  return labels;
}

Json TextClassificationTask::to_json(std::vector<Label> labels, const Options& options) const {
  Json list = Json::array();
  for (Label& label : labels) {
    Json object = Json::object();
    object["label"] = std::move(label.label);
    object["score"] = static_cast<double>(label.score);
    list.push_back(std::move(object));
  }
  const bool bare = options.legacy && options.top_k == 1;
  return bare ? std::move(list.front()) : std::move(list);
}

// The reference wraps the answer to a bare text whenever this very call gave no top_k.
Json TextClassificationTask::shape_single(Json answer, const Json& inputs,
                                          const Json& parameters) const {
  const bool wrap = inputs.is_string() && !parameters.contains("top_k");
  return wrap ? Json::array({std::move(answer)}) : std::move(answer);
}

std::unique_ptr<const Task> make_text_classification(const TaskResources& resources) {
  return std::make_unique<TextClassificationTask>(resources);
}

}  // namespace penstock
