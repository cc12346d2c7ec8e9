// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenizer/json_view.hpp"
#include "tokenizer/models/model_lists.hpp"
#include "tokenizer/padded_text.hpp"

namespace penstock {

// A tokenizer.json. The vocabulary and the merges of its model, nearly all of a file, are read
// straight into what models keep; the rest becomes a tree, in which they are empty. Where a file
// has anything unusual, all of it becomes the tree.
class TokenizerDocument {
 public:
  // Throws Error{io} for what is no JSON.
  explicit TokenizerDocument(PaddedText text, JsonNumbers numbers = JsonNumbers::as_serde_reads);

  [[nodiscard]] JsonView root() const { return document_.root(); }
  // What the tree lacks.
  [[nodiscard]] models::ModelLists& lists() noexcept { return lists_; }

 private:
  PaddedText text_;  // the lists point into it
  models::ModelLists lists_;
  JsonDocument document_;
};

}  // namespace penstock
