// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <penstock/accelerator.hpp>
#include <span>
#include <string>
#include <string_view>

#include "core/environment.hpp"

// Which accelerator a pipeline runs on.

namespace penstock {

// Whether the model repository holds a file that an accelerator can run.
struct Servability {
  bool servable = false;
  std::string reason;  // the end of a sentence: which file, or why there is none
};

struct Choice {
  Accelerator accelerator = Accelerator::ort;
  std::string reason;  // whole sentences; logged at level info when nobody named the accelerator
  // What the accelerator's loader is told: upstream's loader for ov and ipex serves both and takes
  // the argument `accelerator`; ort's loader never receives it.
  std::optional<std::string_view> loader_argument;
};

// `requested`: the accelerator as the user wrote it; none: PENSTOCK_ACCELERATOR's, else the first
// of ov, ort and ipex that is available and servable. `servable` is asked only about available
// ones. Throws Error: invalid_argument for an unknown name; unavailable, with every place searched,
// when the one named or all are not there; not_found when there is no file for them.
[[nodiscard]] Choice choose_accelerator(const Environment& environment,
                                        std::optional<std::string_view> requested,
                                        std::span<const Availability> availabilities,
                                        const std::function<Servability(Accelerator)>& servable);

// default_selection() as a function of its inputs.
[[nodiscard]] Selection default_selection(const Environment& environment,
                                          std::span<const Availability> availabilities);

// "Places searched for ONNX Runtime (`ort`):" and one line for each attempt.
[[nodiscard]] std::string places_searched(const Availability& availability);

}  // namespace penstock
