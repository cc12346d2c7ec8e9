// SPDX-License-Identifier: Apache-2.0
#include "models/cached_decoder.hpp"

#include <numeric>
#include <penstock/error.hpp>
#include <utility>

#include "models/cache_rows.hpp"
#include "models/decoder_feeder.hpp"
#include "models/read_tokens.hpp"

namespace penstock {
namespace {

class CachedState final : public DecoderState {
 public:
  CachedState(std::shared_ptr<const DecoderParts> parts, EncodedRows encoded,
              std::chrono::nanoseconds runtime)
      : parts_(std::move(parts)),
        encoded_(std::move(encoded)),
        cache_(parts_->slots.size()),
        runtime_(runtime) {}

  Logits forward(const DecoderInput& input) override;
  void reorder(std::span<const std::int32_t> rows) override;
  void crop(std::size_t length) override;
  bool can_crop() const noexcept override { return true; }
  std::size_t length() const noexcept override { return length_; }
  std::chrono::nanoseconds runtime_time() const noexcept override { return runtime_; }

 private:
  [[nodiscard]] bool rereads() const noexcept { return cache_.empty(); }
  void begin(std::size_t rows);
  Logits run(const DecoderGraph& graph, const DecoderInput& input, std::size_t past);
  void take_cache(const DecoderGraph& graph, std::vector<Tensor>& outputs);

  std::shared_ptr<const DecoderParts> parts_;
  EncodedRows encoded_;
  std::vector<Tensor> cache_;  // one for each of the parts' slots
  ReadTokens read_;            // for graphs without a cache
  DecoderFeeder feeder_;
  Tensor logits_;
  std::size_t rows_ = 0;
  std::size_t length_ = 0;
  std::chrono::nanoseconds runtime_;
};

void CachedState::begin(std::size_t rows) {
  if (!encoded_.empty()) encoded_.repeat_to(rows);
  for (std::size_t i = 0; i < cache_.size(); ++i)
    cache_[i] = Tensor::zeros(parts_->slots[i].dtype,
                              empty_cache_shape(parts_->slots[i], rows, *parts_->config));
  rows_ = rows;
}

Logits CachedState::forward(const DecoderInput& input) {
  check_input(input, length_);
  if (length_ == 0) begin(input.rows);
  check_rows(input.rows, rows_);
  logits_ = Tensor();  // before the run, which may then use its memory again
  if (rereads()) {
    const DecoderInput all = read_.extended(input);
    const Logits logits = run(parts_->decoder, all, 0);
    read_.keep();
    length_ += input.columns;
    return input.all_positions ? last_of(logits, input.columns) : logits;
  }
  const bool later = length_ > 0 && parts_->with_past;
  const Logits logits = run(later ? *parts_->with_past : parts_->decoder, input, length_);
  length_ += input.columns;
  return logits;
}

Logits CachedState::run(const DecoderGraph& graph, const DecoderInput& input, std::size_t past) {
  std::chrono::nanoseconds spent{};
  RunOptions options;
  options.stop = input.stop;
  options.runtime_time = &spent;
  std::vector<Tensor> outputs =
      graph.session->run(feeder_.inputs(graph, input, past, encoded_, cache_), options);
  runtime_ += spent;
  logits_ = std::move(outputs[graph.logits]);
  const Logits logits = logits_view(logits_, input);
  take_cache(graph, outputs);
  return logits;
}

// The encoder's keys and values come out of the first run only; the later branch of a merged graph
// hands out empty ones.
void CachedState::take_cache(const DecoderGraph& graph, std::vector<Tensor>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::size_t slot = graph.output_slots[i];
    if (slot == kNoSlot || (parts_->slots[slot].cross && length_ > 0)) continue;
    cache_[slot] = std::move(outputs[i]);
  }
}

void CachedState::reorder(std::span<const std::int32_t> rows) {
  if (length_ == 0) {
    if (!encoded_.empty()) (void)encoded_.reorder(rows);
    return;
  }
  const RowMoves moves(rows, rows_);
  logits_ = Tensor();
  const bool inputs_move = !encoded_.empty() && encoded_.reorder(rows);
  for (std::size_t i = 0; i < cache_.size(); ++i)
    if (!parts_->slots[i].cross || inputs_move) moves.apply(cache_[i]);
  if (rereads()) read_.reorder(rows);
  rows_ = rows.size();
}

void CachedState::crop(std::size_t length) {
  if (length >= length_) return;
  logits_ = Tensor();
  for (std::size_t i = 0; i < cache_.size() && length > 0; ++i) {
    const CacheSlot& slot = parts_->slots[i];
    if (!slot.cross) cache_[i] = first_along(cache_[i], token_axis(slot, *parts_->config), length);
  }
  if (rereads()) read_.crop(length);
  length_ = length;
}

}  // namespace

std::unique_ptr<DecoderState> CachedDecoder::start(const NamedTensors& encoder_inputs,
                                                   const std::stop_token& stop) const {
  std::chrono::nanoseconds runtime{};
  EncodedRows encoded = parts_->encode(encoder_inputs, stop, runtime);
  return std::make_unique<CachedState>(parts_, std::move(encoded), runtime);
}

}  // namespace penstock
