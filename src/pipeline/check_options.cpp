// SPDX-License-Identifier: Apache-2.0
#include "pipeline/check_options.hpp"

#include <penstock/error.hpp>
#include <string>

#include "core/refuse_argument.hpp"

namespace penstock {
namespace {

void check_model_given(std::string_view task, const PipelineOptions& options) {
  if (!options.model.empty()) return;
  if (task.empty()) {
    refuse_argument(
        "Impossible to instantiate a pipeline without either a task or a model being specified. "
        "Please provide a task class or a model");
  }
  if (options.tokenizer) {
    refuse_argument(
        "Impossible to instantiate a pipeline with tokenizer specified but not the model as the "
        "provided tokenizer may not be compatible with the default model. Please provide a "
        "PreTrainedModel class or a path/identifier to a pretrained model when providing "
        "tokenizer.");
  }
  if (options.feature_extractor) {
    refuse_argument(
        "Impossible to instantiate a pipeline with feature_extractor specified but not the model "
        "as the provided feature_extractor may not be compatible with the default model. Please "
        "provide a PreTrainedModel class or a path/identifier to a pretrained model when providing "
        "feature_extractor.");
  }
  throw Error(ErrorCode::not_found,
              "No model was given for " + std::string(task) +
                  ". Give the folder of one as `model`: fetching the task's default model from the "
                  "Hugging Face Hub is not part of this build.");
}

// What has no meaning without Python is refused where ignoring it could change the answer.
void check_python_only(const PipelineOptions& options) {
  if (options.framework && *options.framework != "pt") {
    refuse_argument("`framework` must be \"pt\" or left out, got \"" + *options.framework +
                    "\": the accelerators run exported graphs, which have no framework.");
  }
  if (!options.use_fast) {
    refuse_argument(
        "`use_fast=False` asks for a tokenizer's Python class where there is a fast one, which "
        "Penstock takes then. Leave it out; classes that exist in Python alone are taken as such.");
  }
  if (options.pipeline_class) {
    refuse_argument("`pipeline_class` names a Python class, \"" + *options.pipeline_class +
                    "\"; no Python runs here. Choose the pipeline by its task.");
  }
  if (options.device_map) {
    if (options.model_kwargs.is_object() && options.model_kwargs.contains("device_map")) {
      refuse_argument(
          "You cannot use both `pipeline(... device_map=..., model_kwargs={\"device_map\":...})` "
          "as those arguments might conflict, use only one.)");
    }
    refuse_argument(
        "ORTModel._from_pretrained() got an unexpected keyword argument 'device_map': models of "
        "the accelerators live on one device. Use `device`.");
  }
  if (options.revision && *options.revision != "main") {
    refuse_argument("The folder " + options.model + " has only one revision; `revision` is \"" +
                    *options.revision + "\". Leave it out, or give the folder of that revision.");
  }
}

void check_component(Need need, const std::optional<std::string>& given, std::string_view name,
                     std::string_view task) {
  if (need != Need::never || !given) return;
  refuse_argument("The task " + std::string(task) + " uses no " + std::string(name) + ", got \"" +
                  *given + "\". Leave it out.");
}

}  // namespace

void check_options(std::string_view task, const PipelineOptions& options) {
  check_model_given(task, options);
  if (task.empty()) {
    refuse_argument(
        "Instantiating a pipeline without a task set raised an error: the task of a local folder "
        "cannot be inferred. Name the task.");
  }
  check_python_only(options);
}

void check_components(const TaskEntry& task, const PipelineOptions& options) {
  check_component(task.tokenizer, options.tokenizer, "tokenizer", task.id);
  check_component(task.feature_extractor, options.feature_extractor, "feature_extractor", task.id);
  check_component(task.image_processor, options.image_processor, "image_processor", task.id);
  check_component(task.processor, options.processor, "processor", task.id);
}

}  // namespace penstock
