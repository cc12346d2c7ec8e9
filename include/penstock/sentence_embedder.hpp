// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <penstock/pipeline.hpp>
#include <penstock/similarity.hpp>
#include <penstock/tensor.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// One vector for each text, as sentence_transformers.SentenceTransformer makes it, and how alike
// they are.
//
//     penstock::SentenceEmbedder embed({.model = "models/minilm"});
//     std::vector<std::string_view> texts = {"A cat sleeps.", "A kitten naps."};
//     penstock::Tensor vectors = embed.encode(texts);              // float32 [2, 384]
//     penstock::Tensor scores = embed.similarity(vectors, vectors);  // float32 [2, 2]

namespace penstock {

struct EmbedOptions {
  std::optional<std::string> prompt = std::nullopt;        // in front of every text
  std::optional<std::string> prompt_name = std::nullopt;   // one of the model's own prompts
  bool normalize_embeddings = false;                       // to the length 1
  std::optional<std::size_t> truncate_dim = std::nullopt;  // keep the first numbers (Matryoshka)
  std::size_t batch_size = 8;  // texts run together, sorted by length; order is kept
};

// Thread-safe; copies share the model. What EmbedOptions leaves open is as
// PipelineOptions::parameters and the model's own files say, but for batch_size. Made, it throws as
// pipeline() does. A call throws Error: invalid_argument for text that is not UTF-8 and a
// prompt_name that the model does not have, backend when the runtime fails.
class SentenceEmbedder {
 public:
  explicit SentenceEmbedder(const PipelineOptions& options);

  // float32 [texts, dimensions], one contiguous buffer. Texts longer than the model takes are cut.
  [[nodiscard]] Tensor encode(std::span<const std::string_view> texts,
                              const EmbedOptions& options = {}) const;
  // float32 [dimensions].
  [[nodiscard]] Tensor encode(std::string_view text, const EmbedOptions& options = {}) const;
  // With the prompt "query", or "document" (else "passage", "corpus"), where nothing else is named.
  [[nodiscard]] Tensor encode_query(std::span<const std::string_view> texts,
                                    EmbedOptions options = {}) const;
  [[nodiscard]] Tensor encode_document(std::span<const std::string_view> texts,
                                       EmbedOptions options = {}) const;

  // Each row of `a` with each row of `b` by the model's own function (similarity_fn_name). Throws
  // as penstock::similarity does.
  [[nodiscard]] Tensor similarity(const Tensor& a, const Tensor& b) const;
  [[nodiscard]] SimilarityFunction similarity_function() const;

  [[nodiscard]] const Pipeline& pipeline() const { return pipeline_; }

 private:
  Pipeline pipeline_;
};

}  // namespace penstock
