// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "export/family_config.hpp"
#include "export/graph_builder.hpp"

namespace penstock::native {

// What stands on the base model: AutoModel and AutoModelFor... of transformers.
enum class Head {
  base,
  sequence_classification,
  token_classification,
  question_answering,
  masked_lm,
  image_classification
};

[[nodiscard]] std::string_view to_string(Head head) noexcept;  // "sequence classification"

// One graph on its way.
struct Build {
  GraphBuilder& graph;
  FamilyConfig& config;
  Head head;
};

// Throws Error{unsupported} for a head that the family does not have.
[[noreturn]] void refuse_head(const Build& build);

// How graphs of one model_type are built.
struct Family {
  std::string_view model_type;
  std::string_view prefix;  // of the base model's tensors in checkpoints with a head
  void (*build)(Build&);
};

// Every family, sorted by model_type. A new one is one row here and one file in families/.
[[nodiscard]] std::span<const Family> family_table();
// nullptr when the model_type has no builder.
[[nodiscard]] const Family* find_family(std::string_view model_type);

}  // namespace penstock::native
