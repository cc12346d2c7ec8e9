// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/watermark.hpp"

#include <algorithm>
#include <numeric>
#include <penstock/error.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "generation/python_repr.hpp"
#include "generation/torch_top_k.hpp"

namespace penstock {
namespace {

constexpr std::size_t kTableSize = 1'000'003;
constexpr std::size_t kCandidates = 40;  // of the next token, tried by selfhash

// torch.randperm(size) of a CPU generator with this seed: it uses 32 bits of it.
void random_permutation(std::uint64_t seed, std::size_t size, std::vector<std::uint32_t>& result) {
  std::mt19937 engine(static_cast<std::uint32_t>(seed));
  result.resize(size);
  std::iota(result.begin(), result.end(), 0U);
  for (std::size_t i = 0; i + 1 < size; ++i) {
    std::swap(result[i], result[i + engine() % (size - i)]);
  }
}

class WatermarkProcessor final : public LogitsProcessor {
 public:
  explicit WatermarkProcessor(const WatermarkingConfig& config) : config_(config) {
    if (config.seeding_scheme == "selfhash") {
      random_permutation(static_cast<std::uint64_t>(config.hashing_key), kTableSize, table_);
    }
  }

  void apply(const TokenRows& ids, const ScoreRows& scores) override {
    if (ids.length < static_cast<std::size_t>(config_.context_width)) {
      log(LogLevel::warning, "`input_ids` should have at least `" +
                                 std::to_string(config_.context_width) + "` tokens but has " +
                                 std::to_string(ids.length) +
                                 ". The seeding will be skipped for this generation step!");
      return;
    }
    for (std::size_t i = 0; i < scores.rows; ++i) {
      if (table_.empty()) {
        add_bias(green_ids(seed_of_last(ids.row(i)), scores.vocabulary), scores.row(i));
      } else {
        add_self_hashed(ids.row(i), scores.row(i));
      }
    }
  }

 private:
  std::span<const std::uint32_t> green_ids(std::uint64_t seed, std::size_t vocabulary) {
    random_permutation(seed, vocabulary, permutation_);
    const auto size =
        static_cast<std::size_t>(static_cast<double>(vocabulary) * config_.greenlist_ratio);
    return std::span(permutation_).first(size);
  }

  void add_bias(std::span<const std::uint32_t> ids, std::span<float> scores) const {
    for (const std::uint32_t id : ids) scores[id] += static_cast<float>(config_.bias);
  }

  [[nodiscard]] std::uint64_t seed_of_last(std::span<const std::int64_t> ids) const {
    return static_cast<std::uint64_t>(config_.hashing_key) * static_cast<std::uint64_t>(ids.back());
  }

  // A likely next token is green when the permutation that it seeds itself says so.
  void add_self_hashed(std::span<const std::int64_t> ids, std::span<float> scores) {
    std::vector<std::uint32_t> chosen;
    for (const ScoredIndex& candidate : torch_top_k(scores, kCandidates)) {
      const auto id = static_cast<std::uint32_t>(candidate.index);
      const auto green = green_ids(seed_of_context(ids, id), scores.size());
      if (std::find(green.begin(), green.end(), id) != green.end()) chosen.push_back(id);
    }
    add_bias(chosen, scores);
  }

  // Of the last context_width ids, `next` included; products wrap as int64 tensors do.
  [[nodiscard]] std::uint64_t seed_of_context(std::span<const std::int64_t> ids,
                                              std::uint32_t next) const {
    const auto hash = [this](std::uint64_t id) -> std::uint64_t {
      return std::uint64_t{table_[id % kTableSize]} + 1;
    };
    const auto key = static_cast<std::uint64_t>(config_.hashing_key) * hash(next);
    auto least = static_cast<std::int64_t>(key * hash(next));
    const std::size_t before =
        std::min(static_cast<std::size_t>(config_.context_width) - 1, ids.size());
    for (const std::int64_t id : ids.last(before)) {
      least =
          std::min(least, static_cast<std::int64_t>(key * hash(static_cast<std::uint64_t>(id))));
    }
    // seed % (2**64 - 1)
    return static_cast<std::uint64_t>(least) - (least < 0 ? 1U : 0U);
  }

  WatermarkingConfig config_;
  std::vector<std::uint32_t> table_;  // of selfhash
  std::vector<std::uint32_t> permutation_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_watermark(const ProcessorContext& context) {
  const auto& config = context.config->watermarking_config;
  if (!config) return nullptr;
  if (config->greenlist_ratio >= 1.0 || config->greenlist_ratio <= 0.0) {
    throw Error(ErrorCode::invalid_argument,
                "greenlist_ratio has be in range between 0.0 and 1.0, exclusively. but found " +
                    python_repr(config->greenlist_ratio));
  }
  return std::make_unique<WatermarkProcessor>(*config);
}

}  // namespace penstock
