// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/kernels/scan_plan.hpp"

#include <string>

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
constexpr ScanPlan kO200k{ScanPlan::Kind::o200k, false, 3, false, ScanPlan::Prefix::never};
constexpr ScanPlan kTekken{ScanPlan::Kind::tekken, false, 1, false, ScanPlan::Prefix::never};
constexpr ScanPlan kBloom{ScanPlan::Kind::bloom, false, 1, false, ScanPlan::Prefix::never};
constexpr ScanPlan kNumbers{ScanPlan::Kind::deepseek_numbers, false, 3, false,
                            ScanPlan::Prefix::never};
constexpr ScanPlan kEast{ScanPlan::Kind::deepseek_east, false, 1, false, ScanPlan::Prefix::never};
constexpr ScanPlan kWords{ScanPlan::Kind::deepseek_words, false, 1, false, ScanPlan::Prefix::never};

// tiktoken's own spellings stand beside those of transformers' converters.
constexpr Row kPatterns[] = {
    {R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", kGpt2},
    {R"('(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", kGpt2},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kThreeDigits},
    {R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kThreeDigits},
    {R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)",
     kThreeDigits},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kOneDigit},
    {R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kMarks},
    {R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kO200k},
    {R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kTekken},
    {R"( ?[^(\s|[.,!?…。，、।۔،])]+)", kBloom},
    {R"(\p{N}{1,3})", kNumbers},
    {R"([一-龥぀-ゟ゠-ヿ]+)", kEast},
    {R"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)",
     kWords},
};

std::string with_escapes(std::string_view pattern) {
  std::string escaped;
  for (const char c : pattern) {
    if (c == '\r') {
      escaped += "\\r";
    } else if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

}  // namespace

std::optional<ScanPlan> plan_of_pattern(std::string_view pattern) {
  const std::string escaped = with_escapes(pattern);
  for (const Row& row : kPatterns) {
    if (row.pattern == escaped) return row.plan;
  }
  return std::nullopt;
}

}  // namespace penstock::kernels
