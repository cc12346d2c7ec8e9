// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/error.hpp>
#include <string>
#include <string_view>

namespace penstock {

// Runs `read`. What it finds wrong with a "tokenizer.json" is said of `source`: the path that was
// opened, or what a tokenizer without such a file was made from.
template <typename Read>
auto naming_file(const std::string& source, Read&& read) -> decltype(read()) {
  constexpr std::string_view kName = "tokenizer.json";
  try {
    return read();
  } catch (const Error& error) {
    if (error.code() != ErrorCode::io) throw;
    const std::string message = error.what();
    const bool named = message.starts_with(kName);
    throw Error(ErrorCode::io, source + (named ? message.substr(kName.size()) : ": " + message));
  }
}

}  // namespace penstock
