// SPDX-License-Identifier: Apache-2.0
#include "ort/providers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;
using Json = nlohmann::ordered_json;

constexpr const char* kCpu = "CPUExecutionProvider";
constexpr const char* kCuda = "CUDAExecutionProvider";
constexpr const char* kRocm = "ROCMExecutionProvider";
constexpr const char* kTensorRt = "TensorrtExecutionProvider";

[[noreturn]] void refuse(const std::string& message) {
  throw Failure(PENSTOCK_INVALID_ARGUMENT, message);
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A list as Python prints it: ['a', 'b'].
std::string python_list(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    if (text.size() > 1) text += ", ";
    text += "'" + name + "'";
  }
  return text + "]";
}

void require_available(const std::string& name, const std::vector<std::string>& available) {
  if (!contains(available, name))
    refuse("Asked to use " + name +
           " as an ONNX Runtime execution provider, but the available execution providers are " +
           python_list(available) + ".");
}

Json parse_json(const char* option, const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) refuse(std::string("option ") + option + " is not valid JSON: " + text);
  return json;
}

std::vector<std::string> parse_names(const std::string& text) {
  std::vector<std::string> names;
  if (text.starts_with('[')) {
    for (const Json& name : parse_json("providers", text)) {
      if (!name.is_string()) refuse("option providers must be a list of names, given " + text);
      names.push_back(name.get<std::string>());
    }
  } else {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::size_t first = text.find_first_not_of(' ', begin);
      if (first < end)
        names.push_back(text.substr(first, text.find_last_not_of(" ,", end) + 1 - first));
      begin = end + 1;
    }
  }
  if (names.empty()) refuse("option providers names no execution provider: '" + text + "'");
  return names;
}

// One provider's options from a JSON object; numbers and booleans become their text.
void read_options(const Json& json, Provider& provider) {
  if (!json.is_object())
    refuse("option provider_options must be a JSON object or a list of them, given " + json.dump());
  for (const auto& [key, value] : json.items()) {
    std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    if (value.is_boolean()) text = value.get<bool>() ? "1" : "0";
    provider.options.emplace_back(key, std::move(text));
  }
}

void read_all_options(const std::string& text, std::vector<Provider>& providers) {
  const Json json = parse_json("provider_options", text);
  if (!json.is_array()) return read_options(json, providers.front());
  if (json.size() != providers.size())
    refuse(
        "When passing a list of provider options, it should be the same length as the list of "
        "providers. Got " +
        std::to_string(json.size()) + " provider options for " + std::to_string(providers.size()) +
        " providers.");
  for (std::size_t i = 0; i < json.size(); ++i) read_options(json[i], providers[i]);
}

// The GPU that a device names: none for the CPU.
std::optional<int> parse_device(const std::string& device) {
  if (device == "cpu" || device == "CPU" || device == "-1") return std::nullopt;
  if (device == "cuda") return 0;
  const std::string number = device.starts_with("cuda:") ? device.substr(5) : device;
  const bool digits = !number.empty() && number.size() < 4 &&
                      number.find_first_not_of("0123456789") == std::string::npos;
  if (!digits)
    refuse("ONNX Runtime does not know the device '" + device +
           "'. Use 'cpu' (or -1), 'cuda', 'cuda:N' or the number of a GPU.");
  return std::stoi(number);
}

// optimum's get_device_for_provider: only these count as GPUs.
std::optional<int> device_of(const Provider& provider) {
  if (provider.name == kCuda || provider.name == kTensorRt || provider.name == kRocm)
    return provider.device_id();
  return std::nullopt;
}

}  // namespace

const char* Provider::memory_name() const noexcept {
  if (name == kCuda || name == kTensorRt) return "Cuda";
  return name == kRocm ? "Hip" : "Cpu";
}

int Provider::device_id() const {
  for (const auto& [key, value] : options)
    if (key == "device_id") return static_cast<int>(sdk::parse_integer(key, value, 0, 1023));
  return 0;
}

std::vector<Provider> choose_providers(const ProviderRequest& request,
                                       const std::vector<std::string>& available) {
  std::vector<Provider> chosen;
  if (!request.providers.empty()) {
    for (std::string& name : parse_names(request.providers))
      chosen.push_back({std::move(name), {}});
  } else {
    chosen.push_back({request.provider.empty() ? kCpu : request.provider, {}});
  }
  for (const Provider& provider : chosen) require_available(provider.name, available);
  if (!request.options.empty()) read_all_options(request.options, chosen);
  if (request.device.empty()) return chosen;
  const std::optional<int> gpu = parse_device(request.device);
  Provider wanted{kCpu, {}};
  if (gpu)
    wanted = {contains(available, kRocm) ? kRocm : kCuda, {{"device_id", std::to_string(*gpu)}}};
  require_available(wanted.name, available);
  // ORTSessionMixin.to keeps the session's providers when they are on that device already.
  if (gpu == device_of(chosen.front())) return chosen;
  return {wanted};
}

}  // namespace penstock::ort
