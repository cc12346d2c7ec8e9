// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string_view>

namespace penstock {

// A text with zeroes behind it, which parsers may read.
class PaddedText {
 public:
  static constexpr std::size_t kPadding = 64;

  explicit PaddedText(std::string_view text);
  // Throws Error{not_found} without the file, Error{io} when it cannot be read.
  [[nodiscard]] static PaddedText read(const std::filesystem::path& path);

  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.get(), size_}; }

 private:
  struct Uninitialised {};
  PaddedText(Uninitialised, std::size_t size);

  std::size_t size_;
  std::unique_ptr<char[]> bytes_;
};

}  // namespace penstock
