// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace penstock {
class PreTokenizer;
}

namespace penstock::kernels {

// How a recognised pre-tokenizer cuts a text, for the kernels that do it in one pass with the
// model. What is not recognised has no plan and is interpreted.
struct ScanPlan {
  enum class Kind : std::uint8_t {
    bert,      // BertPreTokenizer
    gpt2,      // GPT-2's pattern
    cl100k,    // the pattern of cl100k, Llama 3 and Qwen
    o200k,     // the pattern of o200k
    tekken,    // the same without contractions
    deepseek,  // the three splits of DeepSeek-V3 and R1, which alone are:
    deepseek_numbers,
    deepseek_east,
    deepseek_words,
    metaspace,   // Metaspace with U+2581, split
    marks,       // the same, not split
    spaces,      // nothing, in a text without spaces
    bloom,       // Bloom's pattern
    digits,      // numeric characters one by one
    byte_level,  // ByteLevel that cuts nothing: the last part of a sequence
    pieces,      // what `before` cuts
  };
  enum class Prefix : std::uint8_t { never, first, always };

  Kind kind = Kind::bert;
  bool to_bytes = false;          // pieces are rewritten in the byte-level alphabet
  std::uint8_t max_digits = 1;    // cl100k, o200k, tekken: numbers in one piece, 1 or 3
  bool marks = false;             // cl100k: \p{M} counts as a letter
  Prefix prefix = Prefix::never;  // metaspace, marks
  [[nodiscard]] bool is_deepseek_part() const noexcept {
    return kind >= Kind::deepseek_numbers && kind <= Kind::deepseek_words;
  }

  // pieces: a sequence that ends with ByteLevel; outlives the plan.
  const PreTokenizer* before = nullptr;
  bool words_in_pieces = false;  // pieces: ByteLevel cuts them by GPT-2's pattern
  bool digits_apart = false;     // gpt2: behind `digits`
  bool blank_in_front = false;   // gpt2: the text gets one, if it does not begin with one
};

// The plan of Split(pattern, Isolated), where the pattern is one of the known spellings. \r and \n
// may also stand in it themselves.
[[nodiscard]] std::optional<ScanPlan> plan_of_pattern(std::string_view pattern);

}  // namespace penstock::kernels
