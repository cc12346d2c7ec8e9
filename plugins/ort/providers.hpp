// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ort/runtime.hpp"

namespace penstock::ort {

// An execution provider and its options, e.g. {"CUDAExecutionProvider", {{"device_id", "1"}}}.
struct Provider {
  std::string name;
  std::vector<std::pair<std::string, std::string>> options;

  // Where kept values live: the memory's name ("Cpu", "Cuda") and the device's number.
  [[nodiscard]] const char* memory_name() const noexcept;
  [[nodiscard]] int device_id() const;
};

// What the caller asked for, as text; empty means not given.
struct ProviderRequest {
  std::string provider;   // one name
  std::string providers;  // names: comma-separated, or a JSON list
  std::string options;    // a JSON object (for the first provider) or a list of them
  std::string device;     // "cpu", "-1", "cuda", "cuda:1", "0"
};

// optimum's prepare_providers_and_provider_options, and then .to(device). Never empty.
// Throws Failure{PENSTOCK_INVALID_ARGUMENT} with its texts.
[[nodiscard]] std::vector<Provider> choose_providers(const ProviderRequest& request,
                                                     const std::vector<std::string>& available);

// Registers the providers with the options of a session, in order.
void append_providers(const Runtime& runtime, OrtSessionOptions* options,
                      std::span<const Provider> providers);

}  // namespace penstock::ort
