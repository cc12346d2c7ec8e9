// SPDX-License-Identifier: Apache-2.0
#include "models/stateful_decoder.hpp"

#include <penstock/error.hpp>
#include <utility>

#include "models/decoder_feeder.hpp"
#include "models/read_tokens.hpp"

namespace penstock {
namespace {

class StatefulState final : public DecoderState {
 public:
  StatefulState(std::shared_ptr<const DecoderParts> parts, EncodedRows encoded,
                std::chrono::nanoseconds runtime)
      : parts_(std::move(parts)),
        state_(*parts_->decoder.session),
        encoded_(std::move(encoded)),
        runtime_(runtime) {}

  Logits forward(const DecoderInput& input) override;
  void reorder(std::span<const std::int32_t> rows) override;
  void crop(std::size_t length) override;
  bool can_crop() const noexcept override { return false; }
  std::size_t length() const noexcept override { return length_; }
  std::chrono::nanoseconds runtime_time() const noexcept override { return runtime_; }

 private:
  void read_again(const std::stop_token& stop);
  Logits run(const DecoderInput& input, std::size_t past);

  std::shared_ptr<const DecoderParts> parts_;
  SequenceState state_;
  EncodedRows encoded_;
  // With an encoder only: its keys and values may be part of the state, which beam_idx does not
  // reach, so that rows of other inputs begin a new state.
  ReadTokens read_;
  bool inputs_moved_ = false;
  DecoderFeeder feeder_;
  Tensor logits_;
  std::size_t rows_ = 0;
  std::size_t length_ = 0;
  std::chrono::nanoseconds runtime_;
};

Logits StatefulState::run(const DecoderInput& input, std::size_t past) {
  logits_ = Tensor();  // before the run, which then writes to the same memory again
  std::chrono::nanoseconds spent{};
  RunOptions options;
  options.stop = input.stop;
  options.runtime_time = &spent;
  options.state = &state_;
  const DecoderGraph& graph = parts_->decoder;
  std::vector<Tensor> outputs =
      graph.session->run(feeder_.inputs(graph, input, past, encoded_, {}), options);
  runtime_ += spent;
  logits_ = std::move(outputs[graph.logits]);
  return logits_view(logits_, input);
}

void StatefulState::read_again(const std::stop_token& stop) {
  state_.reset();
  DecoderInput all = read_.all();
  all.stop = stop;
  (void)run(all, 0);
  inputs_moved_ = false;
}

Logits StatefulState::forward(const DecoderInput& input) {
  check_input(input, length_);
  if (length_ == 0) {
    if (!encoded_.empty()) encoded_.repeat_to(input.rows);
    rows_ = input.rows;
  }
  check_rows(input.rows, rows_);
  if (inputs_moved_) read_again(input.stop);
  const Logits logits = run(input, length_);
  if (!encoded_.empty()) {
    (void)read_.extended(input);
    read_.keep();
  }
  length_ += input.columns;
  return logits;
}

void StatefulState::reorder(std::span<const std::int32_t> rows) {
  const bool inputs_move = !encoded_.empty() && encoded_.reorder(rows);
  if (length_ == 0) return;
  if (!encoded_.empty()) read_.reorder(rows);
  inputs_moved_ = inputs_moved_ || inputs_move;
  if (!inputs_moved_) state_.reorder(rows);
  rows_ = rows.size();
}

void StatefulState::crop(std::size_t length) {
  if (length >= length_) return;
  throw Error(ErrorCode::unsupported,
              "OpenVINO's stateful models cannot forget tokens; assisted decoding needs a model "
              "exported without state, or the accelerator `ort`.");
}

}  // namespace

StatefulDecoder::StatefulDecoder(std::shared_ptr<const DecoderParts> parts)
    : parts_(std::move(parts)) {
  if (!parts_->decoder.session->has_states())
    throw Error(ErrorCode::unsupported,
                "The decoder graph keeps keys and values in itself, which this accelerator cannot "
                "run; use `ov`, or export the model to ONNX.");
}

std::unique_ptr<DecoderState> StatefulDecoder::start(const NamedTensors& encoder_inputs,
                                                     const std::stop_token& stop) const {
  std::chrono::nanoseconds runtime{};
  EncodedRows encoded = parts_->encode(encoder_inputs, stop, runtime);
  return std::make_unique<StatefulState>(parts_, std::move(encoded), runtime);
}

}  // namespace penstock
