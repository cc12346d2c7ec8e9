// SPDX-License-Identifier: Apache-2.0
#include "models/sentence_layers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "core/json_file.hpp"
#include "export/checkpoint.hpp"
#include "models/torch_activation.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
// The tensors of one module, read as float32: model.safetensors, else pytorch_model.bin, of which
// nothing is executed.
class Weights {
 public:
  explicit Weights(const fs::path& folder) : checkpoint_(found(folder)) {}

  [[nodiscard]] Tensor at(std::string_view name) const {
    const native::StoredTensor* stored = checkpoint_.find(name);
    if (stored == nullptr || stored->dtype == DType::undefined) {
      throw Error(ErrorCode::io, checkpoint_.path().string() + " has no usable tensor named " +
                                     std::string(name) + ".");
    }
    const std::string bytes = checkpoint_.read(*stored);
    Tensor tensor = Tensor::zeros(stored->dtype, stored->shape);
    if (tensor.byte_size() != bytes.size()) {
      throw Error(ErrorCode::io, checkpoint_.path().string() + ": " + std::string(name) +
                                     " has another size than its shape.");
    }
    std::memcpy(tensor.data(), bytes.data(), bytes.size());
    return tensor.to_float32();
  }

 private:
  static fs::path found(const fs::path& folder) {
    if (auto file = native::find_checkpoint(folder)) return *std::move(file);
    throw Error(ErrorCode::not_found,
                folder.string() + " has neither model.safetensors nor pytorch_model.bin.");
  }

  native::Checkpoint checkpoint_;
};

std::vector<float> floats(const Tensor& tensor) {
  const std::span<const float> values = tensor.values<float>();
  return {values.begin(), values.end()};
}

void check_size(std::size_t given, std::size_t wanted, std::string_view module) {
  if (given == wanted) return;
  throw Error(ErrorCode::io, "The " + std::string(module) + " module takes embeddings of " +
                                 std::to_string(wanted) + " numbers and is given " +
                                 std::to_string(given) + ".");
}

class DenseLayer final : public SentenceLayer {
 public:
  explicit DenseLayer(const fs::path& folder) {
    const FileJson config = read_json_file(folder / "config.json");
    activation_ = torch_activation(
        config.value("activation_function", std::string("torch.nn.modules.activation.Tanh")),
        folder.string());
    const Weights weights(folder);
    const Tensor weight = weights.at("linear.weight");
    if (weight.rank() != 2) {
      throw Error(ErrorCode::io, folder.string() + ": linear.weight is not a matrix.");
    }
    out_ = static_cast<std::size_t>(weight.dim(0));
    in_ = static_cast<std::size_t>(weight.dim(1));
    bias_.assign(out_, 0.0F);
    if (config.value("bias", true)) bias_ = floats(weights.at("linear.bias"));
    check_size(bias_.size(), out_, "Dense");
    // Column by column, so that a product runs along the outputs.
    const std::span<const float> values = weight.values<float>();
    columns_.resize(values.size());
    for (std::size_t o = 0; o < out_; ++o) {
      for (std::size_t i = 0; i < in_; ++i) columns_[i * out_ + o] = values[o * in_ + i];
    }
  }

  void apply(std::vector<float>& embedding) const override {
    check_size(embedding.size(), in_, "Dense");
    std::vector<float> result = bias_;
    for (std::size_t i = 0; i < in_; ++i) {
      const float* const column = columns_.data() + i * out_;
      const float factor = embedding[i];
      for (std::size_t o = 0; o < out_; ++o) result[o] += factor * column[o];
    }
    for (float& value : result) value = activation_(value);
    embedding = std::move(result);
  }

 private:
  std::size_t in_ = 0;
  std::size_t out_ = 0;
  std::vector<float> columns_;
  std::vector<float> bias_;
  TorchActivation activation_ = nullptr;
};

class LayerNormLayer final : public SentenceLayer {
 public:
  explicit LayerNormLayer(const fs::path& folder) {
    const Weights weights(folder);
    weight_ = floats(weights.at("norm.weight"));
    bias_ = floats(weights.at("norm.bias"));
    check_size(bias_.size(), weight_.size(), "LayerNorm");
  }

  void apply(std::vector<float>& embedding) const override {
    constexpr double kEpsilon = 1e-5;  // of torch.nn.LayerNorm
    check_size(embedding.size(), weight_.size(), "LayerNorm");
    double sum = 0;
    for (const float value : embedding) sum += static_cast<double>(value);
    const double mean = sum / static_cast<double>(embedding.size());
    double squares = 0;
    for (const float value : embedding) {
      squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
    }
    const double scale = 1 / std::sqrt(squares / static_cast<double>(embedding.size()) + kEpsilon);
    for (std::size_t i = 0; i < embedding.size(); ++i) {
      const double normal = (static_cast<double>(embedding[i]) - mean) * scale;
      embedding[i] = static_cast<float>(normal) * weight_[i] + bias_[i];
    }
  }

 private:
  std::vector<float> weight_;
  std::vector<float> bias_;
};

class NormalizeLayer final : public SentenceLayer {
 public:
  void apply(std::vector<float>& embedding) const override { normalize_embedding(embedding); }
};

}  // namespace

std::unique_ptr<const SentenceLayer> load_dense_layer(const fs::path& folder) {
  return std::make_unique<DenseLayer>(folder);
}

std::unique_ptr<const SentenceLayer> load_layer_norm(const fs::path& folder) {
  return std::make_unique<LayerNormLayer>(folder);
}

std::unique_ptr<const SentenceLayer> make_normalize_layer() {
  return std::make_unique<NormalizeLayer>();
}

void normalize_embedding(std::vector<float>& embedding) noexcept {
  double squares = 0;
  for (const float value : embedding) {
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const float length = std::max(static_cast<float>(std::sqrt(squares)), 1e-12F);
  for (float& value : embedding) value /= length;
}

}  // namespace penstock
