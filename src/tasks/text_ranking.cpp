// SPDX-License-Identifier: Apache-2.0
#include "tasks/text_ranking.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <utility>

#include "core/log.hpp"
#include "postprocess/activation.hpp"
#include "postprocess/top_k.hpp"
#include "tasks/listed_pair.hpp"

namespace penstock {
namespace {

constexpr std::string_view kRankingInputs =
    "An input of text-ranking is an object {\"query\": text, \"documents\": [text, ...]}, which is "
    "ranked, or a pair {\"text\": ..., \"text_pair\": ...}, which gets its score; got ";
constexpr std::string_view kSeveralLabels =
    "CrossEncoder.rank() only works for models with num_labels=1. Consider using "
    "CrossEncoder.predict() with input pairs instead.";

[[noreturn]] void refuse_item(const Json& item) {
  throw Error(ErrorCode::invalid_argument, std::string(kRankingInputs) + shown(item) + ".");
}

std::string_view text_at(const Json& item, const char* key) {
  const auto found = item.find(key);
  if (found == item.end() || !found->is_string()) refuse_item(item);
  return found->get_ref<const std::string&>();
}

// `documents`, or `texts` as rerank servers call them.
const Json* documents_of(const Json& item) {
  for (const char* key : {"documents", "texts"}) {
    const auto found = item.find(key);
    if (found != item.end() && found->is_array()) return &*found;
  }
  return nullptr;
}

// The function that config.json names, now or in the way before version 4. Only torch's own are
// trusted; others count as not named.
TorchActivation configured_activation(const ModelConfig& config) {
  std::optional<std::string> path = config.string("sbert_ce_default_activation_function");
  const auto section = config.json().find("sentence_transformers");
  if (section != config.json().end() && section->is_object()) {
    const auto named = section->find("activation_fn");
    if (named != section->end() && named->is_string()) path = named->get<std::string>();
  }
  if (!path) return nullptr;
  if (path->starts_with("torch.")) return torch_activation(*path, "config.json");
  log(LogLevel::warning, "Activation function path '" + *path +
                             "' is not trusted, using default activation function instead.");
  return nullptr;
}

}  // namespace

TextRankingTask::TextRankingTask(const TaskResources& resources)
    : TextTask(resources),
      max_length_(tokenizer().model_max_length()),
      activation_(configured_activation(*resources.config)) {
  const std::optional<std::size_t> positions = config().max_tokens();
  if (positions) max_length_ = std::min(*positions, max_length_.value_or(*positions));
  set_defaults(resources.parameters);
}

void TextRankingTask::apply(ParameterSet& parameters, Options& options) const {
  if (const auto top_k = parameters.take_integer("top_k")) options.top_k = top_k;
  options.return_documents =
      parameters.take_bool("return_documents").value_or(options.return_documents);
  options.apply_softmax = parameters.take_bool("apply_softmax").value_or(options.apply_softmax);
  if (const auto name = parameters.take_string("activation_fn")) {
    options.activation = torch_activation(*name, "`activation_fn`");
  }
}

RankingInput TextRankingTask::parse(const Json& item, const Options& /*options*/) const {
  RankingInput input;
  if (item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string()) {
    input.query = item[0].get_ref<const std::string&>();
    input.texts.push_back(item[1].get_ref<const std::string&>());
    return input;
  }
  if (!item.is_object() || item.size() != 2) refuse_item(item);
  if (item.contains("text")) {
    input.query = text_at(item, "text");
    input.texts.push_back(text_at(item, "text_pair"));
    return input;
  }
  const Json* documents = documents_of(item);
  if (documents == nullptr) refuse_item(item);
  input.ranked = true;
  input.query = text_at(item, "query");
  for (const Json& document : *documents) {
    if (!document.is_string()) refuse_item(document);
    input.texts.push_back(document.get_ref<const std::string&>());
  }
  return input;
}

Encoding TextRankingTask::encoded(std::string_view query, std::string_view text) const {
  EncodeOptions encode;
  encode.ids_only = true;
  encode.truncation = TruncationStrategy::longest_first;
  encode.max_length = max_length_;
  return encode_listed_pair(tokenizer(), {query, text, {}}, encode);
}

std::vector<Encoding> TextRankingTask::preprocess(const RankingInput& input,
                                                  const Options& /*options*/) const {
  std::vector<Encoding> rows;
  rows.reserve(input.texts.size());
  for (const std::string_view text : input.texts) rows.push_back(encoded(input.query, text));
  return rows;
}

RankingScores TextRankingTask::postprocess(const RankingInput& input,
                                           std::span<const Encoding> /*features*/,
                                           std::span<const RowOutputs> rows,
                                           const Options& options) const {
  RankingScores scores;
  scores.ranked = input.ranked;
  if (options.return_documents) scores.documents.assign(input.texts.begin(), input.texts.end());
  for (const RowOutputs& row : rows) {
    const RowView logits = row.row("logits");
    if (logits.shape.size() != 1 || logits.values.empty()) {
      refuse_output("text-ranking", "logits", "[batch, labels]", logits);
    }
    std::vector<float> own(logits.values.begin(), logits.values.end());
    const TorchActivation named = options.activation ? options.activation : activation_;
    if (named != nullptr) {
      std::transform(own.begin(), own.end(), own.begin(), named);
    } else if (own.size() == 1) {
      sigmoid(own);
    }
    if (options.apply_softmax) softmax(own);
    scores.rows.push_back(std::move(own));
  }
  return scores;
}

std::vector<std::size_t> TextRankingTask::order(const RankingScores& scores,
                                                const Options& options) const {
  std::vector<float> first;
  for (const std::vector<float>& row : scores.rows) {
    if (row.size() != 1) throw Error(ErrorCode::invalid_argument, std::string(kSeveralLabels));
    first.push_back(row.front());
  }
  return top_k(first, slice_length(first.size(), options.top_k));
}

Json TextRankingTask::to_json(RankingScores scores, const Options& options) const {
  Json list = Json::array();
  if (!scores.ranked) {
    for (const float score : scores.rows.front()) list.push_back(static_cast<double>(score));
    return list.size() == 1 ? std::move(list.front()) : std::move(list);
  }
  for (const std::size_t index : order(scores, options)) {
    Json object = {{"corpus_id", index},
                   {"score", static_cast<double>(scores.rows[index].front())}};
    if (options.return_documents) object["text"] = scores.documents[index];
    list.push_back(std::move(object));
  }
  return list;
}

std::unique_ptr<const Task> make_text_ranking(const TaskResources& resources) {
  return std::make_unique<TextRankingTask>(resources);
}

}  // namespace penstock
