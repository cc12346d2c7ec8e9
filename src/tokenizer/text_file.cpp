// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/text_file.hpp"

#include <fstream>
#include <penstock/error.hpp>

namespace penstock {
namespace {
// What a parser may read behind the text: then it need not copy it.
constexpr std::size_t kReadAhead = 256;
}  // namespace

std::string read_text_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw Error(ErrorCode::not_found,
                path.string() + " does not exist; give a model folder or a tokenizer.json");
  }
  std::ifstream file(path, std::ios::binary);
  const auto size = std::filesystem::file_size(path, error);
  std::string text;
  if (file && !error) {
    text.reserve(size + kReadAhead);
    text.resize(size);
    file.read(text.data(), static_cast<std::streamsize>(size));
  }
  if (!file || error) throw Error(ErrorCode::io, path.string() + " cannot be read");
  return text;
}

}  // namespace penstock
