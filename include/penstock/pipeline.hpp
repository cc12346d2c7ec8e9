// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <penstock/accelerator.hpp>
#include <penstock/json.hpp>
#include <penstock/results.hpp>

// START HERE: a task and a model make a pipeline; call it with a text, get the answer.
//
//     penstock::Pipeline pipe = penstock::pipeline("sentiment-analysis", {.model = "models/sst2"});
//     penstock::Json answer = pipe("I love this film");   // [{"label": "POSITIVE", "score": 0.99}]
//
// It does what optimum.pipelines.pipeline does, with the same names: an accelerator is chosen
// (`ov`, then `ort`, then `ipex`) or taken as named, the model is loaded on it, and calls return
// what Python's pipeline returns. Everything is loaded in pipeline(); a call reads no file.

namespace penstock {

// optimum.pipelines.pipeline's arguments. A member left at its default changes nothing.
struct PipelineOptions {
  // Folder of a model repository (config.json, tokenizer.json, model.onnx or openvino_model.xml),
  // or one graph file in such a folder.
  std::string model{};
  // Folder or file read instead of the model's config.json.
  std::optional<std::string> config = std::nullopt;
  // Folder or tokenizer.json used instead of the model's own.
  std::optional<std::string> tokenizer = std::nullopt;
  // For audio, image and multimodal tasks; refused where they would be unused.
  std::optional<std::string> feature_extractor = std::nullopt;
  std::optional<std::string> image_processor = std::nullopt;
  std::optional<std::string> processor = std::nullopt;
  // Only "pt" exists in the reference: accepted, no effect.
  std::optional<std::string> framework = std::nullopt;
  // Hub revision; a local folder has only one: "main" or none.
  std::optional<std::string> revision = std::nullopt;
  bool use_fast = true;                              // false asks for Python tokenizers: refused
  std::optional<std::string> token = std::nullopt;   // hub token; unused for local folders
  std::optional<std::string> device = std::nullopt;  // "cpu", "cuda:0", "GPU", "-1", ...; none: CPU
  std::optional<std::string> device_map = std::nullopt;  // refused, as the reference refuses it
  // "auto", "float32": f32; "bfloat16", "float16": where the backend can.
  std::string torch_dtype = "auto";
  std::optional<bool> trust_remote_code = std::nullopt;  // accepted; repository code never runs
  // providers, provider_options, session_options, ov_config, file_name, subfolder, export, device,
  // ...: docs/pipeline.md.
  Json model_kwargs = Json::object();
  std::optional<std::string> pipeline_class = std::nullopt;  // a Python class: refused
  // "ov", "ort", "ipex" or another spelling; none: choose.
  std::optional<std::string> accelerator = std::nullopt;
  // Any other argument: task parameters kept for every call (top_k, function_to_apply, batch_size).
  Json parameters = Json::object();
};

// The same options from JSON, key by key; an unknown key throws Error{invalid_argument} naming the
// valid ones.
[[nodiscard]] PipelineOptions pipeline_options_from_json(const Json& options);

// A loaded pipeline. Call it from many threads at once; copies share the model.
class Pipeline {
 public:
  // `inputs`: what the task takes (a string, a list, an object); `parameters`: the call's own, over
  // those given at construction. Returns what Python's pipeline returns.
  //
  // Throws Error:
  //   invalid_argument  an input is not what the task takes (its shape, its UTF-8, its length where
  //                     nothing may be cut), or a parameter's name or value is wrong
  //   unsupported       a parameter asks for something that this build cannot do
  //   io                the graph's outputs are not those of the task
  //   backend           the runtime refused or failed: more tokens than the model has positions, no
  //                     memory; its own words are in the message
  //   internal          a defect of Penstock
  // A call that threw spoils nothing: the next one, on any thread, starts afresh.
  [[nodiscard]] Json operator()(const Json& inputs, const Json& parameters = Json::object()) const;

  // Throws what a call with these parameters would throw because of them, without running anything:
  // invalid_argument for unknown names and wrong values, unsupported.
  void check_parameters(const Json& parameters) const;

  // Names of the task's parameters, sorted.
  [[nodiscard]] std::vector<std::string> parameter_names() const;

  [[nodiscard]] std::string_view task() const;  // the normalised id
  [[nodiscard]] Accelerator accelerator() const;
  [[nodiscard]] std::string_view selection_reason() const;        // why that accelerator
  [[nodiscard]] const std::filesystem::path& model_file() const;  // the graph that was loaded

  struct State;
  explicit Pipeline(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  std::shared_ptr<const State> state_;
};

// `task`: an id ("text-classification") or alias ("sentiment-analysis").
//
// Throws Error:
//   invalid_argument  an option's name, value or combination is wrong, or a parameter's
//   not_found         the task is unknown; the folder, its config.json, its tokenizer or the
//                     accelerator's graph is not there
//   unavailable       the accelerator or the device is not on this machine; the message lists every
//                     place searched
//   unsupported       the task, an operation, or a kind of model or tokenizer is not served
//   io                a file cannot be read, or does not hold what it should
//   backend           the runtime refuses the model; its own words are in the message
[[nodiscard]] Pipeline pipeline(std::string_view task, const PipelineOptions& options);

// Task ids and aliases that pipeline() takes, sorted.
[[nodiscard]] std::vector<std::string> available_tasks();

}  // namespace penstock
