// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/models/text_list.hpp"

#include <limits>
#include <penstock/error.hpp>

#include "tokenizer/huge_pages.hpp"

namespace penstock::models {

void TextList::reserve(std::size_t count, std::size_t bytes) {
  ends_.reserve(count);
  bytes_.reserve(bytes);
  advise_huge_pages(ends_.data(), count * sizeof(ends_[0]));
  advise_huge_pages(bytes_.data(), bytes);
}

void TextList::add(std::string_view text) {
  if (bytes_.size() + text.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::io, "the tokenizer's vocabulary holds more than 4 GiB of text");
  }
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
}

}  // namespace penstock::models
