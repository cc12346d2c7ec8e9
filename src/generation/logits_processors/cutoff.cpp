// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/cutoff.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "generation/torch_top_k.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

// Removes tokens less probable than a bound, except those among the `keep` best scores.
class CutoffProcessor : public RowLogitsProcessor {
 public:
  explicit CutoffProcessor(std::size_t keep) : keep_(keep) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) final {
    if (scores.empty()) return;
    probabilities_.resize(scores.size());
    softmax(scores, probabilities_);
    const float lowest = bound(scores, probabilities_);
    const float kept = torch_top_k(scores, keep_).back().score;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      if (probabilities_[i] < lowest && scores[i] < kept) scores[i] = kForbidden;
    }
  }

  [[nodiscard]] virtual float bound(std::span<const float> scores,
                                    std::span<const float> probabilities) const = 0;

  std::size_t keep_;
  std::vector<float> probabilities_;
};

class EpsilonProcessor final : public CutoffProcessor {
 public:
  EpsilonProcessor(double epsilon, std::size_t keep)
      : CutoffProcessor(keep), epsilon_(static_cast<float>(epsilon)) {}

 private:
  [[nodiscard]] float bound(std::span<const float> /*scores*/,
                            std::span<const float> /*probabilities*/) const override {
    return epsilon_;
  }

  float epsilon_;
};

class EtaProcessor final : public CutoffProcessor {
 public:
  EtaProcessor(double epsilon, std::size_t keep)
      : CutoffProcessor(keep), epsilon_(static_cast<float>(epsilon)) {}

 private:
  [[nodiscard]] float bound(std::span<const float> scores,
                            std::span<const float> probabilities) const override {
    const LogNormalizer normalizer = log_normalizer(scores);
    double entropy = 0;
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const float logprob = std::max(normalizer(scores[i]), std::numeric_limits<float>::lowest());
      entropy -= static_cast<double>(logprob * probabilities[i]);
    }
    return std::min(epsilon_, std::sqrt(epsilon_) * std::exp(-static_cast<float>(entropy)));
  }

  float epsilon_;
};

bool is_active(const ProcessorContext& context, const std::optional<double>& cutoff) {
  return context.config->do_sample == true && cutoff && *cutoff > 0.0 && *cutoff < 1.0;
}

}  // namespace

std::unique_ptr<LogitsProcessor> make_epsilon_cutoff(const ProcessorContext& context) {
  const auto& cutoff = context.config->epsilon_cutoff;
  if (!is_active(context, cutoff)) return nullptr;
  return std::make_unique<EpsilonProcessor>(*cutoff, context.min_tokens_to_keep());
}

std::unique_ptr<LogitsProcessor> make_eta_cutoff(const ProcessorContext& context) {
  const auto& cutoff = context.config->eta_cutoff;
  if (!is_active(context, cutoff)) return nullptr;
  return std::make_unique<EtaProcessor>(*cutoff, context.min_tokens_to_keep());
}

}  // namespace penstock
