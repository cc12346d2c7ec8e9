// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converted_special_tokens.hpp"

#include "tokenizer/json_view.hpp"
#include "tokenizer/name_file.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock {

SpecialTokens read_converted_special_tokens(const PretrainedFiles& files) {
  const auto own = files.tokenizer_file();
  const JsonDocument document = naming_file(own.value_or(files.folder).string(), [&] {
    return JsonDocument::parse(own ? read_text_file(*own) : "{}");
  });
  SpecialTokens tokens = read_special_tokens(files, with_slow_roles(files.tokenizer_class()),
                                             std::nullopt, document.root());
  tokens.settle_normalized();
  return tokens;
}

}  // namespace penstock
