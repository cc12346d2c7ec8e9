// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/scan_plan.hpp"

namespace penstock::kernels {
namespace {

struct Row {
  std::string_view pattern;
  ScanPlan plan;
};

constexpr ScanPlan kGpt2{ScanPlan::Kind::gpt2, false, 1, false, ScanPlan::Prefix::never};
constexpr ScanPlan kThreeDigits{ScanPlan::Kind::cl100k, false, 3, false, ScanPlan::Prefix::never};
constexpr ScanPlan kOneDigit{ScanPlan::Kind::cl100k, false, 1, false, ScanPlan::Prefix::never};
constexpr ScanPlan kMarks{ScanPlan::Kind::cl100k, false, 1, true, ScanPlan::Prefix::never};

constexpr Row kPatterns[] = {
    {R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", kGpt2},
    {R"('(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", kGpt2},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kThreeDigits},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kOneDigit},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kMarks},
};

}  // namespace

std::optional<ScanPlan> plan_of_pattern(std::string_view pattern) {
  for (const Row& row : kPatterns) {
    if (row.pattern == pattern) return row.plan;
  }
  return std::nullopt;
}

}  // namespace penstock::kernels
