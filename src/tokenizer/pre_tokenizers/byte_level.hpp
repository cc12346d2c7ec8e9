// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PreTokenizer;
}  // namespace penstock

namespace penstock::pre_tokenizers {

// ByteLevel: add_prefix_space, trim_offsets (read, unused here), use_regex (default true).
[[nodiscard]] std::unique_ptr<PreTokenizer> make_byte_level(const JsonView& json);

}  // namespace penstock::pre_tokenizers
