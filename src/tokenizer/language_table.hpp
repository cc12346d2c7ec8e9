// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

// Languages in the order by which tokenizers number the tokens of languages.

namespace penstock {

struct LanguageName {
  std::string_view name;  // "english"
  std::string_view code;  // "en"
};

[[nodiscard]] std::span<const std::string_view> m2m100_languages();
[[nodiscard]] std::span<const std::string_view> wmt21_languages();
[[nodiscard]] std::span<const std::string_view> whisper_languages();
// Several names may stand for one code.
[[nodiscard]] std::span<const LanguageName> whisper_language_names();

}  // namespace penstock
