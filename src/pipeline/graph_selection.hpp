// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "models/model_graphs.hpp"
#include "pipeline/graph_source.hpp"

namespace penstock {

struct SelectedGraph {
  const GraphRole* role = nullptr;
  GraphSource source;
};

// The graphs of a model, or why it has none.
struct GraphSelection {
  std::vector<SelectedGraph> graphs;  // empty: see problem
  std::string problem;
  std::string warning;  // what the reference logs about its choice, or empty

  [[nodiscard]] std::vector<const GraphRole*> roles() const;
  // Their files, for messages.
  [[nodiscard]] std::string files() const;
};

// Of the layouts that exporters write, the one that the folder holds, in the reference's order.
// ONNX decoders: model.onnx, else a merged graph, else the one with past, else the one without;
// encoder-decoders: a merged decoder, else a decoder and one with past. IRs: one decoder that keeps
// keys and values itself, else a decoder and one with past.
[[nodiscard]] GraphSelection select_graphs(const GraphSources& sources, Accelerator accelerator,
                                           ModelGraphs graphs, const DecoderArguments& arguments);

}  // namespace penstock
