// SPDX-License-Identifier: Apache-2.0
#include "request.hpp"

#include <sys/stat.h>

#include <utility>

#include <penstock/error.hpp>

#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

constexpr const char* kExpected =
    R"(a request is a JSON string or {"inputs": ..., "parameters": {...}})";

// What a line of JSON asks.
Request from_json(Json value) {
  Request request;
  if (value.is_string()) {
    request.inputs = std::move(value);
    return request;
  }
  if (!value.is_object()) throw Error(ErrorCode::invalid_argument, kExpected);
  const auto inputs = value.find("inputs");
  if (inputs == value.end()) {
    throw Error(ErrorCode::invalid_argument, std::string("\"inputs\" is missing: ") + kExpected);
  }
  request.inputs = std::move(*inputs);
  const auto parameters = value.find("parameters");
  if (parameters == value.end() || parameters->is_null()) return request;
  if (!parameters->is_object()) {
    throw Error(ErrorCode::invalid_argument,
                std::string("\"parameters\" must be an object: ") + kExpected);
  }
  request.parameters = std::move(*parameters);
  return request;
}

void check_utf8(std::string_view text) {
  for (std::size_t place = 0; place < text.size();) {
    const std::size_t length = utf8_length(text.substr(place));
    if (length == 0) {
      throw Error(ErrorCode::invalid_argument, "the text is not valid UTF-8 at byte " +
                                                   std::to_string(place) +
                                                   "; convert it to UTF-8 first");
    }
    place += length;
  }
}

// A request for `text` itself.
Request from_text(std::string_view text) {
  Request request;
  check_utf8(text);
  request.inputs = std::string(text);
  return request;
}

// The same, unless the text is a JSON object.
Request from_text_or_object(std::string_view text) {
  Request request = from_text(text);
  if (!text.starts_with('{')) return request;
  try {
    Json value = JsonReader().parse_copy(text);
    if (value.is_object()) request.inputs = std::move(value);
  } catch (const Error&) {
    return request;  // no JSON: a text like any other
  }
  return request;
}

template <typename Make>
Request made_by(Make&& make) {
  try {
    return make();
  } catch (...) {
    Request request;
    request.failure = current_failure();
    return request;
  }
}

}  // namespace

void refuse_long_line(const Line& line) {
  if (line.too_long) {
    throw Error(ErrorCode::invalid_argument, "the line has " + std::to_string(line.size) +
                                                 " bytes; at most " + std::to_string(kLongestLine) +
                                                 " are taken");
  }
}

std::string_view without_carriage_return(std::string_view line) noexcept {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<Request> WordSource::next() {
  if (place_ == words_.size()) return std::nullopt;
  const std::string& word = words_[place_++];
  return made_by([&] { return objects_ ? from_text_or_object(word) : from_text(word); });
}

LineSource::LineSource(int descriptor, LineKind kind)
    : reader_(descriptor, kLongestLine), kind_(kind) {
  struct stat status {};
  if (::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode)) {
    total_ = static_cast<std::uint64_t>(status.st_size);
  }
}

Request LineSource::parse(const Line& line) {
  return made_by([&] {
    refuse_long_line(line);
    if (kind_ == LineKind::request) return from_json(json_.parse(line.text));
    const std::string_view text = without_carriage_return(line.text);
    return kind_ == LineKind::text ? from_text(text) : from_text_or_object(text);
  });
}

std::optional<Request> LineSource::next() {
  const auto line = reader_.next();
  if (!line) return std::nullopt;
  return parse(*line);
}

}  // namespace penstock::cli
