// SPDX-License-Identifier: Apache-2.0
#include "ov/compile_options.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ov {
namespace {

using sdk::Failure;

// Our spelling of properties that are asked for often.
struct PropertyRow {
  std::string_view name;
  std::string_view property;
};
constexpr PropertyRow kProperties[] = {
    {"precision", "INFERENCE_PRECISION_HINT"},
    {"cache_dir", "CACHE_DIR"},
    {"performance_hint", "PERFORMANCE_HINT"},
    {"num_threads", "INFERENCE_NUM_THREADS"},
    {"num_streams", "NUM_STREAMS"},
};
// Precisions as torch_dtype spells them.
constexpr PropertyRow kPrecisions[] = {
    {"float32", "f32"}, {"float16", "f16"}, {"bfloat16", "bf16"}};
constexpr std::string_view kDynamicShapes = "dynamic_shapes";

constexpr std::array<std::string_view, 4> kVirtualDevices = {"AUTO", "MULTI", "HETERO", "BATCH"};

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// "GPU" is there when "GPU" or "GPU.0" is.
bool is_there(std::string_view wanted, const std::vector<std::string>& available) {
  return std::any_of(available.begin(), available.end(), [&](const std::string& name) {
    return name == wanted ||
           (name.size() > wanted.size() && name.starts_with(wanted) && name[wanted.size()] == '.');
  });
}

// The devices named in "AUTO:GPU.0,-CPU" or "BATCH:GPU(4)".
std::vector<std::string_view> devices_in(std::string_view name) {
  std::vector<std::string_view> parts;
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of(":,"), name.size());
    std::string_view part = name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
    if (part.starts_with('-')) part.remove_prefix(1);
    part = part.substr(0, part.find('('));
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

std::string choose_device(const Runtime& runtime, const std::string& given) {
  if (given.empty() || given == "-1") return "CPU";
  const std::string device = upper(given);
  if (device == "CPU") return device;  // asking for the list loads every device's plug-in
  const std::vector<std::string> available = runtime.devices();
  for (const std::string_view part : devices_in(device)) {
    const bool is_virtual =
        std::find(kVirtualDevices.begin(), kVirtualDevices.end(), part) != kVirtualDevices.end();
    if (is_virtual || is_there(part, available)) continue;
    throw Failure(PENSTOCK_UNAVAILABLE, "OpenVINO has no device '" + std::string(part) +
                                            "' here (asked for '" + given +
                                            "'). Available: " + join(available) +
                                            ", and AUTO, MULTI, HETERO and BATCH over them");
  }
  return device;
}

bool is_property(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool has(const CompileOptions& options, std::string_view property) {
  return std::any_of(options.properties.begin(), options.properties.end(),
                     [&](const auto& pair) { return pair.first == property; });
}

void apply(CompileOptions& options, const std::string& key, const std::string& value) {
  if (key == kDynamicShapes) {
    options.dynamic_shapes = sdk::parse_bool(key, value);
    return;
  }
  if (key == sdk::kLogitsStart) {
    options.logits_start = sdk::parse_bool(key, value);
    return;
  }
  if (key == sdk::kHugePages) {  // read by the session
    (void)sdk::parse_bool(key, value);
    return;
  }
  std::string property = key;
  if (const PropertyRow* row = sdk::find_row(kProperties, key); row != nullptr)
    property = row->property;
  else if (!is_property(key))
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "ov does not know the option '" + key + "'; it knows " +
                      sdk::names_of(kProperties) +
                      ", dynamic_shapes, logits_start, huge_pages and "
                      "OpenVINO's properties in capitals, such as NUM_STREAMS");
  std::string text = value;
  if (property == "INFERENCE_PRECISION_HINT")
    if (const PropertyRow* row = sdk::find_row(kPrecisions, value); row != nullptr)
      text = row->property;
  if (has(options, property))
    throw Failure(PENSTOCK_INVALID_ARGUMENT, "the property " + property + " is given twice");
  options.properties.emplace_back(std::move(property), std::move(text));
}

// optimum asks for LATENCY; it leaves the precision to the device, which on recent processors
// means bfloat16 and other answers than on the rest.
void add_defaults(CompileOptions& options) {
  if (!has(options, "PERFORMANCE_HINT"))
    options.properties.emplace_back("PERFORMANCE_HINT", "LATENCY");
  const bool precise = options.device.find("NPU") == std::string::npos;  // NPUs have no float32
  if (precise && !has(options, "INFERENCE_PRECISION_HINT") && !has(options, "EXECUTION_MODE_HINT"))
    options.properties.emplace_back("INFERENCE_PRECISION_HINT", "f32");
}

}  // namespace

CompileOptions make_compile_options(const Runtime& runtime, const sdk::SessionOptions& given) {
  CompileOptions options;
  for (const auto& [key, value] : given.options) apply(options, key, value);
  options.device = choose_device(runtime, given.device);
  add_defaults(options);
  return options;
}

}  // namespace penstock::ov
