// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <penstock/translation.hpp>
#include <string>

namespace penstock {

Translation::Translation(const PipelineOptions& options, std::string_view task)
    : Text2TextGeneration(penstock::pipeline(task, options)) {
  if (pipeline().task() == "translation") return;
  throw Error(ErrorCode::invalid_argument,
              "A Translation needs the task translation or translation_XX_to_YY, got " +
                  std::string(task) + ".");
}

}  // namespace penstock
