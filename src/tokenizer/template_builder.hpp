// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/json_file.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/tokenizer_json.hpp"

namespace penstock {

// Collects a TemplateProcessing piece by piece.
class TemplateBuilder {
 public:
  void add_special(FileJson& pieces, const std::string& token, std::uint32_t id, int type_id) {
    pieces.push_back({{"SpecialToken", {{"id", token}, {"type_id", type_id}}}});
    special_tokens_[token] = {{"id", token}, {"ids", {id}}, {"tokens", {token}}};
  }
  static void add_sequence(FileJson& pieces, const char* name, int type_id) {
    pieces.push_back({{"Sequence", {{"id", name}, {"type_id", type_id}}}});
  }
  [[nodiscard]] std::unique_ptr<PostProcessor> build(const FileJson& single,
                                                     const FileJson& pair) const {
    const FileJson json{{"type", "TemplateProcessing"},
                        {"single", single},
                        {"pair", pair},
                        {"special_tokens", special_tokens_}};
    return parse_post_processor(json.dump());
  }

 private:
  FileJson special_tokens_ = FileJson::object();
};

}  // namespace penstock
