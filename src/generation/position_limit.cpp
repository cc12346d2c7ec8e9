// SPDX-License-Identifier: Apache-2.0
#include "generation/position_limit.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace penstock {
namespace {

// Their configuration classes map max_position_embeddings to n_positions. Others, as T5, keep an
// n_positions that means nothing.
constexpr std::array<std::string_view, 6> kNPositions = {"codegen",     "ctrl", "gpt2",
                                                         "gpt_bigcode", "gptj", "openai-gpt"};

std::optional<std::size_t> positive(const ModelConfig& config, std::string_view key) {
  const std::optional<std::int64_t> value = config.integer(key);
  if (!value || *value <= 0) return std::nullopt;
  return static_cast<std::size_t>(*value);
}

bool can_be_length(const Error& error) noexcept {
  return error.code() == ErrorCode::backend || error.code() == ErrorCode::invalid_argument;
}

Error too_long(const std::string& what, std::size_t limit, const std::string& advice,
               const Error& error) {
  return Error(ErrorCode::invalid_argument, what + ", and the model reads at most " +
                                                std::to_string(limit) + "; " + advice +
                                                ". The runtime said: " + error.what());
}

}  // namespace

PositionLimits::PositionLimits(const ModelConfig& config) {
  const auto* const named = std::find(kNPositions.begin(), kNPositions.end(), config.model_type());
  const char* key = named == kNPositions.end() ? "max_position_embeddings" : "n_positions";
  decoder = encoder = positive(config, key);
  if (const auto own = positive(config, "max_decoder_position_embeddings")) decoder = own;  // LED
  if (const auto own = positive(config, "max_encoder_position_embeddings")) encoder = own;
}

Error PositionLimits::explain(const Error& error, std::size_t length, std::size_t prompt) const {
  if (!decoder || length <= *decoder || !can_be_length(error)) return error;
  if (prompt > *decoder) {
    return too_long("The prompt is " + std::to_string(prompt) + " tokens long", *decoder,
                    "shorten it", error);
  }
  return too_long("The prompt of " + std::to_string(prompt) +
                      " tokens and what was generated behind it are " + std::to_string(length) +
                      " tokens long",
                  *decoder, "shorten the prompt, or lower max_new_tokens", error);
}

Error PositionLimits::explain_encoder(const Error& error, std::size_t length) const {
  if (!encoder || length <= *encoder || !can_be_length(error)) return error;
  return too_long("The text is " + std::to_string(length) + " tokens long", *encoder,
                  "shorten it, or pass the parameter truncation=true to cut it", error);
}

}  // namespace penstock
