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

const SlowTokenizerClass* find_slow_tokenizer_class(std::string_view fast_name) {
  for (const SlowTokenizerClass& row : slow_tokenizer_classes()) {
    if (row.fast_name == fast_name) return &row;
  }
  return nullptr;
}

TokenizerClass with_slow_roles(const TokenizerClass& row) {
  TokenizerClass slow = row;
  const SlowTokenizerClass* found = find_slow_tokenizer_class(row.name);
  if (found == nullptr) return slow;
  slow.roles = found->roles;
  if (!found->additional_special_tokens.empty()) {
    slow.additional_special_tokens = found->additional_special_tokens;
  }
  return slow;
}

}  // namespace penstock
