// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <penstock/accelerator.hpp>
#include <string>
#include <string_view>

#include "backends/session.hpp"
#include "export/family.hpp"
#include "models/model_config.hpp"
#include "models/model_files.hpp"
#include "pipeline/model_arguments.hpp"

namespace penstock {

// What a session of one accelerator is opened from: a ready graph, or a checkpoint whose graph is
// built from config.json.
struct GraphSource {
  std::optional<std::filesystem::path> file;  // the graph, or the checkpoint
  bool built = false;                         // from the checkpoint
  std::string problem;                        // when there is no file: why
  std::string reason;                         // why built, else empty
};

// The head that a task's model has on its base; none for tasks whose graphs are never built here.
[[nodiscard]] std::optional<native::Head> head_of(std::string_view task_id);

// Chooses by what the repository holds: a ready graph for the accelerator first, else the
// checkpoint (Optimum's `export`: null); `export` true and false leave one of the two. Copies share
// what was built. Thread-safe.
class GraphSources {
 public:
  GraphSources(ModelFiles files, std::shared_ptr<const ModelConfig> config,
               std::optional<native::Head> head, ExportChoice choice = ExportChoice::when_needed);

  // Builds the graph where that is the choice, so that a source with a file is one that fits.
  [[nodiscard]] GraphSource choose(Accelerator accelerator, const GraphRole& role) const;

  // Whether the caller named the file of this role.
  [[nodiscard]] bool names(const GraphRole& role) const { return files_.named(role).has_value(); }

  // Throws Error{not_found} with the problem when there is nothing to open.
  [[nodiscard]] std::unique_ptr<Session> open(std::shared_ptr<Backend> backend,
                                              Accelerator accelerator, const GraphRole& role,
                                              const SessionArguments& arguments) const;

 private:
  struct Cache;
  [[nodiscard]] GraphSource build(Accelerator accelerator, const GraphRole& role) const;

  ModelFiles files_;
  std::shared_ptr<const ModelConfig> config_;
  std::optional<native::Head> head_;
  ExportChoice choice_;
  std::shared_ptr<Cache> cache_;
};

}  // namespace penstock
