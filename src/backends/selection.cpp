// SPDX-License-Identifier: Apache-2.0
#include "backends/selection.hpp"

#include <penstock/error.hpp>

#include "backends/accelerator_table.hpp"
#include "core/log.hpp"

namespace penstock {
namespace {

constexpr const char* kVariable = "PENSTOCK_ACCELERATOR";

// optimum.pipelines.pipeline's texts, word for word.
constexpr std::string_view kNothingInstalled =
    "You need to install either `optimum-onnx[onnxruntime]` to use ONNX Runtime as an accelerator, "
    "or `optimum-intel[openvino]` to use OpenVINO as an accelerator, "
    "or `optimum-intel[ipex]` to use IPEX as an accelerator.";

std::string_view selected_text(Accelerator accelerator) {
  switch (accelerator) {
    case Accelerator::ov:
      return "`accelerator` not specified. Using OpenVINO (`ov`) as the accelerator since "
             "`optimum-intel[openvino]` is installed.";
    case Accelerator::ort:
      return "`accelerator` not specified. Using ONNX Runtime (`ort`) as the accelerator since "
             "`optimum-onnx[onnxruntime]` is installed.";
    case Accelerator::ipex:
      return "`accelerator` not specified. Using IPEX (`ipex`) as the accelerator since "
             "`optimum-intel[ipex]` is installed.";
  }
  return {};
}

// What a named accelerator that is not there raises: optimum-intel's ImportError for its two, line
// ends included. Upstream's ort fails with Python's own import error, so its text is ours.
std::string_view missing_text(Accelerator accelerator) {
  switch (accelerator) {
    case Accelerator::ov:
      return "\n`accelerator=openvino` requires the openvino library but it was not found in your "
             "environment. You can install it with pip:\n`pip install openvino`. Please note that "
             "you may need to restart your runtime after installation.\n";
    case Accelerator::ort:
      return "`accelerator=ort` requires the onnxruntime library but it was not found in your "
             "environment. You can install it with pip:\n`pip install onnxruntime`.\n";
    case Accelerator::ipex:
      return "\n`accelerator=ipex` requires the ipex library but it was not found in your "
             "environment. You can install it with pip:\n`pip install "
             "intel_extension_for_pytorch`. Please note that you may need to restart your runtime "
             "after installation.\n";
  }
  return {};
}

const Availability& row_of(std::span<const Availability> availabilities, Accelerator accelerator) {
  return availabilities[static_cast<std::size_t>(accelerator)];
}

std::string quoted(Accelerator accelerator) {
  return std::string("`").append(to_string(accelerator)).append("`");
}

Choice make_choice(Accelerator accelerator, std::string reason) {
  Choice choice{accelerator, std::move(reason), std::nullopt};
  if (traits(accelerator).loader_takes_accelerator) choice.loader_argument = to_string(accelerator);
  return choice;
}

// The accelerator that PENSTOCK_ACCELERATOR names; absent when it is unset or empty.
std::optional<Accelerator> named_by_variable(const Environment& environment) {
  const auto value = environment.variable(kVariable);
  if (!value || value->empty()) return std::nullopt;
  try {
    return parse_accelerator(*value);
  } catch (const Error& error) {
    throw Error(error.code(), std::string("The environment variable ") + kVariable + " is `" +
                                  *value + "`. " + error.what());
  }
}

Choice choose_named(Accelerator accelerator, const std::string& who,
                    std::span<const Availability> availabilities,
                    const std::function<Servability(Accelerator)>& servable) {
  const Availability& row = row_of(availabilities, accelerator);
  if (!row.available) {
    throw Error(ErrorCode::unavailable,
                std::string(missing_text(accelerator)) + places_searched(row));
  }
  const Servability file = servable(accelerator);
  if (!file.servable) {
    throw Error(ErrorCode::not_found, quoted(accelerator) + " was asked for by " + who +
                                          ", but it cannot run this model: " + file.reason);
  }
  return make_choice(accelerator, quoted(accelerator) + " was asked for by " + who + ".");
}

Choice choose_by_priority(std::span<const Availability> availabilities,
                          const std::function<Servability(Accelerator)>& servable) {
  std::string passed_over;
  for (const AcceleratorTraits& row : accelerator_table()) {
    if (!row_of(availabilities, row.accelerator).available) continue;
    const Servability file = servable(row.accelerator);
    if (file.servable) {
      return make_choice(row.accelerator,
                         std::string(selected_text(row.accelerator)) + passed_over);
    }
    passed_over.append(" ").append(quoted(row.accelerator));
    passed_over.append(" was passed over: ").append(file.reason).append(".");
  }
  if (!passed_over.empty()) {
    throw Error(ErrorCode::not_found, "No available accelerator can run this model." + passed_over);
  }
  std::string message(kNothingInstalled);
  message +=
      "\nPenstock needs the runtime alone: `pip install onnxruntime` or `pip install openvino` in "
      "the "
      "active environment, or PENSTOCK_RUNTIME_PATH=FOLDER.";
  for (const Availability& row : availabilities) message.append("\n").append(places_searched(row));
  throw Error(ErrorCode::unavailable, message);
}

}  // namespace

std::string places_searched(const Availability& availability) {
  const AcceleratorTraits& row = traits(availability.accelerator);
  std::string text =
      "Places searched for " + std::string(row.title) + " (`" + std::string(row.name) + "`):";
  for (const Attempt& attempt : availability.attempts) {
    text += "\n  " + attempt.place + ": " + attempt.outcome;
  }
  return text;
}

Choice choose_accelerator(const Environment& environment, std::optional<std::string_view> requested,
                          std::span<const Availability> availabilities,
                          const std::function<Servability(Accelerator)>& servable) {
  if (requested) {
    return choose_named(parse_accelerator(*requested), "the caller", availabilities, servable);
  }
  const auto named = named_by_variable(environment);
  Choice choice = named ? choose_named(*named, kVariable, availabilities, servable)
                        : choose_by_priority(availabilities, servable);
  log(LogLevel::info, choice.reason);
  return choice;
}

Selection default_selection(const Environment& environment,
                            std::span<const Availability> availabilities) {
  if (const auto named = named_by_variable(environment)) {
    if (row_of(availabilities, *named).available) {
      return {*named, quoted(*named) + " was asked for by " + kVariable + "."};
    }
    return {std::nullopt,
            quoted(*named) + " was asked for by " + kVariable + ", but it is not available."};
  }
  for (const AcceleratorTraits& row : accelerator_table()) {
    if (row_of(availabilities, row.accelerator).available) {
      return {row.accelerator, std::string(selected_text(row.accelerator))};
    }
  }
  return {std::nullopt, std::string(kNothingInstalled)};
}

Selection default_selection() { return default_selection(system_environment(), availabilities()); }

}  // namespace penstock
