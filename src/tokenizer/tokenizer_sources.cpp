// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_sources.hpp"

#include <filesystem>
#include <penstock/error.hpp>

#include "tokenizer/converters/convert.hpp"
#include "tokenizer/converters/tiktoken.hpp"

namespace penstock {
namespace {

bool is_given(const PretrainedFiles& files, std::string_view key) {
  return !member_or_null(files.tokenizer_config, key).is_null();
}

bool differs(const PretrainedFiles& files, std::string_view key, std::string_view usual) {
  const FileJson& value = member_or_null(files.tokenizer_config, key);
  if (value.is_string()) return value.get<std::string>() != usual;
  const FileJson& content = member_or_null(value, "content");
  return content.is_string() && content.get<std::string>() != usual;
}

}  // namespace

bool wants_conversion(const PretrainedFiles& files) {
  const FileJson& from_slow = member_or_null(files.tokenizer_config, "from_slow");
  if (from_slow.is_boolean() && from_slow.get<bool>()) return true;
  const std::string_view name = files.tokenizer_class().name;
  if (name == "LlamaTokenizerFast" || name == "T5TokenizerFast" || name == "MT5TokenizerFast") {
    return is_given(files, "add_prefix_space");
  }
  return name == "PegasusTokenizerFast" &&
         (differs(files, "pad_token", "<pad>") || differs(files, "eos_token", "</s>") ||
          differs(files, "unk_token", "<unk>"));
}

// A conversion that is wanted needs files that many folders leave out; tokenizer.json then stands
// in for them.
TokenizerText find_tokenizer_json(const PretrainedFiles& files) {
  if (wants_conversion(files)) {
    if (const auto text = converters::convert(files)) return {PaddedText(*text), true};
  }
  if (const auto path = files.tokenizer_file()) return {PaddedText::read(*path), false};
  if (const auto path = converters::tiktoken_file(files)) {
    return {PaddedText(converters::convert_tiktoken(files, *path)), false};
  }
  if (const auto text = converters::convert(files)) return {PaddedText(*text), true};
  std::string looked_for = files.tokenizer_file_name();
  const std::string names = converters::looks_for(files);
  if (!names.empty()) looked_for += ", " + names;
  throw Error(ErrorCode::not_found, "The folder " + files.folder.string() +
                                        " holds no tokenizer; looked for " + looked_for);
}

}  // namespace penstock
