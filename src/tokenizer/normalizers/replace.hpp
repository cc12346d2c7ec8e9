// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Replace: pattern, content.
[[nodiscard]] std::unique_ptr<Normalizer> make_replace(const JsonView& json);

}  // namespace penstock::normalizers
