// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// Metaspace: replacement, prepend_scheme (default always), split (default true).
[[nodiscard]] std::unique_ptr<PreTokenizer> make_metaspace(const JsonView& json);

}  // namespace penstock::pre_tokenizers
