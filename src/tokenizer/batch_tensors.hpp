// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <penstock/tokenizer.hpp>
#include <span>
#include <vector>

#include "tokenizer/engine_encoding.hpp"
#include "tokenizer/padding.hpp"

namespace penstock {

// The rows of a batch before they are padded: what tensors are made of.
class BatchRows {
 public:
  // Begins the next row, of the input numbered `sample`.
  void start(std::uint32_t sample);
  // Adds tokens of one type to the last row.
  void append(std::span<const std::uint32_t> ids, std::uint32_t type_id);
  // A row from an encoding without padding; its overflow is not looked at.
  void add(const EngineEncoding& encoding, std::uint32_t sample);

  // Writes the rows, padded, into int64 tensors. Throws Error{invalid_argument} when the rows
  // differ in length and no padding is asked for, as transformers does with return_tensors.
  [[nodiscard]] BatchEncoding to_tensors(const std::optional<PaddingParams>& padding) const;

 private:
  struct Row {
    std::size_t ids = 0;   // of its first token in ids_
    std::size_t runs = 0;  // of its first run in runs_
    std::size_t size = 0;
    std::uint32_t sample = 0;
  };
  struct Run {
    std::size_t size;
    std::uint32_t type_id;
  };

  [[nodiscard]] std::size_t target_length(const std::optional<PaddingParams>& padding) const;
  [[nodiscard]] std::size_t common_length(std::size_t target) const;

  std::vector<Row> rows_;
  std::vector<std::uint32_t> ids_;
  std::vector<Run> runs_;
};

}  // namespace penstock
