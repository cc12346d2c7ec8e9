// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string>

#include "generation/beam_hypotheses.hpp"
#include "generation/beam_placement.hpp"
#include "generation/generation_call.hpp"
#include "generation/multinomial.hpp"
#include "generation/token_table.hpp"
#include "generation/vector_math.hpp"

namespace penstock {
namespace {

class BeamLoop {
 public:
  explicit BeamLoop(const GenerationCall& call)
      : call_(call),
        inputs_(call.prompts.rows),
        beams_(call.rows_per_input),
        kept_(beams_ * std::max<std::size_t>(2, 1 + eos_count(call))),
        run_(call.model, call.input.encoder_inputs, call.prompts, call.hooks.stop),
        running_(call.rows(), call.prompts.length, repeated(call.prompts, beams_)),
        spare_(running_),
        candidates_(inputs_ * kept_, call.prompts.length, repeated(call.prompts, kept_)),
        running_history_(call.rows(), 0, {}),
        spare_history_(running_history_),
        candidate_history_(inputs_ * kept_, 0, {}),
        placement_(inputs_, beams_),
        last_tokens_(call.rows()),
        scores_(call.rows(), kBeamPenalty),
        history_(call.config.return_dict_in_generate == true) {
    for (std::size_t i = 0; i < inputs_; ++i) scores_[i * beams_] = 0;
    BeamHypotheses::Rules rules;
    rules.num_beams = beams_;
    rules.prompt_length = call.prompts.length;
    rules.max_length = static_cast<std::size_t>(*call.config.max_length);
    rules.length_penalty = *call.config.length_penalty;
    rules.early_stopping = call.config.early_stopping;
    for (std::size_t i = 0; i < inputs_; ++i) {
      hypotheses_.emplace_back(rules, running_.row(i * beams_));
    }
    if (call.config.do_sample != true) return;
    const std::uint64_t seed = resolve_seed(call.config.seed);
    for (std::size_t i = 0; i < inputs_; ++i) random_.emplace_back(seed, i);
  }

  GenerationOutput run() {
    try {
      while (!done_) {
        if (steps_ > 0 && call_.hooks.stop.stop_requested()) {
          end_running_beams();
          break;
        }
        step();
      }
    } catch (const Error& error) {
      if (error.code() != ErrorCode::cancelled || steps_ == 0) throw;
      end_running_beams();
    }
    return output();
  }

 private:
  static std::size_t eos_count(const GenerationCall& call) {
    return call.config.eos_token_id ? call.config.eos_token_id->size() : 0;
  }

  static std::vector<std::int64_t> repeated(const Prompts& prompts, std::size_t times) {
    std::vector<std::int64_t> ids;
    for (std::size_t row = 0; row < prompts.rows * times; ++row) {
      const auto from =
          prompts.ids.begin() + static_cast<std::ptrdiff_t>(row / times * prompts.length);
      ids.insert(ids.end(), from, from + static_cast<std::ptrdiff_t>(prompts.length));
    }
    return ids;
  }

  void step() {
    const bool first = steps_ == 0;
    if (!first) collect_last_tokens();
    const Logits logits = first ? run_.read_prompts() : run_.read(last_tokens_);
    choose_candidates(logits, first ? beams_ : 1);
    ++steps_;
    clock_.step_done(inputs_);
    check_candidates();
    update_hypotheses();
    keep_best_running(first);
    bool improvable = false;
    bool full = true;
    for (std::size_t i = 0; i < inputs_; ++i) {
      hypotheses_[i].check_improvement(scores_[i * beams_], steps_);
      improvable = improvable || hypotheses_[i].improvable();
      full = full && hypotheses_[i].full();
    }
    const bool closed = full && call_.config.early_stopping == EarlyStopping::yes;
    done_ = !improvable || closed || all_ended_;
  }

  void collect_last_tokens() {
    for (std::size_t row = 0; row < running_.rows(); ++row) {
      last_tokens_[placement_.row(row)] = running_.row(row).back();
    }
  }

  // Of a beam; `sharers`: beams that read one row of the logits.
  [[nodiscard]] std::span<const float> logits_of(const Logits& logits, std::size_t beam,
                                                 std::size_t sharers) const {
    const std::size_t row = sharers > 1 ? beam / sharers : placement_.row(beam);
    return logits.row(row, logits.positions - 1);
  }

  // The best `kept_` continuations of each input, from all of its beams.
  void choose_candidates(const Logits& logits, std::size_t sharers) {
    vocabulary_ = logits.vocabulary;
    const std::size_t continuations = beams_ * vocabulary_;
    if (kept_ > continuations) {
      throw Error(ErrorCode::invalid_argument,
                  "Beam search keeps " + std::to_string(kept_) + " continuations, but " +
                      std::to_string(beams_) + " beams over " + std::to_string(vocabulary_) +
                      " tokens have only " + std::to_string(continuations) +
                      "; lower `num_beams`.");
    }
    if (call_.keeps_logits()) keep_logits(logits, sharers);
    const bool processed = !call_.processors.empty() || call_.keeps_scores() || !random_.empty();
    if (processed) process(logits, sharers);
    chosen_.clear();
    if (stream_.empty()) stream_.emplace_back(kept_, continuations);
    for (std::size_t input = 0; input < inputs_; ++input) {
      if (!random_.empty()) {
        const auto all =
            std::span<const float>(log_probs_).subspan(input * continuations, continuations);
        const auto drawn = multinomial_.draw_without_replacement(all, kept_, random_[input]);
        chosen_.insert(chosen_.end(), drawn.begin(), drawn.end());
        continue;
      }
      stream_.front().reset();
      for (std::size_t beam = 0; beam < beams_; ++beam) {
        push_beam(logits, input, beam, sharers, processed);
      }
      const auto best = stream_.front().finish();
      chosen_.insert(chosen_.end(), best.begin(), best.end());
    }
  }

  // Without processors the sums are made on the way and never stored.
  void push_beam(const Logits& logits, std::size_t input, std::size_t beam, std::size_t sharers,
                 bool processed) {
    const std::size_t row = input * beams_ + beam;
    const auto first_index = static_cast<std::int64_t>(beam * vocabulary_);
    if (processed) {
      const std::span<const float> sums(log_probs_);
      stream_.front().push(sums.subspan(row * vocabulary_, vocabulary_), first_index);
      return;
    }
    const std::span<const float> source = logits_of(logits, row, sharers);
    if (beam == 0 || sharers == 1) normalizer_ = log_normalizer(source);
    const float running = scores_[row];
    std::array<float, 512> block;
    for (std::size_t at = 0; at < source.size(); at += block.size()) {
      const std::size_t count = std::min(block.size(), source.size() - at);
      const std::span<float> sums = std::span(block).first(count);
      normalize(source.subspan(at, count), normalizer_, running, sums);
      stream_.front().push(sums, first_index + static_cast<std::int64_t>(at));
    }
  }

  // log_probs_ = processors(log_softmax(logits)) + running scores.
  void process(const Logits& logits, std::size_t sharers) {
    log_probs_.resize(call_.rows() * vocabulary_);
    const ScoreRows view{log_probs_.data(), call_.rows(), vocabulary_};
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      log_softmax(logits_of(logits, row, sharers), view.row(row));
    }
    call_.processors.apply(running_.view(), view);
    if (call_.keeps_scores()) kept_scores_.push_back(log_probs_);
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      for (float& value : view.row(row)) value += scores_[row];
    }
  }

  void keep_logits(const Logits& logits, std::size_t sharers) {
    std::vector<float>& kept = raw_logits_.emplace_back();
    for (std::size_t row = 0; row < call_.rows(); ++row) {
      const auto from = logits_of(logits, row, sharers);
      kept.insert(kept.end(), from.begin(), from.end());
    }
  }

  // Writes the candidates out and asks the stopping criteria about each.
  void check_candidates() {
    sources_.clear();
    new_ids_.clear();
    beam_ids_.clear();
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      const auto index = static_cast<std::size_t>(chosen_[i].index);
      const std::size_t row = i / kept_ * beams_ + index / vocabulary_;
      sources_.push_back(row);
      beam_ids_.push_back(static_cast<std::int64_t>(row));
      new_ids_.push_back(static_cast<std::int64_t>(index % vocabulary_));
    }
    candidates_.assign_from(running_, sources_, new_ids_);
    if (history_) candidate_history_.assign_from(running_history_, sources_, beam_ids_);
    call_.criteria.begin_step();
    endings_.clear();
    all_ended_ = true;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      endings_.push_back(call_.criteria.check(i / kept_, candidates_.row(i)));
      all_ended_ = all_ended_ && endings_.back().has_value();
    }
  }

  void update_hypotheses() {
    std::vector<BeamHypotheses::Candidate> found(kept_);
    for (std::size_t input = 0; input < inputs_; ++input) {
      for (std::size_t i = 0; i < kept_; ++i) {
        const std::size_t at = input * kept_ + i;
        found[i].score = chosen_[at].score;
        found[i].ended = endings_[at].has_value() && i < beams_;
        found[i].reason = endings_[at].value_or(FinishReason::length);
        found[i].ids = candidates_.row(at);
        if (history_) found[i].beam_indices = candidate_history_.row(at);
      }
      hypotheses_[input].update(found, steps_);
    }
  }

  // The best candidates that have not ended run on.
  void keep_best_running(bool first) {
    std::vector<float> open(kept_);
    std::vector<std::size_t> rows;
    new_ids_.clear();
    beam_ids_.clear();
    for (std::size_t input = 0; input < inputs_; ++input) {
      for (std::size_t i = 0; i < kept_; ++i) {
        const std::size_t at = input * kept_ + i;
        open[i] = chosen_[at].score + (endings_[at] ? kBeamPenalty : -0.0F);
      }
      std::size_t beam = input * beams_;
      for (const ScoredIndex& item : torch_top_k(open, beams_)) {
        const std::size_t at = input * kept_ + static_cast<std::size_t>(item.index);
        scores_[beam++] = item.score;
        rows.push_back(sources_[at]);
        beam_ids_.push_back(static_cast<std::int64_t>(sources_[at]));
        new_ids_.push_back(candidates_.row(at).back());
      }
    }
    spare_.assign_from(running_, rows, new_ids_);
    std::swap(running_, spare_);
    if (history_) {
      spare_history_.assign_from(running_history_, rows, beam_ids_);
      std::swap(running_history_, spare_history_);
    }
    run_.reorder(first ? placement_.expand() : placement_.move(rows));
  }

  // Stopped by the caller: what the beams hold competes with what has ended.
  void end_running_beams() {
    std::vector<BeamHypotheses::Candidate> found(beams_);
    for (std::size_t input = 0; input < inputs_; ++input) {
      for (std::size_t i = 0; i < beams_; ++i) {
        const std::size_t row = input * beams_ + i;
        found[i] = {scores_[row], true, FinishReason::cancelled, running_.row(row), {}};
        if (history_) found[i].beam_indices = running_history_.row(row);
      }
      hypotheses_[input].update(found, steps_);
    }
  }

  GenerationOutput output() {
    GenerationOutput result;
    const auto wanted = static_cast<std::size_t>(call_.config.num_return_sequences);
    result.count = inputs_ * wanted;
    result.prompt_length = call_.prompts.length;
    std::vector<const Hypothesis*> best;
    for (const BeamHypotheses& input : hypotheses_) {
      for (std::size_t i = 0; i < wanted; ++i) best.push_back(&input.best()[i]);
    }
    std::size_t longest = 0;
    for (const Hypothesis* h : best) longest = std::max(longest, h->ids.size());
    result.length = longest;
    // The reference takes pad for None where it is 0.
    const bool has_eos = call_.criteria.has_eos();
    const std::int64_t eos = has_eos ? call_.config.eos_token_id->front() : -1;
    const std::int64_t fill = has_eos && call_.pad() != 0 ? call_.pad() : eos;
    for (const Hypothesis* h : best) {
      result.sequences.insert(result.sequences.end(), h->ids.begin(), h->ids.end());
      result.sequences.resize(result.sequences.size() + longest - h->ids.size(), fill);
      result.finish_reasons.push_back(h->reason);
      result.generated_lengths.push_back(h->ids.size() - call_.prompts.length);
      if (history_) {
        auto& indices = result.beam_indices;
        indices.insert(indices.end(), h->beam_indices.begin(), h->beam_indices.end());
        indices.resize(indices.size() + longest - h->ids.size(), -1);
      }
      if (call_.keeps_scores()) result.sequences_scores.push_back(h->score);
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
  std::size_t inputs_;
  std::size_t beams_;
  std::size_t kept_;  // continuations of an input that a step looks at
  DecoderRun run_;
  TokenTable running_;  // [inputs * beams]
  TokenTable spare_;
  TokenTable candidates_;       // [inputs * kept]
  TokenTable running_history_;  // the row that each new token came from
  TokenTable spare_history_;
  TokenTable candidate_history_;
  BeamPlacement placement_;                // of running_
  std::vector<std::int64_t> last_tokens_;  // by rows of the state
  std::vector<float> scores_;              // of running_
  bool history_;
  std::vector<BeamHypotheses> hypotheses_;  // [inputs]
  std::vector<RandomStream> random_;        // of beam sampling
  Multinomial multinomial_;
  std::vector<TopKStream> stream_;  // one, made when the vocabulary is known
  std::vector<float> log_probs_;
  std::vector<ScoredIndex> chosen_;  // [inputs * kept]: index = beam * vocabulary + id
  std::vector<std::optional<FinishReason>> endings_;
  std::vector<std::size_t> sources_;
  std::vector<std::int64_t> new_ids_;
  std::vector<std::int64_t> beam_ids_;
  LogNormalizer normalizer_{};
  std::size_t steps_ = 0;
  std::size_t vocabulary_ = 0;
  bool all_ended_ = false;
  bool done_ = false;
  std::vector<std::vector<float>> kept_scores_;
  std::vector<std::vector<float>> raw_logits_;
};

}  // namespace

GenerationOutput beam_search(const GenerationCall& call) { return BeamLoop(call).run(); }

}  // namespace penstock
