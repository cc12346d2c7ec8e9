// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// StripAccents: drops combining marks; decomposes nothing itself.
[[nodiscard]] std::unique_ptr<Normalizer> make_strip_accents(const JsonView& json);

}  // namespace penstock::normalizers
