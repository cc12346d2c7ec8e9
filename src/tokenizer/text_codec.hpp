// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tokenizer/engine_encoding.hpp"
#include "tokenizer/engine_sequence.hpp"
#include "tokenizer/padding.hpp"
#include "tokenizer/truncation.hpp"

namespace penstock {

// What stands behind a Tokenizer: the engine of a tokenizer.json (Engine), or one of the classes
// that transformers has in Python only (slow/). Callable from many threads.
class TextCodec {
 public:
  virtual ~TextCodec() = default;

  // Token texts of the answer live until the thread's next call of `encode`, or as long as the
  // codec and the parameters.
  [[nodiscard]] virtual EngineEncoding encode(const EngineSequence& sequence,
                                              const std::optional<EngineSequence>& pair,
                                              bool add_special_tokens,
                                              const std::optional<TruncationParams>& truncate,
                                              const std::optional<PaddingParams>& pad) const = 0;
  [[nodiscard]] virtual std::string decode(std::span<const std::uint32_t> ids,
                                           bool skip_special_tokens) const = 0;
  // convert_tokens_to_string.
  [[nodiscard]] virtual std::string join(std::vector<std::string> tokens) const = 0;

  [[nodiscard]] virtual std::optional<std::uint32_t> token_to_id(std::string_view token) const = 0;
  // id_to_token.
  [[nodiscard]] virtual std::optional<std::string> token_of(std::uint32_t id) const = 0;
  [[nodiscard]] virtual std::size_t vocab_size(bool with_added_tokens) const = 0;
  // Special tokens that `encode` adds.
  [[nodiscard]] virtual std::size_t special_token_count(bool is_pair) const = 0;

  // Python-only classes of translation models: a copy with another src_lang, and the id of a
  // language. Null and absent for a language they do not know, and for all other classes.
  [[nodiscard]] virtual std::shared_ptr<const TextCodec> with_source_language(
      std::string_view /*language*/) const {
    return nullptr;
  }
  [[nodiscard]] virtual std::optional<std::uint32_t> language_id(
      std::string_view /*language*/) const {
    return std::nullopt;
  }

 protected:
  TextCodec() = default;
  TextCodec(const TextCodec&) = default;
  TextCodec& operator=(const TextCodec&) = default;
  TextCodec(TextCodec&&) = default;
  TextCodec& operator=(TextCodec&&) = default;
};

}  // namespace penstock
