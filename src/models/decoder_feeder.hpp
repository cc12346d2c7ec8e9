// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tensor.hpp>
#include <span>
#include <vector>

#include "models/decoder_graph.hpp"
#include "models/decoder_model.hpp"
#include "models/encoded_rows.hpp"

namespace penstock {

// Makes the tensors that a decoder's graph is run on. Keeps their memory from step to step, so that
// what inputs() returned is good until it is called again.
class DecoderFeeder {
 public:
  // `past`: tokens that every row has read before. `cache`: a tensor for each of the graph's slots.
  [[nodiscard]] std::span<const Tensor> inputs(const DecoderGraph& graph, const DecoderInput& input,
                                               std::size_t past, const EncodedRows& encoded,
                                               std::span<const Tensor> cache);

 private:
  [[nodiscard]] Tensor make(DecoderFeed feed, const DecoderInput& input, std::size_t past,
                            const EncodedRows& encoded);
  [[nodiscard]] Tensor mask(const DecoderInput& input, std::size_t past);
  [[nodiscard]] Tensor positions(const DecoderInput& input, std::size_t past);
  [[nodiscard]] Tensor counted(std::size_t from, std::size_t count);

  std::vector<std::int64_t> mask_;
  std::vector<std::int64_t> positions_;
  std::vector<std::int64_t> counted_;
  std::vector<std::int64_t> zeros_;
  std::vector<std::int32_t> beams_;
  bool cached_ = false;
  std::int64_t logits_start_ = -1;
  std::vector<Tensor> inputs_;
};

// The rows of the last new token, or of all, in the float32 logits of a run. `logits` is converted
// in place where the graph has another number type; what is returned points into it.
[[nodiscard]] Logits logits_view(Tensor& logits, const DecoderInput& input);

// Throws Error{invalid_argument} for spans that do not fit rows, columns and what was read before.
void check_input(const DecoderInput& input, std::size_t past);

}  // namespace penstock
