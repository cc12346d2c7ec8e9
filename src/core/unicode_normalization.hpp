// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// NFC, NFD, NFKC and NFKD with the Unicode 9.0 tables of the crate the reference uses
// (unicode-normalization-alignments 0.1.12).

namespace penstock::unicode {

enum class NormalizationForm : uint8_t { nfc, nfd, nfkc, nfkd };

// One output character and how it advances over the input, as NormalizedString::transform of the
// reference takes it: 0 replaces the next input character, +1 is inserted, -n replaces one and
// swallows the n after it. The value follows the output position, not the character, where marks
// were reordered. After composition any value from -n to +n can occur.
struct CharChange {
  char32_t code_point;
  int32_t change;
};

// Replaces `out` by the normalized form of `text` (valid UTF-8).
void normalize(std::string_view text, NormalizationForm form, std::vector<CharChange>& out);

// True only if normalizing surely leaves every character as it is (each with change 0). A false
// answer says nothing. Much cheaper than `normalize`.
[[nodiscard]] bool is_surely_normalized(std::string_view text, NormalizationForm form) noexcept;

// Canonical combining class in Unicode 9.0.
[[nodiscard]] uint8_t combining_class(char32_t c) noexcept;

}  // namespace penstock::unicode
