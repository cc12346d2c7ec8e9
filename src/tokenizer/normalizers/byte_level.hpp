// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// ByteLevel as a normalizer: text becomes GPT-2 stand-ins of its bytes; no fields.
[[nodiscard]] std::unique_ptr<Normalizer> make_byte_level(const JsonView& json);

}  // namespace penstock::normalizers
