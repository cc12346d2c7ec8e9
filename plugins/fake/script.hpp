// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The JSON text that stands for a graph:
//
//   {"inputs":  [{"name": "x", "dtype": "float32", "shape": [-1, -1]}],      no shape: rank unknown
//    "outputs": [{"name": "y", "dtype": "float32", "shape": [-1, -1],
//                 "sum": ["x", "x"]}],
//    "fail": {"create": "words", "run": "words", "at_run": 2},   at_run: that call only, from 1
//    "delay_ms": 20, "lie": "byte_size" | "null_data" | "negative_shape"}
//
// An output is one of: "constant": numbers (of the declared shape, -1 as 1), "echo": an input,
// "sum": inputs of one shape, added, "total": an input, added up to one number,
// "rows": lists of numbers, row i of the answer is rows[i % n] for as many rows as the first input,
// "accumulate": an input, added to what the state (or else nothing) held.

namespace penstock::fake {

struct OutputScript {
  std::string kind;                       // "constant", "echo", "sum", "total", ...
  std::vector<std::size_t> inputs;        // that it reads
  std::vector<std::vector<double>> rows;  // of "constant" (one) and "rows"
};

struct PortScript {
  std::string name;
  PenstockDType dtype;
  bool rank_known;
  std::vector<std::int64_t> shape;
};

struct Script {
  std::vector<PortScript> inputs;
  std::vector<PortScript> outputs;
  std::vector<OutputScript> answers;  // one for each of outputs
  std::string fail_create;
  std::string fail_run;
  std::int64_t fail_at_run = 0;  // 0: every run
  std::int64_t delay_ms = 0;
  std::string lie;
};

// Throws Failure{PENSTOCK_IO} with `origin` when the text is not such a script.
[[nodiscard]] Script parse_script(std::string_view text, const std::string& origin);

}  // namespace penstock::fake
