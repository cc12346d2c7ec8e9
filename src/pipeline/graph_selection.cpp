// SPDX-License-Identifier: Apache-2.0
#include "pipeline/graph_selection.hpp"

#include <utility>

namespace penstock {
namespace {

class Selector {
 public:
  Selector(const GraphSources& sources, Accelerator accelerator, const DecoderArguments& arguments)
      : sources_(sources), accelerator_(accelerator), arguments_(arguments) {}

  GraphSelection single(const GraphRole& role) {
    (void)add(role);
    return finish();
  }

  // optimum.onnxruntime's ORTModelForCausalLM: a file of another name than model.onnx may be of an
  // older layout, which goes first.
  GraphSelection causal_lm() {
    GraphSource model = choose(kModelGraph);
    const bool sure = model.built || sources_.names(kModelGraph) ||
                      (model.file && (is_ir(model) || model.file->filename() == "model.onnx"));
    if (!sure && select_legacy()) return finish();
    if (!sure && accelerator_ == Accelerator::ov && model.file &&
        model.file->filename() == kMergedDecoderGraph.onnx_name) {
      const std::string merged = model.file->string();
      model.file.reset();
      return refuse_merged(kModelGraph, std::move(model), merged);
    }
    keep(kModelGraph, std::move(model));
    return finish();
  }

  GraphSelection seq2seq() {
    if (!add(kEncoderGraph)) return finish();
    GraphSource decoder = choose(kDecoderGraph);
    if (accelerator_ == Accelerator::ov) {
      if (!decoder.file) {
        const GraphSource merged = choose(kMergedDecoderGraph);
        if (merged.file)
          return refuse_merged(kDecoderGraph, std::move(decoder), merged.file->string());
      }
      const bool ir = is_ir(decoder);
      keep(kDecoderGraph, std::move(decoder));
      GraphSource later = choose(kDecoderWithPastGraph);
      if (use_cache() && later.file && is_ir(later) == ir)
        keep(kDecoderWithPastGraph, std::move(later));
      return finish();
    }
    if (arguments_.use_merged.value_or(true)) {
      GraphSource merged = choose(kMergedDecoderGraph);
      if (merged.file || arguments_.use_merged.has_value()) {
        keep(kMergedDecoderGraph, std::move(merged));
        return finish();
      }
    }
    keep(kDecoderGraph, std::move(decoder));
    if (use_cache()) (void)add(kDecoderWithPastGraph);
    return finish();
  }

 private:
  [[nodiscard]] GraphSource choose(const GraphRole& role) const {
    return sources_.choose(accelerator_, role);
  }
  [[nodiscard]] bool use_cache() const { return arguments_.use_cache.value_or(true); }
  static bool is_ir(const GraphSource& source) { return source.file->extension() == ".xml"; }

  bool select_legacy() {
    const GraphRole& split = use_cache() ? kDecoderWithPastGraph : kDecoderGraph;
    for (const GraphRole* role : {&kMergedDecoderGraph, &split}) {
      const bool merged = role == &kMergedDecoderGraph;
      if (merged && accelerator_ == Accelerator::ov) continue;
      GraphSource source = choose(*role);
      if (!source.file) continue;
      selection_.warning =
          "You didn't pass a `file_name` to `from_pretrained` and we have inferred a legacy " +
          std::string(merged ? "merged" : "non-merged") + " ONNX model in " +
          source.file->filename().string() +
          ". We strongly encourage you to either specify `file_name` or re-export the model with "
          "a newer version of Optimum for better performance and more reliable generation.";
      keep(*role, std::move(source));
      return true;
    }
    return false;
  }

  // OpenVINO's CPU plug-in does not compile the branches of a merged graph, whose outputs differ in
  // their shapes.
  GraphSelection refuse_merged(const GraphRole& role, GraphSource decoder,
                               const std::string& merged) {
    const std::string add = role.onnx_name == kDecoderGraph.onnx_name
                                ? std::string(kDecoderGraph.onnx_name) + " and " +
                                      std::string(kDecoderWithPastGraph.onnx_name)
                                : std::string(role.onnx_name);
    decoder.problem = "OpenVINO does not run merged decoders (" + merged + "). Add " + add +
                      ", or an IR, or use the accelerator `ort`";
    keep(role, std::move(decoder));
    return finish();
  }

  bool add(const GraphRole& role) {
    keep(role, choose(role));
    return selection_.problem.empty();
  }

  void keep(const GraphRole& role, GraphSource source) {
    if (!source.file && selection_.problem.empty()) selection_.problem = source.problem;
    selection_.graphs.push_back({&role, std::move(source)});
  }

  GraphSelection finish() {
    if (!selection_.problem.empty()) selection_.graphs.clear();
    return std::move(selection_);
  }

  const GraphSources& sources_;
  Accelerator accelerator_;
  const DecoderArguments& arguments_;
  GraphSelection selection_;
};

}  // namespace

std::vector<const GraphRole*> GraphSelection::roles() const {
  std::vector<const GraphRole*> roles;
  for (const SelectedGraph& graph : graphs) roles.push_back(graph.role);
  return roles;
}

std::string GraphSelection::files() const {
  std::string names;
  for (const SelectedGraph& graph : graphs)
    names += (names.empty() ? "" : ", ") + graph.source.file->string();
  return names;
}

GraphSelection select_graphs(const GraphSources& sources, Accelerator accelerator,
                             ModelGraphs graphs, const DecoderArguments& arguments) {
  Selector selector(sources, accelerator, arguments);
  switch (graphs) {
    case ModelGraphs::single: break;
    case ModelGraphs::causal_lm: return selector.causal_lm();
    case ModelGraphs::seq2seq: return selector.seq2seq();
  }
  return selector.single(kModelGraph);
}

}  // namespace penstock
