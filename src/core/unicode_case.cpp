// SPDX-License-Identifier: Apache-2.0
#include "core/unicode_case.hpp"

#include "core/unicode/case_table.hpp"

namespace penstock::unicode {
namespace {

CaseMapping apply(char32_t c, const tables::CaseKind& kind) noexcept {
  const auto first = static_cast<char32_t>(static_cast<int32_t>(c) + kind.delta);
  const uint32_t size = kind.extra[1] != 0 ? 3U : kind.extra[0] != 0 ? 2U : 1U;
  return {{first, kind.extra[0], kind.extra[1]}, size};
}

}  // namespace

CaseMapping to_lower(char32_t c) noexcept {
  return apply(
      c, tables::kLowerKinds[tables::two_stage(tables::kLowerBlocks, tables::kLowerValues, c)]);
}

CaseMapping to_upper(char32_t c) noexcept {
  return apply(
      c, tables::kUpperKinds[tables::two_stage(tables::kUpperBlocks, tables::kUpperValues, c)]);
}

}  // namespace penstock::unicode
