// SPDX-License-Identifier: Apache-2.0
#include "generation/position_limit.hpp"

#include <string>

namespace penstock {
namespace {

bool can_be_length(const Error& error) noexcept {
  return error.code() == ErrorCode::backend || error.code() == ErrorCode::invalid_argument;
}

Error too_long(const std::string& what, std::size_t limit, const char* advice, const Error& error) {
  return Error(ErrorCode::invalid_argument, what + ", and the model reads at most " +
                                                std::to_string(limit) + "; " + advice +
                                                ". The runtime said: " + error.what());
}

}  // namespace

PositionLimit::PositionLimit(const ModelConfig& config) : tokens(config.max_position_embeddings()) {
  const auto own = config.integer("max_decoder_position_embeddings");  // LED
  if (own && *own > 0) tokens = static_cast<std::size_t>(*own);
}

Error PositionLimit::explain(const Error& error, std::size_t length, std::size_t prompt) const {
  if (!tokens || length <= *tokens || !can_be_length(error)) return error;
  if (prompt > *tokens) {
    return too_long("The prompt is " + std::to_string(prompt) + " tokens long", *tokens,
                    "shorten it", error);
  }
  if (prompt <= 1) {  // the token that starts a decoder
    return too_long("The generated text is " + std::to_string(length) + " tokens long", *tokens,
                    "lower max_new_tokens", error);
  }
  return too_long("The prompt of " + std::to_string(prompt) +
                      " tokens and what was generated behind it are " + std::to_string(length) +
                      " tokens long",
                  *tokens, "shorten the prompt, or lower max_new_tokens", error);
}

}  // namespace penstock
