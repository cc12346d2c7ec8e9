// SPDX-License-Identifier: Apache-2.0
#include "check_parameters.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "suggestions.hpp"

namespace penstock::cli {

void check_parameters(const Pipeline& pipe, const Json& parameters, bool names_only,
                      const Context& context) {
  const std::vector<std::string> names = pipe.parameter_names();
  for (const auto& [name, value] : parameters.items()) {
    if (std::ranges::binary_search(names, name)) continue;
    std::string all;
    for (const std::string& each : names) all += (all.empty() ? "" : ", ") + each;
    throw UsageError(std::string(pipe.task()) + " does not take the parameter `" + name +
                         "`; it takes: " + all + ".",
                     did_you_mean(name, names));
  }
  if (names_only) return;
  show_notes(Verbosity::quiet, context.err_terminal);  // each call says them again
  load_or_usage_error([&] { pipe.check_parameters(parameters); });
  show_notes(context.verbosity, context.err_terminal);
}

}  // namespace penstock::cli
