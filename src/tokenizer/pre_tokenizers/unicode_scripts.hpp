// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// UnicodeScripts: cuts where the script changes; no fields.
[[nodiscard]] std::unique_ptr<PreTokenizer> make_unicode_scripts(const JsonView& json);

}  // namespace penstock::pre_tokenizers
