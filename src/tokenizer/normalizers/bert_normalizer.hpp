// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// BertNormalizer: clean_text, handle_chinese_chars, strip_accents (null: as lowercase), lowercase.
[[nodiscard]] std::unique_ptr<Normalizer> make_bert_normalizer(const JsonView& json);

}  // namespace penstock::normalizers
