// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Precompiled: precompiled_charsmap, the rules of a sentencepiece model in base64.
[[nodiscard]] std::unique_ptr<Normalizer> make_precompiled(const JsonView& json);

}  // namespace penstock::normalizers
