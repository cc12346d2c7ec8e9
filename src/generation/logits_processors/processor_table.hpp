// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "generation/logits_processors/processor_context.hpp"

namespace penstock {

struct ProcessorEntry {
  std::string_view name;  // the configuration key that asks for it
  ProcessorFactory make;
};

// Every built-in processor, in the order in which they run (GenerationMixin._get_logits_processor).
// Those of the caller run between the two tables.
[[nodiscard]] std::span<const ProcessorEntry> processor_table();
[[nodiscard]] std::span<const ProcessorEntry> warper_table();

// The processors of one call, in order.
class LogitsProcessorList {
 public:
  explicit LogitsProcessorList(const ProcessorContext& context);

  void apply(const TokenRows& ids, const ScoreRows& scores) const;
  [[nodiscard]] bool empty() const noexcept { return processors_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return processors_.size(); }

 private:
  std::vector<std::shared_ptr<LogitsProcessor>> processors_;
};

}  // namespace penstock
