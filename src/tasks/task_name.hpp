// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The task ids and aliases of transformers (PIPELINE_REGISTRY).

namespace penstock {

struct TaskName {
  std::string id;    // "translation"
  std::string full;  // "translation_en_to_fr": the id where no languages are in the name
  std::optional<std::pair<std::string, std::string>> languages;  // "en", "fr"
};

// Aliases become ids, and translation_xx_to_yy is taken apart. Throws Error{not_found} "Unknown
// task {task}, available tasks are [...]" or "Invalid translation task {task}, ...".
[[nodiscard]] TaskName normalize_task(std::string_view task);

// Ids and aliases, sorted, as the reference lists them.
[[nodiscard]] std::vector<std::string> known_tasks();

}  // namespace penstock
