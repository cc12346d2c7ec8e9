// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json_file.hpp"

namespace penstock {

// config.json as transformers' PretrainedConfig reads it. Immutable once made.
class ModelConfig {
 public:
  // `json` must be an object. Throws Error{io} with the reference's words for members that it would
  // refuse; `origin` names the file in them.
  explicit ModelConfig(FileJson json, std::string_view origin = "config.json");

  // A config.json, or a folder that holds one.
  [[nodiscard]] static ModelConfig from_file(const std::filesystem::path& file_or_folder);

  [[nodiscard]] const std::string& model_type() const noexcept { return model_type_; }
  [[nodiscard]] const std::vector<std::string>& architectures() const noexcept {
    return architectures_;
  }

  // len(id2label); without id2label, num_labels, by default 2.
  [[nodiscard]] std::size_t num_labels() const noexcept;
  // id2label[index]; LABEL_{index} when the config names no labels at all. Throws Error{io} when
  // it names some, but not this one.
  [[nodiscard]] std::string label(std::size_t index) const;
  // id2label in the order of its ids; empty when the config names none.
  [[nodiscard]] const std::map<std::int64_t, std::string>& id2label() const noexcept {
    return id2label_;
  }

  [[nodiscard]] const std::string& problem_type() const noexcept { return problem_type_; }
  [[nodiscard]] std::optional<std::int64_t> pad_token_id() const { return integer("pad_token_id"); }
  // Rows of the table of positions, under the name that the architecture gives it; none: unknown or
  // unbounded.
  [[nodiscard]] std::optional<std::size_t> max_position_embeddings() const;
  // Tokens that fit the table, the encoder's where there are two, specials included. Fewer than its
  // rows for RoBERTa's relatives, whose positions start past padding.
  [[nodiscard]] std::optional<std::size_t> max_tokens() const;
  // The marker of TorchScript archives saved by optimum-intel 1.16 to 1.20.
  [[nodiscard]] bool torchscript() const { return boolean("torchscript").value_or(false); }

  // A member by its key; absent when missing, null or of another type.
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
  [[nodiscard]] std::optional<std::string> string(std::string_view key) const;
  // Everything that the file holds.
  [[nodiscard]] const FileJson& json() const noexcept { return json_; }

 private:
  FileJson json_;
  std::string origin_;
  std::string model_type_;
  std::vector<std::string> architectures_;
  std::map<std::int64_t, std::string> id2label_;
  std::string problem_type_;
};

}  // namespace penstock
