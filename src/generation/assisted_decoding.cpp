// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <penstock/error.hpp>

#include "generation/candidate_generator.hpp"
#include "generation/multinomial.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

void check(const GenerationCall& call) {
  const auto refuse = [](ErrorCode code, const char* message) { throw Error(code, message); };
  if (call.config.use_cache == false) {
    refuse(ErrorCode::invalid_argument, "assisted generate requires `use_cache=True`");
  }
  if (call.prompts.rows > 1) {
    refuse(ErrorCode::invalid_argument, "assisted generate is only supported for batch_size = 1");
  }
  if (call.config.guidance_scale.value_or(1) != 1) {
    refuse(ErrorCode::unsupported, "`guidance_scale` cannot be combined with assisted generation.");
  }
  if (call.config.assistant_early_exit) {
    refuse(ErrorCode::unsupported,
           "`assistant_early_exit` needs a model that can stop at a layer, which exported graphs "
           "cannot; use `prompt_lookup_num_tokens` or an assistant model.");
  }
}

class AssistedLoop {
 public:
  explicit AssistedLoop(const GenerationCall& call)
      : call_(call),
        run_(call.model, call.input.encoder_inputs, call.prompts, call.hooks.stop),
        ids_(call.prompts.ids),
        random_(resolve_seed(call.config.seed), 0) {
    if (!run_.can_crop()) {
      throw Error(ErrorCode::unsupported,
                  "Assisted generation takes back tokens that the model has read, which this model "
                  "on this accelerator cannot.");
    }
    generator_ = call.config.prompt_lookup_num_tokens ? make_prompt_lookup(call.config)
                                                      : make_assistant(call, random_);
  }

  GenerationOutput run() {
    try {
      // All but the last token of the prompt: their logits are not wanted.
      if (ids_.size() > 1) {
        const std::size_t count = ids_.size() - 1;
        static_cast<void>(run_.read(std::span(ids_).first(count), count));
      }
      while (!reason_) {
        if (new_tokens() > 0 && call_.hooks.stop.stop_requested()) break;
        round();
      }
    } catch (const Error& error) {
      if (error.code() != ErrorCode::cancelled || new_tokens() == 0) throw;
    }
    return output();
  }

 private:
  [[nodiscard]] std::size_t new_tokens() const { return ids_.size() - call_.prompts.length; }

  // One run of the model over the candidates; at least one token is gained.
  void round() {
    const Candidates guess = generator_->candidates(ids_);
    std::vector<std::int64_t> unread(ids_.begin() + static_cast<std::ptrdiff_t>(run_.length()),
                                     ids_.end());
    unread.insert(unread.end(), guess.ids.begin(), guess.ids.end());
    const Logits logits = run_.read(unread, unread.size(), true);
    const std::size_t first = logits.positions - guess.ids.size() - 1;
    const std::size_t before = ids_.size();
    std::size_t matches = 0;
    for (std::size_t i = 0; i <= guess.ids.size() && !reason_; ++i) {
      const auto row = logits.row(0, first + i);
      keep(row);
      const bool last = i == guess.ids.size();
      const std::int64_t id = guess.probabilities.empty() || last ? select() : verify(guess, i);
      take(id);
      if (last || id != guess.ids[i]) break;
      ++matches;
    }
    clock_.step_done(ids_.size() - before);
    run_.crop(std::min(run_.length(), ids_.size() - 1));
    generator_->update(matches, guess.ids.size());
  }

  // The model's scores of the next token, processed.
  void keep(std::span<const float> row) {
    scores_.assign(row.begin(), row.end());
    if (call_.keeps_logits()) raw_logits_.push_back(scores_);
    call_.processors.apply({ids_.data(), 1, ids_.size(), ids_.size()},
                           {scores_.data(), 1, scores_.size()});
    if (call_.keeps_scores()) kept_scores_.push_back(scores_);
  }

  std::int64_t select() {
    return call_.config.do_sample == true ? multinomial_.draw(scores_, random_)
                                          : static_cast<std::int64_t>(index_of_largest(scores_));
  }

  // Speculative sampling: takes the candidate with probability p / q, else draws from what p has
  // more than q.
  std::int64_t verify(const Candidates& guess, std::size_t at) {
    const std::size_t size = scores_.size();
    const std::span<const float> q = std::span(guess.probabilities).subspan(at * size, size);
    std::vector<float> p(size);
    softmax(scores_, p);
    const auto id = static_cast<std::size_t>(guess.ids[at]);
    if (random_.uniform() <= static_cast<double>(p[id]) / static_cast<double>(q[id])) {
      return guess.ids[at];
    }
    for (std::size_t i = 0; i < size; ++i) p[i] = std::log(std::max(p[i] - q[i], 0.0F));
    return multinomial_.draw(p, random_);
  }

  void take(std::int64_t id) {
    ids_.push_back(id);
    float logprob = 0;
    if (call_.hooks.logprobs) {
      logprob = log_normalizer(scores_)(scores_[static_cast<std::size_t>(id)]);
      logprobs_.push_back(logprob);
    }
    if (call_.hooks.on_token) call_.hooks.on_token({0, id, logprob});
    call_.criteria.begin_step();
    reason_ = call_.criteria.check(0, ids_);
  }

  GenerationOutput output() {
    GenerationOutput result;
    result.count = 1;
    result.length = ids_.size();
    result.prompt_length = call_.prompts.length;
    result.generated_lengths = {new_tokens()};
    clock_.finish(run_, call_.prompts.length, result.timings);
    result.sequences = std::move(ids_);
    result.finish_reasons = {reason_.value_or(FinishReason::cancelled)};
    result.logprobs = std::move(logprobs_);
    result.scores = std::move(kept_scores_);
    result.logits = std::move(raw_logits_);
    result.step_rows = 1;
    result.vocabulary = scores_.size();
    return result;
  }

  const GenerationCall& call_;
  GenerationClock clock_;
  DecoderRun run_;
  std::vector<std::int64_t> ids_;
  RandomStream random_;
  std::unique_ptr<CandidateGenerator> generator_;
  Multinomial multinomial_;
  std::optional<FinishReason> reason_;
  std::vector<float> scores_;
  std::vector<float> logprobs_;
  std::vector<std::vector<float>> kept_scores_;
  std::vector<std::vector<float>> raw_logits_;
};

}  // namespace

GenerationOutput assisted_decoding(const GenerationCall& call) {
  check(call);
  return AssistedLoop(call).run();
}

}  // namespace penstock
