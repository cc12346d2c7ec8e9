// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/decoders/metaspace.hpp"

#include <utility>

#include "core/python_str.hpp"
#include "core/utf8.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/json_view.hpp"

namespace penstock::decoders {
namespace {

class Metaspace final : public Decoder {
 public:
  Metaspace(std::string replacement, bool prepends)
      : replacement_(std::move(replacement)), prepends_(prepends) {}

  // The first token loses its replacement characters when encoding prepends one.
  void decode_chain(std::vector<std::string>& tokens) const override {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      tokens[i] = python::replace_all(tokens[i], replacement_, i == 0 && prepends_ ? "" : " ");
    }
  }

 private:
  std::string replacement_;
  bool prepends_;
};

bool has(const JsonView& json, std::string_view key) {
  return json.as_object()[key].error() == simdjson::SUCCESS;
}

}  // namespace

std::unique_ptr<Decoder> make_metaspace(const JsonView& json) {
  std::string replacement;
  utf8::append(replacement, json.at("replacement").as_char());
  std::string_view scheme = "always";
  if (has(json, "prepend_scheme")) {
    const JsonView given = json.at("prepend_scheme");
    scheme = given.as_string();
    if (scheme != "always" && scheme != "first" && scheme != "never") {
      given.fail("always, first or never");
    }
  }
  const auto legacy = json.find("add_prefix_space");
  if (legacy && !legacy->as_bool() && scheme != "never") {
    legacy->fail("true unless prepend_scheme is never");
  }
  (void)json.bool_or("split", true);
  (void)json.string_or("str_rep", "");
  return std::make_unique<Metaspace>(std::move(replacement), scheme != "never");
}

}  // namespace penstock::decoders
