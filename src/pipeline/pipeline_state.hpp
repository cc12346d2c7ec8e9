// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <penstock/accelerator.hpp>
#include <penstock/pipeline.hpp>
#include <string>

#include "tasks/task.hpp"

namespace penstock {

// What copies of a Pipeline share. Immutable once loaded.
struct Pipeline::State {
  std::string task_id;  // normalised
  Accelerator accelerator = Accelerator::ort;
  std::string reason;  // why that accelerator
  std::filesystem::path model_file;
  std::unique_ptr<const Task> task;
};

}  // namespace penstock
