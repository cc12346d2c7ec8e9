// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/pre_tokenizers/byte_level.hpp"

#include "tokenizer/json_view.hpp"
#include "tokenizer/pattern.hpp"
#include "tokenizer/pre_tokenized_string.hpp"
#include "tokenizer/pre_tokenizer.hpp"

namespace penstock::pre_tokenizers {
namespace {

// GPT-2's words.
constexpr std::string_view kPattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

class ByteLevel final : public PreTokenizer {
 public:
  ByteLevel(bool add_prefix_space, bool use_regex)
      : add_prefix_space_(add_prefix_space), use_regex_(use_regex) {}

  void pre_tokenize(PreTokenizedString& text) const override {
    text.split([&](NormalizedString& piece, PieceSink& sink) {
      if (add_prefix_space_ && !piece.text().starts_with(' ')) piece.prepend(" ");
      if (use_regex_) {
        find_spans(pattern_.get(), piece.text(), text.spans());
        sink.push_parts(piece, text.spans());
      } else {
        sink.push(piece);
      }
    });
    text.rewrite([](NormalizedString& piece) { piece.to_byte_level(); });
  }
  [[nodiscard]] std::optional<kernels::ScanPlan> scan_plan() const override {
    using Kind = kernels::ScanPlan::Kind;
    return kernels::ScanPlan{.kind = use_regex_ ? Kind::gpt2 : Kind::byte_level,
                             .to_bytes = true,
                             .blank_in_front = add_prefix_space_};
  }

 private:
  bool add_prefix_space_;
  bool use_regex_;
  LazyRegex pattern_{kPattern};
};

}  // namespace

std::unique_ptr<PreTokenizer> make_byte_level(const JsonView& json) {
  const bool add_prefix_space = json.at("add_prefix_space").as_bool();
  (void)json.at("trim_offsets").as_bool();
  return std::make_unique<ByteLevel>(add_prefix_space, json.bool_or("use_regex", true));
}

}  // namespace penstock::pre_tokenizers
