// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/padded_text.hpp"

#include <algorithm>
#include <fstream>
#include <penstock/error.hpp>

#include "tokenizer/huge_pages.hpp"

namespace penstock {

PaddedText::PaddedText(Uninitialised /*tag*/, std::size_t size)
    : size_(size), bytes_(std::make_unique_for_overwrite<char[]>(size + kPadding)) {
  advise_huge_pages(bytes_.get(), size);
  std::fill_n(bytes_.get() + size, kPadding, '\0');
}

PaddedText::PaddedText(std::string_view text) : PaddedText(Uninitialised{}, text.size()) {
  std::copy_n(text.data(), text.size(), bytes_.get());
}

PaddedText PaddedText::read(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw Error(ErrorCode::not_found,
                path.string() + " does not exist; give a model folder or a tokenizer.json");
  }
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (file && !error) {
    PaddedText text(Uninitialised{}, size);
    file.read(text.bytes_.get(), static_cast<std::streamsize>(size));
    if (file) return text;
  }
  throw Error(ErrorCode::io, path.string() + " cannot be read");
}

}  // namespace penstock
