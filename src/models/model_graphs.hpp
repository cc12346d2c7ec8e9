// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

namespace penstock {

// Which graphs a task's model is made of. Exporters lay the same model out in several ways; which
// one a folder holds is found out by select_graphs (src/pipeline).
enum class ModelGraphs {
  single,     // one graph, run once for an answer
  causal_lm,  // a decoder: one graph
  seq2seq,    // an encoder, and a decoder of one or two graphs
};

// What model_kwargs say of a decoder's graphs. Not given: what the folder holds decides.
struct DecoderArguments {
  std::optional<bool> use_cache;
  std::optional<bool> use_merged;  // ort
  std::optional<bool> stateful;    // ov
};

}  // namespace penstock
