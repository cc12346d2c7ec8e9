// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <penstock/sentence_embedder.hpp>
#include <utility>

#include "pipeline/typed_call.hpp"
#include "tasks/sentence_similarity.hpp"

namespace penstock {
namespace {

SentenceSimilarityTaskOptions task_options(const SentenceSimilarityTask& task,
                                           const EmbedOptions& options) {
  SentenceSimilarityTaskOptions result = task.defaults();
  if (options.prompt) {
    task.set_prompt(result, *options.prompt);
  } else if (options.prompt_name) {
    task.set_prompt(result, task.sentence_config().prompt(*options.prompt_name));
  }
  result.normalize_embeddings = options.normalize_embeddings || result.normalize_embeddings;
  if (options.truncate_dim) result.truncate_dim = options.truncate_dim;
  result.batch_size = options.batch_size;
  return result;
}

Tensor copied(std::span<const SentenceVectors> vectors) {
  const std::size_t size = vectors.empty() ? 0 : vectors.front().rows.front().size();
  Tensor tensor = Tensor::zeros(
      DType::float32, {static_cast<std::int64_t>(vectors.size()), static_cast<std::int64_t>(size)});
  float* out = static_cast<float*>(tensor.data());
  for (const SentenceVectors& one : vectors) out = std::ranges::copy(one.rows.front(), out).out;
  return tensor;
}

}  // namespace

SentenceEmbedder::SentenceEmbedder(const PipelineOptions& options)
    : pipeline_(penstock::pipeline("sentence-similarity", options)) {}

Tensor SentenceEmbedder::encode(std::span<const std::string_view> texts,
                                const EmbedOptions& options) const {
  std::vector<SentenceInput> inputs;
  inputs.reserve(texts.size());
  for (const std::string_view text : texts) inputs.push_back({{text}, false});
  const auto& task = task_of<SentenceSimilarityTask>(pipeline_);
  return copied(task.run(inputs, task_options(task, options)));
}

Tensor SentenceEmbedder::encode(std::string_view text, const EmbedOptions& options) const {
  const Tensor rows = encode(std::span(&text, 1), options);
  Tensor row = Tensor::zeros(DType::float32, {rows.dim(1)});
  std::ranges::copy(rows.values<float>(), row.values<float>().begin());
  return row;
}

Tensor SentenceEmbedder::encode_query(std::span<const std::string_view> texts,
                                      EmbedOptions options) const {
  if (!options.prompt_name && !options.prompt) options.prompt_name = "query";
  return encode(texts, options);
}

Tensor SentenceEmbedder::encode_document(std::span<const std::string_view> texts,
                                         EmbedOptions options) const {
  const auto& prompts = task_of<SentenceSimilarityTask>(pipeline_).sentence_config().prompts;
  for (const char* name : {"document", "passage", "corpus"}) {
    if (options.prompt_name || options.prompt) break;
    const bool known =
        std::ranges::any_of(prompts, [&](const auto& prompt) { return prompt.first == name; });
    if (known) options.prompt_name = name;
  }
  return encode(texts, options);
}

Tensor SentenceEmbedder::similarity(const Tensor& a, const Tensor& b) const {
  return penstock::similarity(a, b, similarity_function());
}

SimilarityFunction SentenceEmbedder::similarity_function() const {
  return task_of<SentenceSimilarityTask>(pipeline_).defaults().similarity;
}

}  // namespace penstock
