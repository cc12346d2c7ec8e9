// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/tokenizer_json.hpp"

#include <penstock/error.hpp>
#include <string>
#include <vector>

#include "tokenizer/components.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/model.hpp"
#include "tokenizer/normalizer.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/pre_tokenizer.hpp"
#include "tokenizer/tokenizer_document.hpp"

namespace penstock {
namespace {

constexpr std::string_view kVersion = "1.0";

void check_version(const JsonView& root) {
  const auto version = root.find("version");
  if (version && version->as_string() != kVersion) {
    throw Error(ErrorCode::io, "Unknown tokenizer version '" + std::string(version->as_string()) +
                                   "'; tokenizer.json must have version 1.0");
  }
}

// The id in the file counts for nothing, but it must be there.
AddedToken read_added_token(const JsonView& json) {
  (void)json.at("id").as_u32();
  AddedToken token;
  token.content = json.at("content").as_string();
  token.single_word = json.at("single_word").as_bool();
  token.lstrip = json.at("lstrip").as_bool();
  token.rstrip = json.at("rstrip").as_bool();
  token.normalized = json.at("normalized").as_bool();
  token.special = json.at("special").as_bool();
  return token;
}

std::vector<AddedToken> read_added_tokens(const JsonView& root) {
  std::vector<AddedToken> tokens;
  const auto list = root.find("added_tokens");
  if (!list) return tokens;
  for (const auto token : list->as_array()) {
    tokens.push_back(read_added_token(JsonView(token, "added_tokens")));
  }
  return tokens;
}

template <typename Component>
std::unique_ptr<Component> parse_component(std::string_view text,
                                           std::unique_ptr<Component> (*make)(const JsonView&)) {
  const JsonDocument document = JsonDocument::parse(text);
  return make(document.root());
}

}  // namespace

Engine make_engine(TokenizerDocument& document) {
  const JsonView root = document.root();
  (void)root.as_object();
  check_version(root);
  Engine engine;
  if (const auto json = root.find("normalizer")) engine.normalizer = make_normalizer(*json);
  if (const auto json = root.find("pre_tokenizer"))
    engine.pre_tokenizer = make_pre_tokenizer(*json);
  engine.model = make_model(root.at("model"), document.lists());
  if (const auto json = root.find("post_processor")) {
    engine.post_processor = make_post_processor(*json);
  }
  if (const auto json = root.find("decoder")) engine.decoder = make_decoder(*json);
  if (const auto json = root.find("truncation")) {
    engine.truncation = TruncationParams::from_json(*json);
  }
  if (const auto json = root.find("padding")) engine.padding = PaddingParams::from_json(*json);
  engine.add_tokens(read_added_tokens(root));
  return engine;
}

std::unique_ptr<Normalizer> parse_normalizer(std::string_view text) {
  return parse_component(text, make_normalizer);
}

std::unique_ptr<PreTokenizer> parse_pre_tokenizer(std::string_view text) {
  return parse_component(text, make_pre_tokenizer);
}

std::unique_ptr<PostProcessor> parse_post_processor(std::string_view text) {
  return parse_component(text, make_post_processor);
}

}  // namespace penstock
