// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <utility>

#include "core/file_error.hpp"
#include "tokenizer/batch_tensors.hpp"
#include "tokenizer/call_options.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/direct_encoding.hpp"
#include "tokenizer/encoding_conversion.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/pretrained.hpp"
#include "tokenizer/text_cleanup.hpp"
#include "tokenizer/tokenizer_state.hpp"

namespace penstock {
namespace {

EngineSequence sequence_of(const TextInput& input) { return {input.text, input.words}; }

std::optional<EngineSequence> pair_of(const TextInput& input) {
  if (!input.text_pair) return std::nullopt;
  return EngineSequence{*input.text_pair, {}};
}

// Whisper: ids that begin with a prompt are decoded from where the transcript starts.
std::span<const std::uint32_t> without_prompt(const Tokenizer::State& state,
                                              std::span<const std::uint32_t> ids) {
  const auto prompt = state.id_of_special("<|startofprev|>");
  const auto start = state.id_of_special("<|startoftranscript|>");
  if (ids.empty() || !prompt || ids.front() != *prompt) return ids;
  const auto found = start ? std::find(ids.begin(), ids.end(), *start) : ids.end();
  return ids.subspan(static_cast<std::size_t>(found - ids.begin()));
}

// By the engine, else by the class that stands in its place.
Encoding encode_with(const std::shared_ptr<const Tokenizer::State>& state,
                     const EncodeRequest& request, EncodingDetail detail = EncodingDetail::full) {
  if (!state->slow) {
    return encode_directly(std::shared_ptr<const Engine>(state, &state->engine), request, detail);
  }
  EngineEncoding encoding =
      state->slow->encode(request.sequence, request.pair, request.add_special_tokens,
                          request.truncation, request.padding);
  if (!request.overflow) encoding.overflowing.clear();
  return to_public(std::move(encoding), detail, nullptr);
}

void add_slow_rows(const TextCodec& codec, const EncodeRequest& request, std::uint32_t sample,
                   BatchRows& rows) {
  const EngineEncoding encoding = codec.encode(
      request.sequence, request.pair, request.add_special_tokens, request.truncation, std::nullopt);
  rows.add(encoding, sample);
  if (!request.overflow) return;
  for (const EngineEncoding& window : encoding.overflowing) rows.add(window, sample);
}

void check_words(const Tokenizer::State& state, const TextInput& input) {
  const std::string& name = state.settings.refuses_words_class;
  if (input.words.empty() || name.empty()) return;
  throw Error(ErrorCode::invalid_argument,
              "You need to instantiate " + name +
                  " with add_prefix_space=True to use it with pretokenized inputs.");
}

// What slow classes cut from both sequences is not told apart (prepare_for_model).
void check_overflow(const Tokenizer::State& state, const TextInput& input,
                    const EncodeOptions& options, const CallSettings& settings) {
  const bool asked = state.slow && options.return_overflowing_tokens && input.text_pair;
  if (!asked || !settings.truncation) return;
  if (settings.truncation->strategy != TruncationStrategy::longest_first) return;
  throw Error(ErrorCode::invalid_argument,
              "Not possible to return overflowing tokens for pair of sequences with the "
              "`longest_first`. Please select another truncation strategy than `longest_first`, "
              "for instance `only_second` or `only_first`.");
}

}  // namespace

std::optional<std::uint32_t> Tokenizer::State::id_of_special(const std::string& token) const {
  const auto id = codec().token_to_id(token);
  const auto& unk = settings.role(Role::unk);
  return id || !unk ? id : codec().token_to_id(*unk);
}

Tokenizer Tokenizer::from_pretrained(const std::filesystem::path& folder_or_file) try {
  const bool is_folder = std::filesystem::is_directory(folder_or_file);
  auto state = std::make_shared<State>(is_folder ? load_pretrained_folder(folder_or_file)
                                                 : load_tokenizer_file(folder_or_file));
  const auto add_special = [&](const std::string& token) {
    if (const auto id = state->id_of_special(token)) state->special_ids.insert(*id);
  };
  for (const auto& token : state->settings.roles) {
    if (token) add_special(*token);
  }
  for (const std::string& token : state->settings.other_special_tokens) add_special(token);
  if (!state->slow) state->engine.choose_kernel();
  return Tokenizer(std::move(state));
} catch (const std::filesystem::filesystem_error& error) {
  throw file_error(error);
}

Encoding Tokenizer::encode(std::string_view text, bool add_special_tokens) const {
  const Engine& engine = state_->engine;
  return encode_with(state_, {.sequence = {text, {}},
                              .pair = std::nullopt,
                              .add_special_tokens = add_special_tokens,
                              .overflow = true,
                              .truncation = engine.truncation,
                              .padding = engine.padding});
}

Encoding Tokenizer::encode(std::string_view text, std::string_view text_pair,
                           bool add_special_tokens) const {
  const Engine& engine = state_->engine;
  return encode_with(state_, {.sequence = {text, {}},
                              .pair = EngineSequence{text_pair, {}},
                              .add_special_tokens = add_special_tokens,
                              .overflow = true,
                              .truncation = engine.truncation,
                              .padding = engine.padding});
}

Encoding Tokenizer::encode(const TextInput& input, const EncodeOptions& options) const {
  const CallSettings settings = resolve_options(*state_, options);
  check_words(*state_, input);
  check_overflow(*state_, input, options, settings);
  // An empty pair counts as none in the call of transformers' fast classes for one input.
  std::optional<EngineSequence> pair = pair_of(input);
  if (pair && pair->text.empty() && !state_->slow) pair.reset();
  return encode_with(state_,
                     {.sequence = sequence_of(input),
                      .pair = pair,
                      .add_special_tokens = options.add_special_tokens,
                      .overflow = options.return_overflowing_tokens,
                      .truncation = settings.truncation,
                      .padding = settings.padding},
                     options.ids_only ? EncodingDetail::ids_only : EncodingDetail::full);
}

BatchEncoding Tokenizer::encode_batch(std::span<const TextInput> inputs,
                                      const EncodeOptions& options) const {
  const CallSettings settings = resolve_options(*state_, options);
  BatchRows rows;
  for (std::uint32_t i = 0; i < inputs.size(); ++i) {
    check_words(*state_, inputs[i]);
    check_overflow(*state_, inputs[i], options, settings);
    const EncodeRequest request{.sequence = sequence_of(inputs[i]),
                                .pair = pair_of(inputs[i]),
                                .add_special_tokens = options.add_special_tokens,
                                .overflow = options.return_overflowing_tokens,
                                .truncation = settings.truncation,
                                .padding = settings.padding};
    if (state_->slow) {
      add_slow_rows(*state_->slow, request, i, rows);
    } else {
      encode_into_rows(state_->engine, request, i, rows);
    }
  }
  return rows.to_tensors(settings.padding);
}

std::string Tokenizer::decode(std::span<const std::uint32_t> ids, bool skip_special_tokens) const {
  return decode(ids, skip_special_tokens, std::nullopt);
}

std::string Tokenizer::decode(std::span<const std::uint32_t> ids, bool skip_special_tokens,
                              std::optional<bool> clean_up_tokenization_spaces) const {
  const PretrainedSettings& settings = state_->settings;
  if (settings.decode_style == DecodeStyle::whisper && skip_special_tokens) {
    ids = without_prompt(*state_, ids);
  }
  std::string text = state_->codec().decode(ids, skip_special_tokens);
  if (settings.decode_style == DecodeStyle::clip) {
    replace_end_of_word(text, settings.end_of_word_suffix);
  }
  if (clean_up_tokenization_spaces.value_or(settings.clean_up_tokenization_spaces)) {
    clean_up_tokenization(text);
  }
  if (settings.decode_style == DecodeStyle::whisper) remove_timestamps(text);
  return text;
}

std::string Tokenizer::convert_tokens_to_string(std::span<const std::string> tokens) const {
  return state_->codec().join({tokens.begin(), tokens.end()});
}

std::optional<std::uint32_t> Tokenizer::token_to_id(std::string_view token) const {
  return state_->codec().token_to_id(token);
}

std::optional<std::string> Tokenizer::id_to_token(std::uint32_t id) const {
  return state_->codec().token_of(id);
}

bool Tokenizer::is_fast() const { return !state_->slow; }

std::size_t Tokenizer::vocab_size(bool with_added_tokens) const {
  return state_->codec().vocab_size(with_added_tokens);
}

std::optional<std::string> Tokenizer::special_token(Role role) const {
  return state_->settings.role(role);
}

std::optional<std::uint32_t> Tokenizer::special_token_id(Role role) const {
  const auto& token = state_->settings.role(role);
  return token ? state_->id_of_special(*token) : std::nullopt;
}

bool Tokenizer::is_special_id(std::uint32_t id) const { return state_->special_ids.contains(id); }

std::optional<std::size_t> Tokenizer::model_max_length() const {
  return state_->settings.model_max_length;
}

Side Tokenizer::padding_side() const { return state_->settings.padding_side; }

Side Tokenizer::truncation_side() const { return state_->settings.truncation_side; }

std::uint32_t Tokenizer::pad_token_type_id() const { return state_->settings.pad_token_type_id; }

const std::vector<std::string>& Tokenizer::model_input_names() const {
  return state_->settings.model_input_names;
}

std::size_t Tokenizer::num_special_tokens_to_add(bool pair) const {
  return state_->codec().special_token_count(pair);
}

std::string Tokenizer::continuing_subword_prefix() const {
  if (state_->slow) return {};
  return std::string(state_->engine.model->continuing_subword_prefix());
}

}  // namespace penstock
