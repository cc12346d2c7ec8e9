// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/stored_tensor.hpp"

namespace penstock::native {

// Names of the weights' files that transformers looks for, in its order.
inline constexpr std::string_view kSafetensors = "model.safetensors";
inline constexpr std::string_view kSafetensorsIndex = "model.safetensors.index.json";
inline constexpr std::string_view kTorchFile = "pytorch_model.bin";
inline constexpr std::string_view kTorchIndex = "pytorch_model.bin.index.json";

// The file of a checkpoint in a folder: the weights, or the index of their shards. Looks at names
// only; none when there is no checkpoint.
[[nodiscard]] std::optional<std::filesystem::path> find_checkpoint(
    const std::filesystem::path& folder);

// The tensors of a model's checkpoint, in one file or several. Reads headers, never the weights.
// Immutable.
class Checkpoint {
 public:
  // `file`: one that find_checkpoint returned. Throws Error{not_found, io} for what is missing or
  // damaged.
  explicit Checkpoint(const std::filesystem::path& file);

  [[nodiscard]] const StoredTensor* find(std::string_view name) const;
  [[nodiscard]] const TensorTable& tensors() const noexcept { return tensors_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

  // The real folder that all weights lie in or below, symbolic links resolved: runtimes follow
  // none. locations()[i]: file i, relative to it.
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
  [[nodiscard]] const std::vector<std::string>& locations() const noexcept { return locations_; }

  // The bytes of a tensor.
  [[nodiscard]] std::string read(const StoredTensor& tensor) const;

 private:
  void add_file(const std::filesystem::path& file);
  void add_shards(const std::filesystem::path& index);
  void place_files();

  std::filesystem::path path_;
  TensorTable tensors_;
  std::vector<std::filesystem::path> files_;  // as named
  std::filesystem::path folder_;
  std::vector<std::string> locations_;
};

}  // namespace penstock::native
