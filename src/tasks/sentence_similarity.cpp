// SPDX-License-Identifier: Apache-2.0
#include "tasks/sentence_similarity.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <penstock/error.hpp>
#include <utility>

#include "core/python_str.hpp"
#include "postprocess/pooling.hpp"

namespace penstock {
namespace {

constexpr std::string_view kInputs =
    "An input of sentence-similarity is a text, which gets its embedding, or an object "
    "{\"source_sentence\": text, \"sentences\": [text, ...]}, which gets the similarities; got ";

std::string_view text_of(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>();
  throw Error(ErrorCode::invalid_argument, std::string(kInputs) + shown(value) + ".");
}

void pool(PoolingMode mode, const TokenVectors& tokens, std::span<float> out) {
  switch (mode) {
    case PoolingMode::cls: return cls_pool(tokens, out);
    case PoolingMode::max: return max_pool(tokens, out);
    case PoolingMode::mean: return mean_pool(tokens, out);
    case PoolingMode::mean_sqrt_len: return mean_sqrt_len_pool(tokens, out);
    case PoolingMode::weighted_mean: return weighted_mean_pool(tokens, out);
    case PoolingMode::last_token: return last_token_pool(tokens, out);
  }
}

Tensor matrix(std::span<const std::vector<float>> rows) {
  const std::size_t size = rows.empty() ? 0 : rows.front().size();
  Tensor tensor = Tensor::zeros(
      DType::float32, {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(size)});
  float* out = static_cast<float*>(tensor.data());
  for (const std::vector<float>& row : rows) out = std::copy(row.begin(), row.end(), out);
  return tensor;
}

Json list_of(std::span<const float> values) {
  Json list = Json::array();
  list.get_ref<Json::array_t&>().reserve(values.size());
  for (const float value : values) list.push_back(static_cast<double>(value));
  return list;
}

const Port* find_port(const Session& session, std::string_view name) {
  for (const Port& port : session.outputs()) {
    if (port.name == name) return &port;
  }
  return nullptr;
}

}  // namespace

SentenceSimilarityTask::SentenceSimilarityTask(const TaskResources& resources)
    : TextTask(resources),
      sentence_(load_sentence_config(resources.folder)),
      similarity_(parse_similarity(sentence_.similarity)),
      max_length_(sentence_.max_seq_length) {
  if (!max_length_) {
    max_length_ = tokenizer().model_max_length();
    const std::optional<std::size_t> positions = config().max_tokens();
    if (positions) max_length_ = std::min(*positions, max_length_.value_or(*positions));
  }
  choose_output();
  Json parameters = {{"similarity_fn_name", sentence_.similarity}};
  if (sentence_.default_prompt_name) parameters["prompt_name"] = *sentence_.default_prompt_name;
  if (resources.parameters.is_object() && resources.parameters.contains("prompt")) {
    parameters.erase("prompt_name");
  }
  if (resources.parameters.is_object()) parameters.update(resources.parameters);
  set_defaults(resources.parameters.is_object() ? parameters : resources.parameters);
}

// The vectors of tokens, unless the graph gives the sentence's own and nobody says how to make it.
void SentenceSimilarityTask::choose_output() {
  const Session& session = model().session();
  const Port* tokens = nullptr;
  for (const std::string_view name : {"last_hidden_state", "token_embeddings"}) {
    if (tokens == nullptr) tokens = find_port(session, name);
  }
  for (const Port& port : session.outputs()) {
    if (tokens == nullptr && (!port.rank_known || port.shape.size() == 3)) tokens = &port;
  }
  const Port* sentence = find_port(session, "sentence_embedding");
  const bool can_pool = tokens != nullptr && !sentence_.problem;
  if (sentence != nullptr && !(can_pool && sentence_.has_modules)) {
    output_ = Output::finished;
    output_name_ = sentence->name;
    return;
  }
  if (sentence_.problem) {
    throw Error(ErrorCode::unsupported,
                *sentence_.problem +
                    " Export the model with a library that puts its modules into the graph, so "
                    "that it has an output sentence_embedding.");
  }
  output_ = tokens != nullptr ? Output::tokens : Output::pooled;
  output_name_ = tokens != nullptr ? tokens->name : session.outputs().front().name;
  if (output_name_ == "logits") {
    throw Error(ErrorCode::io,
                "The graph gives logits, no embeddings: this model was exported for another task. "
                "Export it for feature-extraction.");
  }
}

void SentenceSimilarityTask::set_prompt(Options& options, std::string prompt) const {
  options.prompt = std::move(prompt);
  options.prompt_tokens = 0;
  if (sentence_.include_prompt || options.prompt.empty()) return;
  const Encoding alone = encoded(options.prompt);
  const bool ended = !alone.ids.empty() && tokenizer().is_special_id(alone.ids.back());
  options.prompt_tokens = alone.size() - (ended ? 1 : 0);
}

void SentenceSimilarityTask::apply(ParameterSet& parameters, Options& options) const {
  const std::optional<std::string> name = parameters.take_string("prompt_name");
  const std::optional<std::string> prompt = parameters.take_string("prompt");
  if (prompt) {
    set_prompt(options, *prompt);
  } else if (name) {
    set_prompt(options, sentence_.prompt(*name));
  }
  options.normalize_embeddings =
      parameters.take_bool("normalize_embeddings").value_or(options.normalize_embeddings);
  if (const auto size = parameters.take_size("truncate_dim", 1)) options.truncate_dim = size;
  if (const auto function = parameters.take_string("similarity_fn_name")) {
    options.similarity = parse_similarity(*function);
  }
}

SentenceInput SentenceSimilarityTask::parse(const Json& item, const Options& /*options*/) const {
  SentenceInput input;
  if (!item.is_object()) {
    input.texts.push_back(text_of(item));
    return input;
  }
  const auto source = item.find("source_sentence");
  const auto sentences = item.find("sentences");
  if (source == item.end() || sentences == item.end() || !sentences->is_array() ||
      item.size() != 2) {
    throw Error(ErrorCode::invalid_argument, std::string(kInputs) + shown(item) + ".");
  }
  input.compared = true;
  input.texts.push_back(text_of(*source));
  for (const Json& sentence : *sentences) input.texts.push_back(text_of(sentence));
  return input;
}

Encoding SentenceSimilarityTask::encoded(std::string_view text) const {
  EncodeOptions encode;
  encode.ids_only = true;
  encode.truncation = TruncationStrategy::longest_first;
  encode.max_length = max_length_;
  const std::string_view stripped = python::strip(text);
  if (!sentence_.do_lower_case) return tokenizer().encode({stripped, std::nullopt, {}}, encode);
  return tokenizer().encode({python::lower(stripped), std::nullopt, {}}, encode);
}

std::vector<Encoding> SentenceSimilarityTask::preprocess(const SentenceInput& input,
                                                         const Options& options) const {
  std::vector<Encoding> rows;
  rows.reserve(input.texts.size());
  for (const std::string_view text : input.texts) {
    rows.push_back(options.prompt.empty() ? encoded(text)
                                          : encoded(std::string(options.prompt).append(text)));
  }
  return rows;
}

std::vector<float> SentenceSimilarityTask::pooled(const RowOutputs& row,
                                                  std::size_t skipped) const {
  const RowView view = row.tokens(output_name_);
  if (view.shape.size() != 1) {
    refuse_output("sentence-similarity", output_name_, "[batch, tokens, hidden]", view);
  }
  const auto size = static_cast<std::size_t>(view.shape[0]);
  const TokenVectors tokens{view.values, size, skipped};
  std::vector<float> result(size * sentence_.pooling.size());
  for (std::size_t i = 0; i < sentence_.pooling.size(); ++i) {
    pool(sentence_.pooling[i], tokens, std::span(result).subspan(i * size, size));
  }
  return result;
}

std::vector<float> SentenceSimilarityTask::embedding(const RowOutputs& row,
                                                     const Options& options) const {
  std::vector<float> result;
  if (output_ == Output::tokens) {
    result = pooled(row, options.prompt_tokens);
  } else {
    const RowView view = row.row(output_name_);
    result.assign(view.values.begin(), view.values.end());
  }
  if (output_ != Output::finished) {
    for (const auto& layer : sentence_.layers) layer->apply(result);
  }
  if (options.truncate_dim && *options.truncate_dim < result.size()) {
    result.resize(*options.truncate_dim);
  }
  if (options.normalize_embeddings) normalize_embedding(result);
  return result;
}

SentenceVectors SentenceSimilarityTask::postprocess(const SentenceInput& input,
                                                    std::span<const Encoding> /*features*/,
                                                    std::span<const RowOutputs> rows,
                                                    const Options& options) const {
  SentenceVectors vectors;
  vectors.compared = input.compared;
  vectors.rows.reserve(rows.size());
  for (const RowOutputs& row : rows) vectors.rows.push_back(embedding(row, options));
  return vectors;
}

Json SentenceSimilarityTask::to_json(SentenceVectors vectors, const Options& options) const {
  if (!vectors.compared) return list_of(vectors.rows.front());
  if (vectors.rows.size() == 1) return Json::array();
  const std::span<const std::vector<float>> rows = vectors.rows;
  const Tensor scores =
      penstock::similarity(matrix(rows.first(1)), matrix(rows.subspan(1)), options.similarity);
  return list_of(scores.values<float>());
}

std::unique_ptr<const Task> make_sentence_similarity(const TaskResources& resources) {
  return std::make_unique<SentenceSimilarityTask>(resources);
}

}  // namespace penstock
