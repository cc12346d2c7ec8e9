// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Lowercase: no fields; no final sigma.
[[nodiscard]] std::unique_ptr<Normalizer> make_lowercase(const JsonView& json);

}  // namespace penstock::normalizers
