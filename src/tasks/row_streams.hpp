// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/generation.hpp>
#include <span>
#include <vector>

#include "generation/generate.hpp"
#include "generation/text_stream.hpp"

namespace penstock {

// Hands the tokens of a batch to the caller, and their text in pieces. Holds references: for the
// time of one batch.
class RowStreams {
 public:
  // `first_row`: of the batch among all rows of the call.
  RowStreams(const GenerationCallbacks& callbacks, const Tokenizer& tokenizer,
             const TextStream::Options& options, std::size_t first_row)
      : callbacks_(callbacks), tokenizer_(tokenizer), options_(options), first_row_(first_row) {}

  // `prompt`: ids in front of the row's new ones; their text is left out.
  void add_row(std::span<const std::uint32_t> prompt);
  // A token of a row of the batch.
  void put(GeneratedToken token);
  // The last pieces of every row. `output`: of the batch.
  void end(const GenerationOutput& output);

 private:
  const GenerationCallbacks& callbacks_;
  const Tokenizer& tokenizer_;
  TextStream::Options options_;
  std::size_t first_row_;
  std::vector<TextStream> streams_;  // none: nobody asked for text
};

}  // namespace penstock
