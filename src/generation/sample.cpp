// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>

#include "generation/generation_call.hpp"
#include "generation/multinomial.hpp"
#include "generation/token_table.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class SampleLoop {
 public:
  explicit SampleLoop(const GenerationCall& call)
      : call_(call),
        run_(call.model, call.input.encoder_inputs, call.prompts, call.hooks.stop),
        tokens_(call.rows(), call.prompts.length, expanded_prompts(call)),
        next_(call.rows()),
        logprobs_(call.rows()),
        finish_(call.rows()),
        lengths_(call.rows()),
        sampling_(call.config.do_sample == true) {
    const std::uint64_t seed = sampling_ ? resolve_seed(call.config.seed) : 0;
    for (std::size_t row = 0; sampling_ && row < call.rows(); ++row)
      random_.emplace_back(seed, row);
  }

  GenerationOutput run() {
    try {
      while (unfinished() > 0 && !(steps_ > 0 && call_.hooks.stop.stop_requested())) step();
    } catch (const Error& error) {
      if (error.code() != ErrorCode::cancelled || steps_ == 0) throw;
    }
    return output();
  }

 private:
  static std::vector<std::int64_t> expanded_prompts(const GenerationCall& call) {
    const std::size_t length = call.prompts.length;
    std::vector<std::int64_t> ids;
    ids.reserve(call.rows() * length);
    for (std::size_t row = 0; row < call.rows(); ++row) {
      const auto from = call.prompts.ids.begin() +
                        static_cast<std::ptrdiff_t>(row / call.rows_per_input * length);
      ids.insert(ids.end(), from, from + static_cast<std::ptrdiff_t>(length));
    }
    return ids;
  }

  [[nodiscard]] std::size_t unfinished() const {
    return static_cast<std::size_t>(
        std::count(finish_.begin(), finish_.end(), std::optional<FinishReason>()));
  }

  void step() {
    const bool first = steps_ == 0;
    const Logits logits = first ? run_.read_prompts() : run_.read(next_);
    choose(logits, first ? call_.rows_per_input : 1);
    if (first && call_.rows_per_input > 1) {
      std::vector<std::int32_t> rows(call_.rows());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = static_cast<std::int32_t>(i / call_.rows_per_input);
      }
      run_.reorder(rows);
    }
    tokens_.append(next_);
    ++steps_;
    clock_.step_done(unfinished());
    settle();
  }

  // `sharers`: rows that read one row of the logits.
  void choose(const Logits& logits, std::size_t sharers) {
    const bool processed = !call_.processors.empty() || call_.keeps_scores();
    vocabulary_ = logits.vocabulary;
    if (call_.keeps_logits()) keep(logits, sharers, raw_logits_.emplace_back());
    if (processed) {
      keep(logits, sharers, scores_);
      call_.processors.apply(tokens_.view(), {scores_.data(), call_.rows(), vocabulary_});
      if (call_.keeps_scores()) kept_scores_.push_back(scores_);
    }
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      if (finish_[row] && call_.criteria.has_eos()) {
        next_[row] = call_.pad();
        logprobs_[row] = 0;
        continue;
      }
      const std::span<const float> scores =
          processed ? std::span<const float>(scores_).subspan(row * vocabulary_, vocabulary_)
                    : logits.row(row / sharers, logits.positions - 1);
      next_[row] = sampling_ ? multinomial_.draw(scores, random_[row])
                             : static_cast<std::int64_t>(index_of_largest(scores));
      if (call_.hooks.logprobs) {
        logprobs_[row] = log_normalizer(scores)(scores[static_cast<std::size_t>(next_[row])]);
      }
    }
  }

  void keep(const Logits& logits, std::size_t sharers, std::vector<float>& target) const {
    target.resize(call_.rows() * vocabulary_);
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      const auto from = logits.row(row / sharers, logits.positions - 1);
      std::copy(from.begin(), from.end(),
                target.begin() + static_cast<std::ptrdiff_t>(row * vocabulary_));
    }
  }

  // Tells the caller about the new tokens and asks the criteria.
  void settle() {
    call_.criteria.begin_step();
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      if (call_.hooks.logprobs) all_logprobs_.push_back(finish_[row] ? 0 : logprobs_[row]);
      if (finish_[row]) continue;
      ++lengths_[row];
      if (call_.hooks.on_token) call_.hooks.on_token({row, next_[row], logprobs_[row]});
      finish_[row] = call_.criteria.check(row, tokens_.row(row));
    }
  }

  GenerationOutput output() {
    GenerationOutput result;
    result.count = call_.rows();
    result.length = tokens_.length();
    result.prompt_length = call_.prompts.length;
    for (std::size_t row = 0; row < result.count; ++row) {
      const auto ids = tokens_.row(row);
      result.sequences.insert(result.sequences.end(), ids.begin(), ids.end());
      result.finish_reasons.push_back(finish_[row].value_or(FinishReason::cancelled));
    }
    result.generated_lengths = lengths_;
    if (call_.hooks.logprobs) {  // collected step by step, wanted row by row
      for (std::size_t row = 0; row < result.count; ++row) {
        for (std::size_t step = 0; step < steps_; ++step) {
          result.logprobs.push_back(all_logprobs_[step * result.count + row]);
        }
      }
    }
    result.scores = std::move(kept_scores_);
    result.logits = std::move(raw_logits_);
    result.step_rows = call_.rows();
    result.vocabulary = vocabulary_;
    clock_.finish(run_, call_.prompts.length, result.timings);
    return result;
  }

  const GenerationCall& call_;
  GenerationClock clock_;
  DecoderRun run_;
  TokenTable tokens_;
  std::vector<std::int64_t> next_;
  std::vector<float> logprobs_;                      // of next_
  std::vector<std::optional<FinishReason>> finish_;  // of the rows that have ended
  std::vector<std::size_t> lengths_;
  bool sampling_;
  std::vector<RandomStream> random_;  // of each row
  Multinomial multinomial_;
  std::size_t steps_ = 0;
  std::size_t vocabulary_ = 0;
  std::vector<float> scores_;        // processed, [rows][vocabulary]
  std::vector<float> all_logprobs_;  // [steps][rows]
  std::vector<std::vector<float>> kept_scores_;
  std::vector<std::vector<float>> raw_logits_;
};

}  // namespace

GenerationOutput sample(const GenerationCall& call) { return SampleLoop(call).run(); }

}  // namespace penstock
