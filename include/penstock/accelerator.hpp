// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Which accelerators this machine has, found once per process and cached. All functions here are
// thread-safe and none of them loads a runtime, unless its comment says so.
//
// An accelerator is there when both phases say yes (optimum.utils.import_utils,
// _is_package_available): the runtime's package folder with a native library in it is found, and an
// installed distribution's metadata names a version. A library outside any Python prefix has no
// metadata and is asked for its version through its own API.

namespace penstock {

// In the order in which one is chosen when none is named: first available wins.
enum class Accelerator { ov, ort, ipex };

[[nodiscard]] std::string_view to_string(Accelerator accelerator) noexcept;  // "ov", "ort", "ipex"

// "ov" or "openvino", "ort" or "onnxruntime", "ipex". Anything else throws Error{invalid_argument}:
// "Accelerator {name} not recognized. Please use 'ort', 'ov' or 'ipex'."
[[nodiscard]] Accelerator parse_accelerator(std::string_view name);

// One place that was looked at, and what came of it.
struct Attempt {
  std::string place;    // a folder, a library or an environment variable's name
  std::string phase;    // "found" (phase 1), "metadata" (phase 2) or "load"
  std::string outcome;  // "ok", or why this place did not serve
};

struct Availability {
  Accelerator accelerator = Accelerator::ov;
  bool available = false;
  std::string version = "N/A";  // of the distribution or library; "N/A" when unavailable
  std::optional<std::string> distribution;  // e.g. "onnxruntime-gpu"; none outside Python prefixes
  std::string library;                      // absolute path of the native library, else empty
  std::vector<Attempt> attempts;            // every place searched, in order
};

// All three, in enum order. The span and what it refers to live as long as the process.
[[nodiscard]] std::span<const Availability> availabilities();
[[nodiscard]] const Availability& availability(Accelerator accelerator);

// optimum.utils' functions of the same names.
[[nodiscard]] bool is_onnxruntime_available();
[[nodiscard]] bool is_openvino_available();
[[nodiscard]] bool is_ipex_available();

// The device names that the accelerator's runtime reports ("CPU", "CUDAExecutionProvider", ...).
// Loads the runtime. Throws Error{unavailable} when it is not there or cannot be loaded.
[[nodiscard]] std::vector<std::string> devices(Accelerator accelerator);

// What an unnamed choice would be, and why. Honours PENSTOCK_ACCELERATOR.
struct Selection {
  std::optional<Accelerator> accelerator;  // none: nothing is installed
  std::string reason;                      // Optimum's log text, or its ImportError text when none
};
[[nodiscard]] Selection default_selection();

// PEP 440 ordering, as optimum.utils.import_utils.compare_versions: operation is one of
// > >= == != <= <, else Error{invalid_argument} with the reference's text.
[[nodiscard]] bool compare_versions(std::string_view version, std::string_view operation,
                                    std::string_view requirement);

}  // namespace penstock
