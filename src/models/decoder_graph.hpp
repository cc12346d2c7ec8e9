// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <penstock/tensor.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "backends/session.hpp"
#include "models/model_config.hpp"

// A decoder's graph and what each of its inputs and outputs is for.

namespace penstock {

enum class DecoderFeed {
  input_ids,
  attention_mask,  // of the decoder's own tokens
  position_ids,
  cache_position,
  token_type_ids,  // zeros
  beam_idx,
  use_cache_branch,
  encoder_hidden_states,
  encoder_attention_mask,
  logits_start,  // kLogitsStart
  past,          // keys or values of earlier tokens
};

// One tensor of keys or values: named alike, behind the first dot, where it goes in and comes out.
struct CacheSlot {
  std::string name;
  bool cross = false;  // of the encoder's states: the same for every token
  DType dtype = DType::undefined;
  Shape shape;  // -1: not fixed by the graph
};

inline constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

struct DecoderGraph {
  // Throws Error{io} for a graph that has no logits or wants what no decoder is fed with.
  explicit DecoderGraph(std::unique_ptr<Session> opened);

  [[nodiscard]] bool takes(DecoderFeed feed) const noexcept;
  // The tensors of keys and values that it reads, in its order.
  [[nodiscard]] std::vector<CacheSlot> past_slots() const;
  // Finds its past inputs and present outputs in `slots`; those that are not there are left alone.
  void bind(const std::vector<CacheSlot>& slots);

  std::unique_ptr<Session> session;
  std::vector<DecoderFeed> feeds;         // of each input
  std::vector<std::size_t> input_slots;   // of each input; kNoSlot: not a past
  std::vector<std::size_t> output_slots;  // of each output; kNoSlot: not kept
  std::size_t logits = 0;                 // index of the output
  bool merged = false;                    // two graphs in one, told apart by use_cache_branch
  bool gives_cache = false;               // some output holds keys or values
};

// A slot's shape before the first token: no token, `rows` rows. Dimensions that the graph leaves
// open are taken from the configuration. Throws Error{unsupported} where that does not tell either.
[[nodiscard]] Shape empty_cache_shape(const CacheSlot& slot, std::size_t rows,
                                      const ModelConfig& config);
// The axis of a slot that grows with the tokens.
[[nodiscard]] std::size_t token_axis(const CacheSlot& slot, const ModelConfig& config);

}  // namespace penstock
