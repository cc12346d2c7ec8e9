// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "ov/runtime.hpp"
#include "sdk/backend.hpp"
#include "sdk/mapped_file.hpp"

namespace penstock::ov {

// A graph as read, before it is compiled for a device.
struct Model {
  std::unique_ptr<sdk::MappedFile> weights;  // of an IR in memory: the model points into it
  Owned<ov_model_t> model;
  // From the name that the runtime tells to the one that the graph's author gave, where they
  // differ.
  std::map<std::string, std::string> names;
  bool logits_start = false;       // has the input of this name, which its file does not
  std::uint64_t weight_bytes = 0;  // in files or in memory, about
};

// Reads an IR (.xml beside its .bin) or an ONNX file, from a path or from memory.
// `logits_start`: adds the input of this name to an IR in a file that allows it.
// Throws Failure{PENSTOCK_NOT_FOUND, PENSTOCK_IO, PENSTOCK_BACKEND_FAILED} naming the file.
[[nodiscard]] Model read_model(const Runtime& runtime, const sdk::SessionOptions& given,
                               bool logits_start);

[[nodiscard]] inline bool is_fixed(const ov_dimension_t& dimension) noexcept {
  return dimension.min >= 0 && dimension.min == dimension.max;
}

// optimum-intel's dynamic_shapes: opens the first two dimensions of every input, where a graph
// fixes them. False, and the model is not to be used any more, when the graph does not allow it.
[[nodiscard]] bool open_shapes(const Runtime& runtime, const ov_model_t* model);

}  // namespace penstock::ov
