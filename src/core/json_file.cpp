// SPDX-License-Identifier: Apache-2.0
#include "core/json_file.hpp"

#include <array>
#include <fstream>
#include <penstock/error.hpp>
#include <string>
#include <system_error>

namespace penstock {
namespace {

// Position of the closing quote of the string that opens at `at`, or the text's size.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at;
}

// One walk over the bytes: bounds the nesting, and rewrites Python's non-finite numbers.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view origin, std::size_t max_depth)
      : text_(text), origin_(origin), max_depth_(max_depth) {}

  // The text to parse: the input itself, or `rewritten` where something had to be replaced.
  std::string_view scan(std::string& rewritten) {
    for (std::size_t i = 0; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '"') {
        i = end_of_string(text_, i);
      } else if (c == '[' || c == '{') {
        deeper();
      } else if ((c == ']' || c == '}') && depth_ > 0) {
        --depth_;
      } else if (c == 'N' || c == 'I' || c == '-') {
        replace_non_finite(i, rewritten);
      }
    }
    if (copied_ == 0) return text_;
    rewritten.append(text_.substr(copied_));
    return rewritten;
  }

 private:
  void deeper() {
    if (++depth_ <= max_depth_) return;
    throw Error(ErrorCode::io, std::string(origin_) + " nests arrays and objects more than " +
                                   std::to_string(max_depth_) + " deep; no valid file does.");
  }

  // Leaves `i` on the last byte of what it replaced.
  void replace_non_finite(std::size_t& i, std::string& rewritten) {
    static constexpr std::array<std::string_view, 3> kWords = {"NaN", "Infinity", "-Infinity"};
    for (const std::string_view word : kWords) {
      if (!text_.substr(i).starts_with(word)) continue;
      rewritten.append(text_.substr(copied_, i - copied_)).append("null");
      i += word.size() - 1;
      copied_ = i + 1;
      return;
    }
  }

  std::string_view text_;
  std::string_view origin_;
  std::size_t max_depth_;
  std::size_t depth_ = 0;
  std::size_t copied_ = 0;  // bytes of text_ already in the rewritten text
};

std::string read_all(const std::filesystem::path& path, std::size_t max_size) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw Error(ErrorCode::not_found, "There is no file " + path.string() + ".");
  }
  if (!std::filesystem::is_regular_file(path, error)) {
    throw Error(ErrorCode::io, path.string() + " is not a file.");
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > max_size) {
    throw Error(ErrorCode::io, path.string() + " is " + std::to_string(size) +
                                   " bytes long; at most " + std::to_string(max_size) +
                                   " are read.");
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(error ? 0 : static_cast<std::size_t>(size), '\0');
  if (error || !file.read(text.data(), static_cast<std::streamsize>(text.size()))) {
    throw Error(ErrorCode::io, path.string() + " cannot be read; check its permissions.");
  }
  return text;
}

// Without the parser's own number, "[json.exception.parse_error.101] ".
std::string reason_of(const FileJson::exception& error) {
  const std::string_view reason = error.what();
  const std::size_t end = reason.starts_with('[') ? reason.find("] ") : reason.npos;
  return std::string(end == reason.npos ? reason : reason.substr(end + 2));
}

}  // namespace

FileJson parse_json(std::string_view text, std::string_view origin, JsonLimits limits) {
  std::string rewritten;
  const std::string_view safe = Scanner(text, origin, limits.max_depth).scan(rewritten);
  try {
    return FileJson::parse(safe);
  } catch (const FileJson::exception& error) {
    throw Error(ErrorCode::io, std::string(origin) + " is not valid JSON: " + reason_of(error));
  }
}

FileJson read_json_file(const std::filesystem::path& path, JsonLimits limits) {
  return parse_json(read_all(path, limits.max_size), path.string(), limits);
}

}  // namespace penstock
