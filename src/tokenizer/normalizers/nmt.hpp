// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// Nmt: drops control characters, turns kinds of white space into spaces; no fields.
[[nodiscard]] std::unique_ptr<Normalizer> make_nmt(const JsonView& json);

}  // namespace penstock::normalizers
