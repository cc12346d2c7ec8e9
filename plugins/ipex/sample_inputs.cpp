// SPDX-License-Identifier: Apache-2.0
#include "ipex/sample_inputs.hpp"

namespace penstock::ipex {
namespace {

constexpr std::int64_t kColumns = 8;

bool has(std::string_view name, std::string_view word) {
  return name.find(word) != std::string_view::npos;
}

}  // namespace

PenstockDType usual_dtype(std::string_view name) {
  return name.ends_with("_ids") || has(name, "mask") || has(name, "beam_idx") ||
                 has(name, "position")
             ? PENSTOCK_INT64
             : PENSTOCK_FLOAT32;
}

std::vector<std::int64_t> usual_sample_shape(std::string_view name) {
  if (usual_dtype(name) == PENSTOCK_INT64 && !has(name, "beam_idx")) return {1, kColumns};
  return {};
}

std::int64_t sample_integer(std::string_view name, std::int64_t i, std::int64_t columns) {
  if (has(name, "mask")) return 1;
  if (has(name, "token_type")) return 0;
  if (has(name, "position")) return columns > 0 ? i % columns : 0;
  return 1 + i % 5;
}

float sample_float(std::int64_t i) { return static_cast<float>(i * 37 % 101 - 50) / 50.0F; }

}  // namespace penstock::ipex
