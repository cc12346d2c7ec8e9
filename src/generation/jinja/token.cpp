// SPDX-License-Identifier: Apache-2.0
#include "generation/jinja/token.hpp"

#include <array>

namespace penstock::jinja {

std::string_view describe(TokenType type) noexcept {
  static constexpr std::array<std::string_view, 36> kNames = {"template data / text",
                                                              "begin of print statement",
                                                              "end of print statement",
                                                              "begin of statement block",
                                                              "end of statement block",
                                                              "name",
                                                              "string",
                                                              "integer",
                                                              "float",
                                                              "+",
                                                              "=",
                                                              ":",
                                                              ",",
                                                              "/",
                                                              ".",
                                                              "==",
                                                              "//",
                                                              ">",
                                                              ">=",
                                                              "{",
                                                              "[",
                                                              "(",
                                                              "<",
                                                              "<=",
                                                              "%",
                                                              "*",
                                                              "!=",
                                                              "|",
                                                              "**",
                                                              "}",
                                                              "]",
                                                              ")",
                                                              ";",
                                                              "-",
                                                              "~",
                                                              "end of template"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string describe(const Token& token) {
  return token.type == TokenType::name ? token.text : std::string(describe(token.type));
}

}  // namespace penstock::jinja
