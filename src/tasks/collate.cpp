// SPDX-License-Identifier: Apache-2.0
#include "tasks/collate.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace penstock {
namespace {

bool wants(const Tokenizer& tokenizer, std::string_view name, std::optional<bool> asked) {
  if (asked) return *asked;
  const auto& names = tokenizer.model_input_names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// `member` of each row, side by side, the rest filled with `pad`.
template <typename T>
Tensor stack(std::span<const Encoding* const> rows, std::vector<T> Encoding::*member,
             std::size_t length, std::int64_t pad, Side side) {
  const Shape shape = {static_cast<std::int64_t>(rows.size()), static_cast<std::int64_t>(length)};
  Tensor tensor = Tensor::zeros(DType::int64, shape);
  std::int64_t* out = static_cast<std::int64_t*>(tensor.data());
  for (const Encoding* row : rows) {
    const std::vector<T>& values = row->*member;
    const auto gap = static_cast<std::ptrdiff_t>(length - values.size());
    std::int64_t* const first = side == Side::left ? out + gap : out;
    if (pad != 0) std::fill(out, out + length, pad);
    std::copy(values.begin(), values.end(), first);
    out += length;
  }
  return tensor;
}

}  // namespace

CollateRules collate_rules(const Tokenizer& tokenizer, const TokenizerParameters& parameters) {
  CollateRules rules;
  rules.pad_token_id = tokenizer.special_token_id(Tokenizer::Role::pad).value_or(0);
  rules.padding_side = tokenizer.padding_side();
  rules.token_type_ids = wants(tokenizer, "token_type_ids", parameters.return_token_type_ids);
  rules.attention_mask = wants(tokenizer, "attention_mask", parameters.return_attention_mask);
  return rules;
}

NamedTensors collate(std::span<const Encoding* const> rows, const CollateRules& rules) {
  std::size_t length = 0;
  for (const Encoding* row : rows) length = std::max(length, row->size());
  const Side side = rules.padding_side;
  NamedTensors tensors;
  tensors.set("input_ids", stack(rows, &Encoding::ids, length, rules.pad_token_id, side));
  if (rules.token_type_ids) {
    tensors.set("token_type_ids", stack(rows, &Encoding::type_ids, length, 0, side));
  }
  if (rules.attention_mask) {
    tensors.set("attention_mask", stack(rows, &Encoding::attention_mask, length, 0, side));
  }
  return tensors;
}

}  // namespace penstock
