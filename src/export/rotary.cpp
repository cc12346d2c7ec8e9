// SPDX-License-Identifier: Apache-2.0
#include "export/rotary.hpp"

#include <cmath>
#include <penstock/error.hpp>

namespace penstock::native {

RotaryTable rotary_table(GraphBuilder& g, const Value& ids, std::int64_t head_size, double theta) {
  if (head_size % 2 != 0)
    throw Error(ErrorCode::io,
                "config.json: rotary positions need an even size of attention "
                "heads, and it is " +
                    std::to_string(head_size) + ".");
  std::vector<float> frequencies;
  for (std::int64_t i = 0; i < head_size; i += 2) {
    const float exponent = static_cast<float>(i) / static_cast<float>(head_size);
    frequencies.push_back(1.0F / std::pow(static_cast<float>(theta), exponent));
  }
  const Value length = g.op("Gather", {g.op("Shape", {ids}), g.integer(1)});
  const Value places = g.op("Range", {g.integer(0), length, g.integer(1)});
  const Value column =
      g.op("Unsqueeze", {g.op("Cast", {places}, {{"to", std::int64_t{1}}}), g.integers({1})});
  const Value angles = g.op("Mul", {column, g.numbers(frequencies)});
  const Value both = g.op("Concat", {angles, angles}, {{"axis", std::int64_t{-1}}});
  return {g.op("Cos", {both}), g.op("Sin", {both}), head_size};
}

Value rotate(GraphBuilder& g, const Value& x, const RotaryTable& table, std::int64_t rest) {
  if (rest > 0) {
    const auto parts =
        g.op_of("Split", {x, g.integers({table.head_size, rest})}, 2, {{"axis", std::int64_t{-1}}});
    return g.op("Concat", {rotate(g, parts[0], table), parts[1]}, {{"axis", std::int64_t{-1}}});
  }
  const std::int64_t half = table.head_size / 2;
  const auto halves =
      g.op_of("Split", {x, g.integers({half, half})}, 2, {{"axis", std::int64_t{-1}}});
  const Value swapped =
      g.op("Concat", {g.op("Neg", {halves[1]}), halves[0]}, {{"axis", std::int64_t{-1}}});
  return g.op("Add", {g.op("Mul", {x, table.cosines}), g.op("Mul", {swapped, table.sines})});
}

}  // namespace penstock::native
