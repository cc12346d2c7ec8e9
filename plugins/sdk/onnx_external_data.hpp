// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

// What a runtime would only stumble over: whether bytes are an ONNX model at all, and the files of
// weights that it points to.

namespace penstock::sdk {

struct ExternalFile {
  std::string location;    // as the graph spells it, relative to the graph's folder
  std::uint64_t size = 0;  // bytes that the graph reads from it, at least
};

// Walks the protobuf of a model without copying and returns every file named by a tensor's
// external_data, each once. Throws Failure{PENSTOCK_IO} with `origin` when the bytes are not a
// well-formed model: empty, cut short, nested too deeply or without a graph.
[[nodiscard]] std::vector<ExternalFile> find_external_files(std::span<const char> model,
                                                            const std::string& origin);

// Throws Failure unless each file lies inside `folder` by its name, exists and is large enough;
// the message names the file and `origin`.
void check_external_files(const std::vector<ExternalFile>& files, const std::string& folder,
                          const std::string& origin);

}  // namespace penstock::sdk
