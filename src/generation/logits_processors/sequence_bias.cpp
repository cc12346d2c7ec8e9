// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/sequence_bias.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string>
#include <utility>
#include <vector>

namespace penstock {
namespace {

class SequenceBiasProcessor final : public LogitsProcessor {
 public:
  explicit SequenceBiasProcessor(std::vector<SequenceBias> biases) : biases_(std::move(biases)) {}

  void apply(const TokenRows& ids, const ScoreRows& scores) override {
    if (!checked_) check(scores.vocabulary);
    for (std::size_t i = 0; i < scores.rows; ++i) apply_row(ids.row(i), scores.row(i));
  }

 private:
  // Biases of one token are summed before they reach the score, as the reference does.
  void apply_row(std::span<const std::int64_t> ids, std::span<float> scores) {
    pending_.clear();
    for (const SequenceBias& bias : biases_) {
      const std::size_t prefix = bias.ids.size() - 1;
      if (prefix > 0) {
        if (bias.ids.size() > ids.size()) continue;
        if (!std::equal(bias.ids.begin(), bias.ids.end() - 1,
                        ids.end() - static_cast<std::ptrdiff_t>(prefix))) {
          continue;
        }
      }
      add(static_cast<std::size_t>(bias.ids.back()), static_cast<float>(bias.bias));
    }
    for (const auto& [id, value] : pending_) scores[id] += value;
  }

  void add(std::size_t id, float value) {
    const auto found = std::find_if(pending_.begin(), pending_.end(),
                                    [id](const auto& entry) { return entry.first == id; });
    if (found == pending_.end()) {
      pending_.emplace_back(id, value);
    } else {
      found->second += value;
    }
  }

  void check(std::size_t vocabulary) {
    std::string invalid;
    for (const SequenceBias& bias : biases_) {
      for (const std::int64_t id : bias.ids) {
        if (static_cast<std::size_t>(id) < vocabulary) continue;
        invalid += (invalid.empty() ? "" : ", ") + std::to_string(id);
      }
    }
    if (!invalid.empty()) {
      throw Error(ErrorCode::invalid_argument,
                  "The model vocabulary size is " + std::to_string(vocabulary) +
                      ", but the following tokens were being biased: [" + invalid + "]");
    }
    checked_ = true;
  }

  std::vector<SequenceBias> biases_;
  std::vector<std::pair<std::size_t, float>> pending_;
  bool checked_ = false;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_sequence_bias(const ProcessorContext& context) {
  if (!context.config->sequence_bias) return nullptr;
  return std::make_unique<SequenceBiasProcessor>(*context.config->sequence_bias);
}

std::unique_ptr<LogitsProcessor> make_no_bad_words(const ProcessorContext& context) {
  if (!context.config->bad_words_ids) return nullptr;
  const auto eos = context.eos();
  std::vector<SequenceBias> biases;
  for (const GenerationConfig::Ids& ids : *context.config->bad_words_ids) {
    if (ids.size() == 1 && std::find(eos.begin(), eos.end(), ids.front()) != eos.end()) continue;
    biases.push_back({ids, static_cast<double>(kForbidden)});
  }
  return std::make_unique<SequenceBiasProcessor>(std::move(biases));
}

}  // namespace penstock
