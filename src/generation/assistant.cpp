// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>

#include "generation/candidate_generator.hpp"
#include "generation/multinomial.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class Assistant final : public CandidateGenerator {
 public:
  Assistant(const GenerationCall& call, RandomStream& random)
      : call_(call),
        random_(random),
        run_(*call.input.assistant_model, call.input.encoder_inputs, call.prompts, call.hooks.stop),
        wanted_(static_cast<double>(
            std::clamp<std::int64_t>(call.config.num_assistant_tokens.value_or(20), 0, 1 << 20))) {}

  Candidates candidates(std::span<const std::int64_t> ids) override {
    Candidates made;
    const auto limit = static_cast<std::size_t>(*call_.config.max_length);
    const std::size_t room = limit > ids.size() + 1 ? limit - ids.size() - 1 : 0;
    const std::size_t count = std::min(static_cast<std::size_t>(wanted_), room);
    if (count == 0) return made;
    std::vector<std::int64_t> all(ids.begin(), ids.end());
    // Of what was guessed before, only what the model took is still right.
    if (run_.length() >= ids.size()) run_.crop(ids.size() - 1);
    while (made.ids.size() < count) {
      const std::span<const std::int64_t> unread = std::span(all).subspan(run_.length());
      const Logits logits = run_.read(unread, unread.size());
      all.push_back(next(logits, all, made));
      made.ids.push_back(all.back());
      const auto& eos = call_.config.eos_token_id;
      if (eos && std::find(eos->begin(), eos->end(), all.back()) != eos->end()) break;
      if (probabilities_[static_cast<std::size_t>(all.back())] < threshold()) break;
    }
    return made;
  }

  // num_assistant_tokens_schedule.
  void update(std::size_t matches, std::size_t candidates) override {
    const auto& schedule = call_.config.num_assistant_tokens_schedule;
    if (schedule != "heuristic" && schedule != "heuristic_transient") return;
    wanted_ = matches == candidates ? wanted_ + 2.0 : std::max(1.0, wanted_ - 1.0);
  }

 private:
  [[nodiscard]] float threshold() const {
    return static_cast<float>(call_.config.assistant_confidence_threshold.value_or(0));
  }

  std::int64_t next(const Logits& logits, std::span<const std::int64_t> ids, Candidates& made) {
    const auto row = logits.row(0, logits.positions - 1);
    scores_.assign(row.begin(), row.end());
    call_.processors.apply({ids.data(), 1, ids.size(), ids.size()},
                           {scores_.data(), 1, scores_.size()});
    probabilities_.resize(scores_.size());
    softmax(scores_, probabilities_);
    if (call_.config.do_sample != true) {
      return static_cast<std::int64_t>(index_of_largest(scores_));
    }
    made.probabilities.insert(made.probabilities.end(), probabilities_.begin(),
                              probabilities_.end());
    return multinomial_.draw(scores_, random_);
  }

  const GenerationCall& call_;
  RandomStream& random_;
  DecoderRun run_;
  Multinomial multinomial_;
  double wanted_;
  std::vector<float> scores_;
  std::vector<float> probabilities_;
};

}  // namespace

std::unique_ptr<CandidateGenerator> make_assistant(const GenerationCall& call,
                                                   RandomStream& random) {
  return std::make_unique<Assistant>(call, random);
}

}  // namespace penstock
