// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Sequence: normalizers, applied in turn.
[[nodiscard]] std::unique_ptr<Normalizer> make_sequence(const JsonView& json);

}  // namespace penstock::normalizers
