// SPDX-License-Identifier: Apache-2.0
#include "tasks/zero_shot_classification.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <penstock/error.hpp>
#include <utility>

#include "core/ascii.hpp"
#include "core/log.hpp"
#include "core/python_str.hpp"
#include "postprocess/activation.hpp"
#include "tasks/format_template.hpp"
#include "tasks/listed_pair.hpp"

namespace penstock {
namespace {

constexpr std::string_view kNothingToDo =
    "You must include at least one label and at least one sequence.";
constexpr std::string_view kNoEntailment =
    "Failed to determine 'entailment' label id from the label2id mapping in the model config. "
    "Setting to -1. Define a descriptive label2id mapping in the model config to ensure correct "
    "outputs.";

// A list, or names separated by commas.
std::vector<std::string> parse_labels(const Json& value) {
  constexpr std::string_view kAllowed =
      "a string of labels separated by commas or a list of labels";
  std::vector<std::string> labels;
  if (value.is_string()) {
    std::string_view rest = value.get_ref<const std::string&>();
    while (true) {
      const std::size_t comma = rest.find(',');
      const std::string_view label = python::strip(rest.substr(0, comma));
      if (!label.empty()) labels.emplace_back(label);
      if (comma == std::string_view::npos) return labels;
      rest.remove_prefix(comma + 1);
    }
  }
  if (!value.is_array()) refuse_parameter("candidate_labels", kAllowed, value);
  for (const Json& label : value) {
    if (!label.is_string()) refuse_parameter("candidate_labels", kAllowed, value);
    labels.push_back(label.get<std::string>());
  }
  return labels;
}

bool names_entailment(std::string_view label) { return ascii::lower(label).starts_with("entail"); }

// The id of the first label of label2id that starts with "entail", in any case. Without label2id
// the reference makes it from id2label.
std::optional<std::size_t> find_entailment(const ModelConfig& config) {
  const auto label2id = config.json().find("label2id");
  if (label2id != config.json().end() && label2id->is_object()) {
    for (const auto& [label, id] : label2id->items()) {
      if (names_entailment(label) && id.is_number_unsigned()) return id.get<std::size_t>();
    }
    return std::nullopt;
  }
  for (const auto& [id, label] : config.id2label()) {
    if (names_entailment(label) && id >= 0) return static_cast<std::size_t>(id);
  }
  return std::nullopt;
}

}  // namespace

ZeroShotClassificationTask::ZeroShotClassificationTask(const TaskResources& resources)
    : TextTask(resources), entailment_id_(find_entailment(*resources.config)) {
  if (!entailment_id_) log(LogLevel::warning, kNoEntailment);
  set_defaults(resources.parameters);
}

void ZeroShotClassificationTask::apply(ParameterSet& parameters, Options& options) const {
  const Json* labels = parameters.take("candidate_labels");
  if (labels != nullptr && !labels->is_null()) options.candidate_labels = parse_labels(*labels);
  if (auto text = parameters.take_string("hypothesis_template")) {
    options.hypothesis_template = std::move(*text);
  }
  auto multi_label = parameters.take_bool("multi_label");
  if (const auto old_name = parameters.take_bool("multi_class")) multi_label = old_name;
  options.multi_label = multi_label.value_or(options.multi_label);
}

std::string_view ZeroShotClassificationTask::parse(const Json& item, const Options& options) const {
  if (!item.is_string()) {
    throw Error(ErrorCode::invalid_argument,
                "An input of zero-shot-classification must be a string, got " + shown(item) + ".");
  }
  return checked(item.get_ref<const std::string&>(), options);
}

std::string_view ZeroShotClassificationTask::checked(std::string_view sequence,
                                                     const Options& options) {
  const auto& labels = options.candidate_labels;
  if (sequence.empty() || !labels || labels->empty()) {
    throw Error(ErrorCode::invalid_argument, std::string(kNothingToDo));
  }
  const std::string& text = options.hypothesis_template;
  if (format_template(text, labels->front()) == text) {
    throw Error(ErrorCode::invalid_argument,
                "The provided hypothesis_template \"" + text +
                    "\" was not able to be formatted with the target labels. Make sure the passed "
                    "template includes formatting syntax such as {} where the label should go.");
  }
  return sequence;
}

// One pair for each label; only the text is cut, unless cutting it cannot make the pair fit.
std::vector<Encoding> ZeroShotClassificationTask::preprocess(const std::string_view& input,
                                                             const Options& options) const {
  EncodeOptions encode;
  encode.ids_only = true;
  encode.truncation = TruncationStrategy::only_first;
  std::vector<Encoding> rows;
  for (const std::string& label : options.candidate_labels.value()) {
    const std::string hypothesis = format_template(options.hypothesis_template, label);
    const TextInput pair = {input, hypothesis, {}};
    try {
      rows.push_back(encode_listed_pair(tokenizer(), pair, encode));
    } catch (const Error& error) {
      // By these words the reference knows it too (ZeroShotClassificationPipeline).
      if (std::string_view(error.what()).find("too short") == std::string_view::npos) throw;
      EncodeOptions whole = encode;
      whole.truncation = TruncationStrategy::do_not_truncate;
      rows.push_back(encode_listed_pair(tokenizer(), pair, whole));
    }
  }
  return rows;
}

CollateRules ZeroShotClassificationTask::rules(const Options& options) const {
  CollateRules rules = TextTask::rules(options);
  if (!tokenizer().special_token_id(Tokenizer::Role::pad)) {
    rules.pad_token_id = tokenizer().special_token_id(Tokenizer::Role::eos).value_or(0);
  }
  return rules;
}

// Softmax over the labels' entailment logits, or for each label over contradiction and entailment.
std::vector<float> ZeroShotClassificationTask::label_scores(std::span<const RowOutputs> rows,
                                                            bool multi_label) const {
  std::vector<float> scores;
  const bool each_alone = multi_label || rows.size() == 1;
  for (const RowOutputs& row : rows) {
    const RowView logits = row.row("logits");
    const std::size_t count = logits.values.size();
    const std::size_t entailment = entailment_id_.value_or(count - 1);
    if (logits.shape.size() != 1 || count == 0 || entailment >= count) {
      refuse_output("zero-shot-classification", "logits",
                    "[batch, labels] with a label for entailment", logits);
    }
    if (!each_alone) {
      scores.push_back(logits.values[entailment]);
      continue;
    }
    const std::size_t contradiction = entailment_id_ == 0U ? count - 1 : 0;
    std::array<float, 2> pair = {logits.values[contradiction], logits.values[entailment]};
    softmax(pair);
    scores.push_back(pair[1]);
  }
  if (!each_alone) softmax(scores);
  return scores;
}

ZeroShotResult ZeroShotClassificationTask::postprocess(const std::string_view& input,
                                                       std::span<const Encoding> /*features*/,
                                                       std::span<const RowOutputs> rows,
                                                       const Options& options) const {
  const std::vector<float> scores = label_scores(rows, options.multi_label);
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // reversed(argsort(scores)): of equal scores the later label comes first.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  std::reverse(order.begin(), order.end());
  ZeroShotResult result;
  result.sequence = std::string(input);
  for (const std::size_t index : order) {
    result.labels.push_back((*options.candidate_labels)[index]);
    result.scores.push_back(scores[index]);
  }
  return result;
}

Json ZeroShotClassificationTask::to_json(ZeroShotResult result, const Options& /*options*/) const {
  Json scores = Json::array();
  for (const float score : result.scores) scores.push_back(static_cast<double>(score));
  return {{"sequence", std::move(result.sequence)},
          {"labels", std::move(result.labels)},
          {"scores", std::move(scores)}};
}

std::unique_ptr<const Task> make_zero_shot_classification(const TaskResources& resources) {
  return std::make_unique<ZeroShotClassificationTask>(resources);
}

}  // namespace penstock
