// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>

#include "generation/candidate_generator.hpp"

namespace penstock {
namespace {

class PromptLookup final : public CandidateGenerator {
 public:
  explicit PromptLookup(const GenerationConfig& config) {
    const std::int64_t ngram = config.max_matching_ngram_size.value_or(0);
    // 0 is as good as None in the reference.
    const std::int64_t size = ngram == 0 ? 2 : ngram;
    if (size <= 0 || *config.prompt_lookup_num_tokens <= 0) {
      throw Error(ErrorCode::invalid_argument,
                  "Invalid max_matching_ngram_size or num_output_tokens");
    }
    size_ = static_cast<std::size_t>(size);
    count_ = static_cast<std::size_t>(*config.prompt_lookup_num_tokens);
    max_length_ = static_cast<std::size_t>(*config.max_length);
    if (config.eos_token_id) eos_ = *config.eos_token_id;
  }

  Candidates candidates(std::span<const std::int64_t> ids) override {
    if (max_length_ == ids.size() + 1) return {};
    for (std::size_t size = std::min(size_, ids.size() - 1); size > 0; --size) {
      const std::span<const std::int64_t> last = ids.last(size);
      // The first place from the left that something follows.
      const auto found = std::search(ids.begin(), ids.end() - 1, last.begin(), last.end());
      if (found == ids.end() - 1) continue;
      const auto begin = static_cast<std::size_t>(found - ids.begin()) + size;
      const std::size_t end = std::min({begin + count_, ids.size(), max_length_});
      if (begin >= end) continue;
      return {until_eos(ids.subspan(begin, end - begin)), {}};
    }
    return {};
  }

  void update(std::size_t /*matches*/, std::size_t /*candidates*/) override {}

 private:
  [[nodiscard]] std::vector<std::int64_t> until_eos(std::span<const std::int64_t> ids) const {
    const auto end = std::find_first_of(ids.begin(), ids.end(), eos_.begin(), eos_.end());
    return {ids.begin(), end};
  }

  std::size_t size_ = 0;
  std::size_t count_ = 0;
  std::size_t max_length_ = 0;
  std::span<const std::int64_t> eos_;
};

}  // namespace

std::unique_ptr<CandidateGenerator> make_prompt_lookup(const GenerationConfig& config) {
  return std::make_unique<PromptLookup>(config);
}

}  // namespace penstock
