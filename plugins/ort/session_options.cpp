// SPDX-License-Identifier: Apache-2.0
#include "ort/session_options.hpp"

#include <onnxruntime_session_options_config_keys.h>

#include <array>
#include <string>
#include <string_view>

#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;

struct Builder {
  const Runtime& runtime;
  OrtSessionOptions* options;
  ProviderRequest request;

  [[nodiscard]] const OrtApi& api() const { return runtime.api(); }
};

struct Choice {
  std::string_view name;
  int value;
};

template <std::size_t N>
int parse_choice(std::string_view key, const std::string& value,
                 const std::array<Choice, N>& choices) {
  for (const Choice& choice : choices)
    if (choice.name == value || std::to_string(choice.value) == value) return choice.value;
  throw Failure(PENSTOCK_INVALID_ARGUMENT, "option " + std::string(key) + "='" + value +
                                               "': give one of " + sdk::names_of(choices));
}

int parse_threads(std::string_view key, const std::string& value) {
  return static_cast<int>(sdk::parse_integer(key, value, 0, 4096));
}

using Applied = OrtStatus*;

Applied graph_optimization_level(Builder& to, const std::string& value) {
  constexpr std::array<Choice, 4> kLevels = {{{"ORT_DISABLE_ALL", ORT_DISABLE_ALL},
                                              {"ORT_ENABLE_BASIC", ORT_ENABLE_BASIC},
                                              {"ORT_ENABLE_EXTENDED", ORT_ENABLE_EXTENDED},
                                              {"ORT_ENABLE_ALL", ORT_ENABLE_ALL}}};
  return to.api().SetSessionGraphOptimizationLevel(
      to.options, static_cast<GraphOptimizationLevel>(
                      parse_choice("graph_optimization_level", value, kLevels)));
}

Applied execution_mode(Builder& to, const std::string& value) {
  constexpr std::array<Choice, 2> kModes = {
      {{"ORT_SEQUENTIAL", ORT_SEQUENTIAL}, {"ORT_PARALLEL", ORT_PARALLEL}}};
  return to.api().SetSessionExecutionMode(
      to.options, static_cast<ExecutionMode>(parse_choice("execution_mode", value, kModes)));
}

Applied intra_op_num_threads(Builder& to, const std::string& value) {
  return to.api().SetIntraOpNumThreads(to.options, parse_threads("intra_op_num_threads", value));
}

Applied inter_op_num_threads(Builder& to, const std::string& value) {
  return to.api().SetInterOpNumThreads(to.options, parse_threads("inter_op_num_threads", value));
}

Applied allow_spinning(Builder& to, const std::string& value) {
  const char* on = sdk::parse_bool("allow_spinning", value) ? "1" : "0";
  const auto set = [&](const char* key) {
    return to.api().AddSessionConfigEntry(to.options, key, on);
  };
  Applied status = set(kOrtSessionOptionsConfigAllowIntraOpSpinning);
  return status != nullptr ? status : set(kOrtSessionOptionsConfigAllowInterOpSpinning);
}

Applied enable_cpu_mem_arena(Builder& to, const std::string& value) {
  return sdk::parse_bool("enable_cpu_mem_arena", value) ? to.api().EnableCpuMemArena(to.options)
                                                        : to.api().DisableCpuMemArena(to.options);
}

Applied enable_mem_pattern(Builder& to, const std::string& value) {
  return sdk::parse_bool("enable_mem_pattern", value) ? to.api().EnableMemPattern(to.options)
                                                      : to.api().DisableMemPattern(to.options);
}

Applied optimized_model_filepath(Builder& to, const std::string& value) {
  return to.api().SetOptimizedModelFilePath(to.options, value.c_str());
}

Applied provider(Builder& to, const std::string& value) {
  to.request.provider = value;
  return nullptr;
}

Applied providers(Builder& to, const std::string& value) {
  to.request.providers = value;
  return nullptr;
}

Applied provider_options(Builder& to, const std::string& value) {
  to.request.options = value;
  return nullptr;
}

// Read where the graph is opened (load.cpp).
Applied logits_start(Builder&, const std::string& value) {
  (void)sdk::parse_bool(sdk::kLogitsStart, value);
  return nullptr;
}

// Read by the session.
Applied huge_pages(Builder&, const std::string& value) {
  (void)sdk::parse_bool(sdk::kHugePages, value);
  return nullptr;
}

struct OptionRow {
  std::string_view name;
  Applied (*apply)(Builder&, const std::string& value);
};
constexpr OptionRow kOptionRows[] = {
    {"provider", provider},
    {"providers", providers},
    {"provider_options", provider_options},
    {"graph_optimization_level", graph_optimization_level},
    {"execution_mode", execution_mode},
    {"intra_op_num_threads", intra_op_num_threads},
    {"inter_op_num_threads", inter_op_num_threads},
    {"allow_spinning", allow_spinning},
    {"enable_cpu_mem_arena", enable_cpu_mem_arena},
    {"enable_mem_pattern", enable_mem_pattern},
    {"optimized_model_filepath", optimized_model_filepath},
    {sdk::kLogitsStart, logits_start},
    {sdk::kHugePages, huge_pages},
};

// Keys of ONNX Runtime's own configuration entries, which it takes without looking.
bool is_config_entry(std::string_view key) {
  constexpr std::string_view kPrefixes[] = {"session.", "optimization.", "ep.", "mlas."};
  for (const std::string_view prefix : kPrefixes)
    if (key.starts_with(prefix)) return true;
  return false;
}

void apply(Builder& to, const std::string& key, const std::string& value) {
  const std::string what = "ONNX Runtime refused the option " + key + "='" + value + "'";
  if (const OptionRow* row = sdk::find_row(kOptionRows, key); row != nullptr)
    to.runtime.check(row->apply(to, value), what);
  else if (is_config_entry(key))
    to.runtime.check(to.api().AddSessionConfigEntry(to.options, key.c_str(), value.c_str()), what);
  else
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "ort does not know the option '" + key + "'; it knows " +
                      sdk::names_of(kOptionRows) +
                      " and ONNX Runtime's entries session.*, optimization.*, ep.*, mlas.*");
}

}  // namespace

SessionSettings make_session_settings(const Runtime& runtime, const sdk::SessionOptions& given) {
  const OrtApi& api = runtime.api();
  OrtSessionOptions* options = nullptr;
  runtime.check(api.CreateSessionOptions(&options), "ONNX Runtime gave no session options");
  SessionSettings settings{runtime.own(options), {}};
  runtime.check(api.SetSessionLogSeverityLevel(options, ORT_LOGGING_LEVEL_FATAL), "log level");
  // Lengths change from call to call: patterns of past shapes would only hold memory.
  runtime.check(api.DisableMemPattern(options), "memory pattern");
  Builder builder{runtime, options, {}};
  for (const auto& [key, value] : given.options) apply(builder, key, value);
  builder.request.device = given.device;
  settings.providers = choose_providers(builder.request, runtime.devices());
  append_providers(runtime, options, settings.providers);
  return settings;
}

}  // namespace penstock::ort
