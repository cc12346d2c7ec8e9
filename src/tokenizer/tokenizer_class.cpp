// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_class.hpp"

#include <string>

namespace penstock {
namespace {

const TokenizerClass* find_exactly(std::string_view name) {
  for (const TokenizerClass& row : tokenizer_classes()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace

const TokenizerClass& find_tokenizer_class(std::string_view name) {
  if (!name.ends_with("Fast")) {
    if (const auto* row = find_exactly(std::string(name) + "Fast")) return *row;
  }
  if (const auto* row = find_exactly(name)) return *row;
  return *find_exactly("PreTrainedTokenizerFast");
}

TokenizerClass with_slow_roles(const TokenizerClass& row) {
  TokenizerClass slow = row;
  for (const SlowTokenizerClass& candidate : slow_tokenizer_classes()) {
    if (candidate.fast_name == row.name) slow.roles = candidate.roles;
  }
  return slow;
}

}  // namespace penstock
