// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_sources.hpp"

#include <optional>
#include <penstock/error.hpp>

#include "tokenizer/converters/convert.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock {
namespace {

// A way to come to a tokenizer.json; absent when its files are not there.
struct TokenizerSource {
  std::string (*looks_for)(const PretrainedFiles&);
  std::optional<std::string> (*read)(const PretrainedFiles&);
};

std::optional<std::string> read_own_file(const PretrainedFiles& files) {
  for (const std::string& name : {files.tokenizer_file_name(), std::string("tokenizer.json")}) {
    if (std::filesystem::exists(files.folder / name)) return read_text_file(files.folder / name);
  }
  return std::nullopt;
}

// The first that is there wins.
constexpr TokenizerSource kSources[] = {
    {[](const PretrainedFiles& files) { return files.tokenizer_file_name(); }, read_own_file},
    {converters::looks_for, converters::convert},
};

}  // namespace

std::string find_tokenizer_json(const PretrainedFiles& files) {
  std::string looked_for;
  for (const TokenizerSource& source : kSources) {
    if (auto text = source.read(files)) return *text;
    const std::string names = source.looks_for(files);
    if (!names.empty()) looked_for += (looked_for.empty() ? "" : ", ") + names;
  }
  throw Error(ErrorCode::not_found,
              files.folder.string() + " holds no tokenizer; looked for " + looked_for);
}

}  // namespace penstock
