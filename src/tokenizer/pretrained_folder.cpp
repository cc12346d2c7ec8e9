// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>
#include <string>
#include <utility>

#include "tokenizer/class_patches.hpp"
#include "tokenizer/converted_special_tokens.hpp"
#include "tokenizer/name_file.hpp"
#include "tokenizer/pretrained.hpp"
#include "tokenizer/pretrained_files.hpp"
#include "tokenizer/pretrained_settings.hpp"
#include "tokenizer/slow/load_slow_folder.hpp"
#include "tokenizer/special_tokens.hpp"
#include "tokenizer/tokenizer_document.hpp"
#include "tokenizer/tokenizer_json.hpp"
#include "tokenizer/tokenizer_sources.hpp"

namespace penstock {
namespace {

std::optional<std::string> stored_pad_token(const Engine& engine) {
  if (!engine.padding) return std::nullopt;
  return engine.padding->pad_token;
}

}  // namespace

Tokenizer::State load_pretrained_folder(const std::filesystem::path& folder) {
  const PretrainedFiles files = PretrainedFiles::read(folder);
  if (auto state = slow::load_slow_folder(files)) return std::move(*state);
  const FileJson& config = files.tokenizer_config;
  const TokenizerClass& row = files.tokenizer_class();
  TokenizerText source = find_tokenizer_json(files);
  const std::string name = source.is_converted
                               ? "The tokenizer made of the files in " + folder.string()
                               : files.tokenizer_file().value_or(folder).string();
  TokenizerDocument document = naming_file(name, [&] {
    return TokenizerDocument(std::move(source.json), source.is_converted
                                                         ? JsonNumbers::exact
                                                         : JsonNumbers::as_serde_reads);
  });
  const JsonView root = document.root();

  Tokenizer::State state;
  state.engine = naming_file(name, [&] { return make_engine(document); });
  state.settings = read_settings(config, row, &state.engine);
  if (source.is_converted) take_slow_defaults(config, row, state.settings);
  SpecialTokens tokens =
      source.is_converted ? read_converted_special_tokens(files)
                          : read_special_tokens(files, row, stored_pad_token(state.engine), root);
  // PegasusTokenizerFast drops added_tokens_decoder.
  if (row.additional_rule == AdditionalRule::pegasus) tokens.decoder.clear();
  take_special_tokens(tokens, state.settings);
  state.engine.added.set_encode_special_tokens(config_flag(config, "split_special_tokens"));
  tokens.add_missing_to(state.engine);
  if (state.settings.decode_style == DecodeStyle::clip) {
    state.settings.end_of_word_suffix = root.at("model").string_or("end_of_word_suffix", "");
  }
  apply_class_patches(state, root, row, config);
  // Every call sets its own; the file's count for nothing.
  state.engine.truncation.reset();
  state.engine.padding.reset();
  return state;
}

}  // namespace penstock
