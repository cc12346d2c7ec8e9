// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sdk/onnx_external_data.hpp"

namespace penstock::sdk {

// A graph to be opened from memory, with its weights in one real folder.
struct RelocatedModel {
  std::string bytes;
  std::string folder;
};

// Runtimes refuse weights that are reached through symbolic links, each release by other rules, and
// the Hugging Face cache is made of links. When the graph at `path` or one of its checked `files`
// is a link, returns the graph rewritten to name the real files, relative to their common folder.
[[nodiscard]] std::optional<RelocatedModel> relocate_links(std::span<const char> model,
                                                           const std::vector<ExternalFile>& files,
                                                           const std::string& path);

}  // namespace penstock::sdk
