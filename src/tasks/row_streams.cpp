// SPDX-License-Identifier: Apache-2.0
#include "tasks/row_streams.hpp"

#include <string>

namespace penstock {

void RowStreams::add_row(std::span<const std::uint32_t> prompt) {
  if (callbacks_.on_text) streams_.emplace_back(tokenizer_, options_, prompt);
}

void RowStreams::put(GeneratedToken token) {
  const std::size_t row = token.row;
  token.row += first_row_;
  if (callbacks_.on_token) callbacks_.on_token(token);
  if (streams_.empty()) return;
  const std::string text = streams_[row].put(static_cast<std::uint32_t>(token.id));
  if (!text.empty()) callbacks_.on_text({token.row, text, false});
}

void RowStreams::end(const GenerationOutput& output) {
  std::vector<std::uint32_t> padding;
  for (std::size_t row = 0; row < streams_.size(); ++row) {
    padding.clear();
    const std::size_t length = output.prompt_length + output.generated_lengths[row];
    for (const std::int64_t id : output.sequence(row).subspan(length)) {
      if (id >= 0) padding.push_back(static_cast<std::uint32_t>(id));
    }
    callbacks_.on_text({first_row_ + row, streams_[row].end(padding), true});
  }
}

}  // namespace penstock
