// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <penstock/tensor.hpp>

// Text to ids and back, equal to Hugging Face `tokenizers` 0.22.2 and, for what lies above it
// (padding side, model_max_length, special tokens by role), to transformers 4.57.6.
//
// A Tokenizer is immutable once loaded: copy it freely (copies share everything) and call it from
// many threads at once. Text is UTF-8; invalid UTF-8 throws Error{invalid_argument}.
// Offsets count Unicode code points of the original text, as in Python.
//
// Folders of classes that exist in Python alone (is_fast() is false: Marian, M2M100, Wav2Vec2 CTC,
// ESM, ByT5, CANINE) are tokenized as they do it. They know no offsets, words and sequences: every
// offset is (0, 0), every word and sequence kNone. Windows beyond the first do not exist for them;
// what truncation cut off (overflowing_tokens) is the one Encoding in `overflowing`.

namespace penstock {

struct Offsets {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Offsets&) const = default;
};

// Marks "no word" / "no sequence" in the arrays below (Python's None).
inline constexpr std::uint32_t kNone = 0xFFFFFFFFU;

struct Engine;

// One tokenized text or pair. All arrays are parallel and of size(), unless left out on request.
struct Encoding {
  std::vector<std::uint32_t> ids;
  std::vector<std::uint32_t> type_ids;
  std::vector<Offsets> offsets;             // of the sequence that the token came from
  std::vector<std::uint32_t> word_ids;      // index of the word in its sequence, or kNone
  std::vector<std::uint32_t> sequence_ids;  // 0, 1, ...; kNone for special tokens and padding
  std::vector<std::uint8_t> special_tokens_mask;
  std::vector<std::uint8_t> attention_mask;
  std::vector<Encoding> overflowing;  // further windows when truncated with a stride

  [[nodiscard]] std::size_t size() const noexcept { return ids.size(); }
  // The text of a token, as "##ing", read from the vocabulary: valid as long as this encoding.
  // Empty with ids_only. `tokens`: of all.
  [[nodiscard]] std::string_view token(std::size_t i) const;
  [[nodiscard]] std::vector<std::string> tokens() const;
  // Index of the first token of `sequence` that covers the code point, if any.
  [[nodiscard]] std::optional<std::size_t> char_to_token(std::uint32_t position,
                                                         std::uint32_t sequence = 0) const;
  // Word of the first token that covers the code point.
  [[nodiscard]] std::optional<std::uint32_t> char_to_word(std::uint32_t position,
                                                          std::uint32_t sequence = 0) const;
  // Tokens [first, last) of a word; offsets of a word. Absent when the word is not there.
  [[nodiscard]] std::optional<Offsets> word_to_tokens(std::uint32_t word,
                                                      std::uint32_t sequence = 0) const;
  [[nodiscard]] std::optional<Offsets> word_to_chars(std::uint32_t word,
                                                     std::uint32_t sequence = 0) const;
  // Of a token: its offsets, its word, its sequence. Absent for special tokens, padding and an
  // index beyond the last token.
  [[nodiscard]] std::optional<Offsets> token_to_chars(std::size_t token) const;
  [[nodiscard]] std::optional<std::uint32_t> token_to_word(std::size_t token) const;
  [[nodiscard]] std::optional<std::uint32_t> token_to_sequence(std::size_t token) const;

  // Where token texts come from; filled in by Tokenizer.
  struct Texts {
    std::shared_ptr<const Engine> vocabulary;                // null: every text is in `own`
    std::vector<std::pair<std::uint32_t, std::string>> own;  // tokens that go by another text
  };
  Texts texts;
};

enum class Side { right, left };
enum class TruncationStrategy { do_not_truncate, longest_first, only_first, only_second };
enum class PaddingStrategy { do_not_pad, longest, max_length };

// transformers' tokenizer call arguments, with its names and defaults.
struct EncodeOptions {
  bool add_special_tokens = true;
  PaddingStrategy padding = PaddingStrategy::do_not_pad;
  TruncationStrategy truncation = TruncationStrategy::do_not_truncate;
  std::optional<std::size_t> max_length = std::nullopt;  // with specials; none: model_max_length
  std::size_t stride = 0;                                // tokens shared by neighbouring windows
  bool return_overflowing_tokens = false;                // give every window, not only the first
  std::size_t pad_to_multiple_of = 0;                    // 0: any length
  std::optional<Side> padding_side = std::nullopt;       // none: the tokenizer's own
  std::optional<Side> truncation_side = std::nullopt;    // none: the tokenizer's own
  bool ids_only = false;  // leave texts, offsets, word_ids empty: faster
};

// A text, a text pair, or words split by the caller (is_split_into_words): fill what applies.
struct TextInput {
  std::string_view text = {};
  std::optional<std::string_view> text_pair = std::nullopt;
  std::span<const std::string> words = {};  // used when not empty, instead of text
};

// Padded [batch, length] int64 tensors, in the order of the inputs (windows of one input adjoin).
struct BatchEncoding {
  Tensor input_ids;
  Tensor attention_mask;
  Tensor token_type_ids;
  std::vector<std::uint32_t> overflow_to_sample_mapping;  // row -> index of its input
};

class Tokenizer {
 public:
  // A folder as AutoTokenizer.from_pretrained reads it (tokenizer.json with tokenizer_config.json,
  // else the files of the slow tokenizers), or one tokenizer.json taken as `tokenizers` takes it,
  // with the truncation and padding that it stores.
  // Throws Error{not_found} without tokenizer files, Error{io} for one that cannot be understood.
  [[nodiscard]] static Tokenizer from_pretrained(const std::filesystem::path& folder_or_file);

  // tokenizers' Tokenizer.encode: the file's own truncation and padding apply (none for a folder).
  [[nodiscard]] Encoding encode(std::string_view text, bool add_special_tokens = true) const;
  [[nodiscard]] Encoding encode(std::string_view text, std::string_view text_pair,
                                bool add_special_tokens = true) const;
  // Keeps a literal from being taken for the flag of the first form.
  [[nodiscard]] Encoding encode(std::string_view text, const char* text_pair,
                                bool add_special_tokens = true) const {
    return encode(text, std::string_view(text_pair), add_special_tokens);
  }
  // transformers' tokenizer(text, ...): windows beyond the first are in `overflowing`.
  [[nodiscard]] Encoding encode(const TextInput& input, const EncodeOptions& options) const;
  // The same for many, padded together, written straight into tensors.
  [[nodiscard]] BatchEncoding encode_batch(std::span<const TextInput> inputs,
                                           const EncodeOptions& options) const;

  // Unknown ids are dropped, as in the reference.
  [[nodiscard]] std::string decode(std::span<const std::uint32_t> ids,
                                   bool skip_special_tokens = false) const;
  // The same with transformers' clean_up_tokenization_spaces given; none: as the folder says.
  [[nodiscard]] std::string decode(std::span<const std::uint32_t> ids, bool skip_special_tokens,
                                   std::optional<bool> clean_up_tokenization_spaces) const;
  // tokenizer.convert_tokens_to_string of transformers' fast tokenizers: the decoder alone.
  [[nodiscard]] std::string convert_tokens_to_string(std::span<const std::string> tokens) const;

  [[nodiscard]] std::optional<std::uint32_t> token_to_id(std::string_view token) const;
  [[nodiscard]] std::optional<std::string> id_to_token(std::uint32_t id) const;
  [[nodiscard]] std::size_t vocab_size(bool with_added_tokens = true) const;

  // False for a class that exists in Python alone: no offsets, no words.
  [[nodiscard]] bool is_fast() const;

  // What transformers keeps beside the engine. Ids are absent where the role has no token.
  enum class Role { bos, eos, unk, sep, pad, cls, mask };
  [[nodiscard]] std::optional<std::string> special_token(Role role) const;
  [[nodiscard]] std::optional<std::uint32_t> special_token_id(Role role) const;
  [[nodiscard]] bool is_special_id(std::uint32_t id) const;           // in all_special_ids
  [[nodiscard]] std::optional<std::size_t> model_max_length() const;  // none: no limit
  [[nodiscard]] Side padding_side() const;
  [[nodiscard]] Side truncation_side() const;
  [[nodiscard]] std::uint32_t pad_token_type_id() const;
  [[nodiscard]] const std::vector<std::string>& model_input_names() const;
  [[nodiscard]] std::size_t num_special_tokens_to_add(bool pair) const;
  // WordPiece's "##"; empty for the other models. Decides how token-classification finds words.
  [[nodiscard]] std::string continuing_subword_prefix() const;

  // Translation models whose class names the language of a text: NLLB, MBart, MBart50, M2M100 and
  // SeamlessM4T (those with _build_translation_inputs). False for all others.
  [[nodiscard]] bool has_languages() const;
  // A cheap copy, sharing all but the few tokens around a text, that encodes texts of `src_lang`;
  // this tokenizer stays as it is. Codes are the class's own: "fra_Latn", "fr_XX", "fr", "fra".
  // A code that is unknown counts as the unknown token where the reference takes it for that.
  // Throws Error{invalid_argument} for codes that the reference refuses (M2M100), and where
  // has_languages() is false.
  [[nodiscard]] Tokenizer with_languages(std::string_view src_lang,
                                         std::string_view tgt_lang) const;
  // What a translation into `language` begins with (forced_bos_token_id). Absent where
  // with_languages would refuse it.
  [[nodiscard]] std::optional<std::uint32_t> language_id(std::string_view language) const;

  struct State;
  explicit Tokenizer(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  friend class DecodeStream;
  std::shared_ptr<const State> state_;
};

// Decodes ids as they come, for generation: the texts of all steps together are the text of all
// ids. Each step decodes the few ids whose text is not settled yet, never the whole sequence.
// Equal to tokenizers' DecodeStream (the decoder alone, without the clean-up of a class).
//
//   DecodeStream stream(tokenizer, true);
//   while (...) if (auto text = stream.step(next_id())) std::cout << *text << std::flush;
class DecodeStream {
 public:
  // `ids` have been there before: their text is not given again, but decides how the next one
  // begins (a leading space, half a character).
  explicit DecodeStream(Tokenizer tokenizer, bool skip_special_tokens = false,
                        std::span<const std::uint32_t> ids = {});

  // The text that became certain; absent while the ids end within a character or add no text.
  // Throws Error{invalid_argument} when the text of earlier ids changes with a later one, as some
  // decoders make it; the stream is of no use then.
  [[nodiscard]] std::optional<std::string> step(std::uint32_t id);
  [[nodiscard]] std::optional<std::string> step(std::span<const std::uint32_t> ids);

 private:
  [[nodiscard]] std::string decode() const;

  Tokenizer tokenizer_;
  bool skip_special_tokens_;
  std::vector<std::uint32_t> ids_;  // not settled, behind those that decode to prefix_
  std::string prefix_;              // their text so far
  std::size_t prefix_index_ = 0;
};

}  // namespace penstock
