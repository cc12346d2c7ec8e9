// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <penstock/results.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/text_task.hpp"
#include "tasks/tokenizer_parameters.hpp"

// fill-mask: what could stand in place of each mask token.
//
// Models: *ForMaskedLM; output `logits` [batch, tokens, vocabulary].
//   "The capital of France is [MASK]."
//     -> [{"score": 0.42, "token": 3000, "token_str": "paris", "sequence": "the capital ..."}, ...]

namespace penstock {

struct FillMaskTaskOptions : CallOptions {
  std::int64_t top_k = 5;
  std::optional<std::vector<std::uint32_t>> target_ids;  // sorted, each once
  TokenizerParameters tokenizer;
};

class FillMaskTask final : public TextTask<FillMaskTaskOptions, std::string_view,
                                           std::vector<std::vector<MaskProposal>>> {
 public:
  explicit FillMaskTask(const TaskResources& resources);

  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override;
  // The ids of tokens named by the caller, or of the first token that each becomes.
  [[nodiscard]] std::vector<std::uint32_t> target_ids(std::span<const std::string> targets) const;

 private:
  void apply(ParameterSet& parameters, Options& options) const override;
  [[nodiscard]] std::string_view parse(const Json& item, const Options& options) const override;
  [[nodiscard]] std::vector<Encoding> preprocess(const std::string_view& input,
                                                 const Options& options) const override;
  [[nodiscard]] CollateRules rules(const Options& options) const override;
  [[nodiscard]] Result postprocess(const std::string_view& input,
                                   std::span<const Encoding> features,
                                   std::span<const RowOutputs> rows,
                                   const Options& options) const override;
  [[nodiscard]] Json to_json(Result result, const Options& options) const override;

  [[nodiscard]] MaskProposal proposal(const Encoding& encoding, std::size_t mask, std::uint32_t id,
                                      bool single_mask) const;

  std::string mask_token_;
  std::uint32_t mask_token_id_ = 0;
};

[[nodiscard]] std::unique_ptr<const Task> make_fill_mask(const TaskResources& resources);

}  // namespace penstock
