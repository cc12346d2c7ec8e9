// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Strip: strip_left, strip_right.
[[nodiscard]] std::unique_ptr<Normalizer> make_strip(const JsonView& json);

}  // namespace penstock::normalizers
