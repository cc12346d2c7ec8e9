// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <penstock/tokenizer.hpp>
#include <span>
#include <string>
#include <vector>

namespace penstock {

// The text of one row as it grows: the pieces together are exactly what decoding all ids at the end
// gives, without the text of the prompt. A piece is held back while later ids may still change it:
// a character that is not complete, a space that clean-up may take away.
class TextStream {
 public:
  struct Options {
    bool skip_special_tokens = true;
    bool clean_up_tokenization_spaces = false;
  };
  // `prompt`: ids in front, whose decoded text is left out (transformers' text-generation: by its
  // number of characters).
  TextStream(const Tokenizer& tokenizer, const Options& options,
             std::span<const std::uint32_t> prompt = {});

  // The text that became certain; often empty.
  [[nodiscard]] std::string put(std::uint32_t id);
  // What was held back. The stream is at its end. `padding`: ids behind the row's own, of longer
  // rows beside it; their text counts where special tokens are not skipped.
  [[nodiscard]] std::string end(std::span<const std::uint32_t> padding = {});

 private:
  [[nodiscard]] std::string settle(std::string_view text);
  [[nodiscard]] std::string without_prompt(std::string_view text);

  Tokenizer tokenizer_;
  Options options_;
  std::vector<std::uint32_t> ids_;
  DecodeStream stream_;
  bool steady_ = true;           // until the text of earlier ids changes; then all waits for end()
  std::string pending_;          // decoded, may still be cleaned up
  std::size_t settled_ = 0;      // bytes of the cleaned text that are out, the prompt's included
  std::size_t prompt_left_ = 0;  // characters of the prompt's text still to come
};

}  // namespace penstock
