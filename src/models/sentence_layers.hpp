// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

// What sentence-transformers puts behind the pooling: Dense, LayerNorm and Normalize modules.

namespace penstock {

// A step from one sentence embedding to the next. Immutable.
class SentenceLayer {
 public:
  SentenceLayer() = default;
  virtual ~SentenceLayer() = default;
  SentenceLayer(const SentenceLayer&) = delete;
  SentenceLayer& operator=(const SentenceLayer&) = delete;

  // Throws Error{io} for an embedding of another size than the layer was made for.
  virtual void apply(std::vector<float>& embedding) const = 0;
};

// Reads config.json and model.safetensors, else pytorch_model.bin, of `folder`. Throws Error:
// unsupported for an activation that is not known; not_found or io for missing or damaged files.
[[nodiscard]] std::unique_ptr<const SentenceLayer> load_dense_layer(
    const std::filesystem::path& folder);
[[nodiscard]] std::unique_ptr<const SentenceLayer> load_layer_norm(
    const std::filesystem::path& folder);
// To the length 1 (torch.nn.functional.normalize).
[[nodiscard]] std::unique_ptr<const SentenceLayer> make_normalize_layer();

// embedding / max(its Euclidean length, 1e-12), in place.
void normalize_embedding(std::vector<float>& embedding) noexcept;

}  // namespace penstock
