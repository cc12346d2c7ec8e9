// SPDX-License-Identifier: Apache-2.0
#include "pipeline/graph_source.hpp"

#include <array>
#include <map>
#include <mutex>
#include <penstock/error.hpp>
#include <utility>

#include "backends/version.hpp"
#include "core/log.hpp"
#include "export/native_graph.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

struct TaskHead {
  std::string_view task;
  native::Head head;
};
constexpr std::array kTaskHeads{
    TaskHead{"feature-extraction", native::Head::base},
    TaskHead{"fill-mask", native::Head::masked_lm},
    TaskHead{"image-classification", native::Head::image_classification},
    TaskHead{"image-feature-extraction", native::Head::base},
    TaskHead{"question-answering", native::Head::question_answering},
    TaskHead{"sentence-similarity", native::Head::base},
    TaskHead{"text-classification", native::Head::sequence_classification},
    TaskHead{"text-ranking", native::Head::sequence_classification},
    TaskHead{"token-classification", native::Head::token_classification},
    TaskHead{"zero-shot-classification", native::Head::sequence_classification}};

// The first ONNX Runtime that is known to run operator set 23 (native-export measurements).
constexpr std::string_view kOpset23Since = "1.24";

native::GraphForm form_for(Accelerator accelerator) {
  if (accelerator != Accelerator::ort) return native::kPortableForm;
  const auto version = Version::parse(availability(accelerator).version);
  const bool recent = version && *version >= *Version::parse(kOpset23Since);
  return recent ? native::kFusedAttentionForm : native::kOnnxRuntimeForm;
}

// What a TorchScript graph returns that does not name its outputs (optimum-intel's models: a
// tuple).
std::string_view outputs_of(std::optional<native::Head> head) {
  if (head == native::Head::base) return "last_hidden_state,pooler_output";
  return head == native::Head::question_answering ? "start_logits,end_logits" : "logits";
}

void note_all_logits(const Session& session, const fs::path& path) {
  if (!log_enabled(LogLevel::debug)) return;
  for (const Port& port : session.inputs())
    if (port.name == kLogitsStart) return;
  log(LogLevel::debug, path.string() + " computes the logits of every token of a prompt.");
}

std::string joined(const std::string& ready, const std::string& native) {
  if (ready.empty()) return native;
  return ready + (ready.ends_with('.') ? " " : ". ") + native;
}

}  // namespace

std::optional<native::Head> head_of(std::string_view task_id) {
  for (const TaskHead& row : kTaskHeads) {
    if (row.task == task_id) return row.head;
  }
  return std::nullopt;
}

// One graph for each form, or what kept it from being built.
struct GraphSources::Cache {
  struct Entry {
    native::NativeGraph graph;
    std::string problem;
  };
  std::mutex mutex;
  std::map<int, Entry> graphs;  // by operator set and form
};

GraphSources::GraphSources(ModelFiles files, std::shared_ptr<const ModelConfig> config,
                           std::optional<native::Head> head, ExportChoice choice)
    : files_(std::move(files)),
      config_(std::move(config)),
      head_(head),
      choice_(choice),
      cache_(std::make_shared<Cache>()) {}

GraphSource GraphSources::choose(Accelerator accelerator, const GraphRole& role) const {
  if (choice_ == ExportChoice::always) return build(accelerator, role);
  GraphChoice ready = files_.choose(accelerator, role);
  if (ready.file) return {std::move(ready.file), false, {}, {}};
  if (choice_ == ExportChoice::never || ready.named || ready.several)
    return {std::nullopt, false, std::move(ready.problem), {}};
  if (!native::find_checkpoint(files_.root()))
    return {std::nullopt, false, std::move(ready.problem), {}};
  GraphSource built = build(accelerator, role);
  if (built.file) {
    built.reason = ready.problem;
  } else {
    built.problem = joined(ready.problem, built.problem);
  }
  return built;
}

GraphSource GraphSources::build(Accelerator accelerator, const GraphRole& role) const {
  const auto refuse = [](std::string why) {
    return GraphSource{std::nullopt, false, std::move(why), {}};
  };
  const auto checkpoint = native::find_checkpoint(files_.root());
  if (!checkpoint)
    return refuse("There is no checkpoint (" + std::string(native::kSafetensors) + ") in " +
                  files_.root().string() + " to build a graph from");
  if (accelerator == Accelerator::ipex)
    return refuse("ipex runs TorchScript archives; a graph built from " +
                  checkpoint->filename().string() + " runs on `ort` and `ov`");
  if (!head_ || &role != &kModelGraph)
    return refuse("A graph for this task cannot be built from " + checkpoint->string());
  const native::GraphForm form = form_for(accelerator);
  const std::lock_guard lock(cache_->mutex);
  const auto [entry, fresh] =
      cache_->graphs.try_emplace(2 * form.opset + (form.fused_matmul ? 1 : 0));
  if (fresh) {
    try {
      entry->second.graph =
          native::build_graph(native::Checkpoint(*checkpoint), config_->json(), *head_, form);
    } catch (const Error& error) {
      entry->second.problem = error.what();
    }
  }
  if (!entry->second.problem.empty()) return refuse(entry->second.problem);
  return {checkpoint, true, {}, "`export` is true"};
}

std::unique_ptr<Session> GraphSources::open(std::shared_ptr<Backend> backend,
                                            Accelerator accelerator, const GraphRole& role,
                                            const SessionArguments& arguments) const {
  GraphSource source = choose(accelerator, role);
  if (!source.file) throw Error(ErrorCode::not_found, source.problem);
  SessionOptions options;
  options.device = arguments.device;
  options.options = arguments.options;
  options.logits_start = arguments.logits_start && &role != &kEncoderGraph;
  if (!source.built) {
    options.model_path = std::move(*source.file);
    if (accelerator == Accelerator::ipex)
      options.options.emplace(options.options.begin(), "output_names", outputs_of(head_));
    auto session = std::make_unique<Session>(std::move(backend), options);
    if (options.logits_start) note_all_logits(*session, options.model_path);
    return session;
  }
  const native::GraphForm form = form_for(accelerator);
  const native::NativeGraph* graph = nullptr;
  {
    const std::lock_guard lock(cache_->mutex);
    graph = &cache_->graphs.at(2 * form.opset + (form.fused_matmul ? 1 : 0)).graph;
  }
  options.model_bytes = graph->bytes;
  options.external_data_folder = graph->folder;
  try {
    return std::make_unique<Session>(std::move(backend), options);
  } catch (const Error& error) {
    throw Error(error.code(), "The graph built from " + source.file->string() +
                                  " cannot be opened: " + error.what());
  }
}

}  // namespace penstock
