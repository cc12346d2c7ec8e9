// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class Normalizer;
}  // namespace penstock

namespace penstock::normalizers {

// NFC, NFD, NFKC, NFKD: no fields.
[[nodiscard]] std::unique_ptr<Normalizer> make_nfc(const JsonView& json);

[[nodiscard]] std::unique_ptr<Normalizer> make_nfd(const JsonView& json);

[[nodiscard]] std::unique_ptr<Normalizer> make_nfkc(const JsonView& json);

[[nodiscard]] std::unique_ptr<Normalizer> make_nfkd(const JsonView& json);

}  // namespace penstock::normalizers
