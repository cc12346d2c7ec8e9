// SPDX-License-Identifier: Apache-2.0
#include "pipeline/model_arguments.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string_view>

#include "core/log.hpp"
#include "tasks/parameter_set.hpp"

namespace penstock {
namespace {

constexpr std::array<std::string_view, 4> kFileNameKeys = {
    "file_name", "encoder_file_name", "decoder_file_name", "decoder_with_past_file_name"};

std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Every scalar of an object as an option of the session, by its own name.
void append_members(SessionArguments& to, std::string_view key, const Json* object) {
  if (object == nullptr || object->is_null()) return;
  if (!object->is_object()) refuse_parameter(key, "an object of names and values", *object);
  for (const auto& [name, value] : object->items()) to.options.emplace_back(name, text_of(value));
}

void append_value(SessionArguments& to, std::string_view key, const Json* value) {
  if (value == nullptr || value->is_null()) return;
  to.options.emplace_back(std::string(key), text_of(*value));
}

void refuse_if_true(ParameterSet& kwargs, std::string_view key, std::string_view reason) {
  if (!kwargs.take_bool(key).value_or(false)) return;
  throw Error(ErrorCode::unsupported,
              "model_kwargs " + std::string(key) + "=true " + std::string(reason));
}

// Keys with the same meaning on every accelerator. Where files are cached or fetched from has no
// meaning for a local folder; use_io_binding and the like change no answer.
void take_common(ParameterSet& kwargs) {
  (void)kwargs.take("subfolder");
  for (const std::string_view key : kFileNameKeys) (void)kwargs.take(key);
  (void)kwargs.take_string("cache_dir");
  (void)kwargs.take_bool("local_files_only");
  (void)kwargs.take_bool("force_download");
  (void)kwargs.take_bool("export");
  (void)kwargs.take_bool("use_cache");
}

void take_ort(ParameterSet& kwargs, SessionArguments& to) {
  for (const std::string_view key : {"provider", "providers", "provider_options"}) {
    append_value(to, key, kwargs.take(key));
  }
  append_members(to, "session_options", kwargs.take("session_options"));
  (void)kwargs.take_bool("use_io_binding");
  (void)kwargs.take_bool("use_merged");
}

void take_ov(ParameterSet& kwargs, SessionArguments& to) {
  if (auto device = kwargs.take_string("device")) to.device = std::move(*device);
  append_members(to, "ov_config", kwargs.take("ov_config"));
  (void)kwargs.take_bool("from_onnx");
  (void)kwargs.take_bool("stateful");
  append_value(to, "dynamic_shapes", kwargs.take("dynamic_shapes"));
  // When a model is compiled changes no answer: here it always is when it is loaded.
  for (const std::string_view key : {"compile", "compile_only"}) (void)kwargs.take_bool(key);
  constexpr std::string_view kQuantize =
      "quantizes the weights while loading, which is not part of "
      "this build; give a model that is quantized already.";
  refuse_if_true(kwargs, "load_in_8bit", kQuantize);
  const Json* quantization = kwargs.take("quantization_config");
  if (quantization != nullptr && !quantization->is_null()) {
    throw Error(ErrorCode::unsupported,
                "model_kwargs quantization_config " + std::string(kQuantize));
  }
}

void take_ipex(ParameterSet& kwargs, SessionArguments& to) {
  append_value(to, "warmup", kwargs.take("warmup"));
  append_members(to, "ipex_config", kwargs.take("ipex_config"));
}

// "torch.bfloat16" and "bfloat16" alike.
std::string_view plain_dtype(std::string_view name) {
  constexpr std::string_view kPrefix = "torch.";
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name;
}

// "auto" leaves it to the backend, which runs in float32 where the graph allows it.
void apply_dtype(std::string_view given, Accelerator accelerator, SessionArguments& to) {
  const std::string_view dtype = plain_dtype(given);
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kHints = {
      {{"auto", ""}, {"float32", "f32"}, {"bfloat16", "bf16"}, {"float16", "f16"}}};
  const auto* hint = std::find_if(kHints.begin(), kHints.end(),
                                  [dtype](const auto& row) { return row.first == dtype; });
  if (hint == kHints.end()) {
    throw Error(ErrorCode::invalid_argument,
                "`torch_dtype` must be \"auto\", \"float32\", \"bfloat16\" or \"float16\", got \"" +
                    std::string(given) + "\".");
  }
  if (dtype == "auto") return;
  constexpr std::string_view kKey = "INFERENCE_PRECISION_HINT";
  const bool chosen = std::any_of(to.options.begin(), to.options.end(),
                                  [kKey](const auto& option) { return option.first == kKey; });
  if (accelerator == Accelerator::ov) {
    if (!chosen) to.options.emplace_back(kKey, hint->second);
  } else if (dtype != "float32") {
    log(LogLevel::warning, "`torch_dtype` has no effect on `" +
                               std::string(to_string(accelerator)) +
                               "`: the graph runs in the number types that it was exported in.");
  }
}

}  // namespace

void apply_location_kwargs(const Json& model_kwargs, ModelLocation& location) {
  ParameterSet kwargs(model_kwargs);
  if (auto subfolder = kwargs.take_string("subfolder")) location.subfolder = std::move(*subfolder);
  for (const std::string_view key : kFileNameKeys) {
    if (auto name = kwargs.take_string(key)) {
      location.file_names[std::string(key)] = std::move(*name);
    }
  }
  location.from_onnx = kwargs.take_bool("from_onnx").value_or(false);
}

ExportChoice export_choice(const Json& model_kwargs) {
  ParameterSet kwargs(model_kwargs);
  const auto given = kwargs.take_bool("export");
  if (!given) return ExportChoice::when_needed;
  return *given ? ExportChoice::always : ExportChoice::never;
}

DecoderArguments decoder_arguments(const Json& model_kwargs) {
  ParameterSet kwargs(model_kwargs);
  return {kwargs.take_bool("use_cache"), kwargs.take_bool("use_merged"),
          kwargs.take_bool("stateful")};
}

SessionArguments session_arguments(const PipelineOptions& options, Accelerator accelerator) {
  SessionArguments arguments;
  if (options.device && *options.device != "-1") arguments.device = *options.device;
  ParameterSet kwargs(options.model_kwargs);
  switch (accelerator) {
    case Accelerator::ort: take_ort(kwargs, arguments); break;
    case Accelerator::ov: take_ov(kwargs, arguments); break;
    case Accelerator::ipex: take_ipex(kwargs, arguments); break;
  }
  take_common(kwargs);
  kwargs.finish("model_kwargs of the accelerator `" + std::string(to_string(accelerator)) + "`");
  apply_dtype(options.torch_dtype, accelerator, arguments);
  return arguments;
}

}  // namespace penstock
