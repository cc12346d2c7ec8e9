// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizers/bert_normalizer.hpp"

#include <optional>
#include <vector>

#include "core/unicode.hpp"
#include "tokenizer/json_view.hpp"
#include "tokenizer/normalized_string.hpp"
#include "tokenizer/normalizer.hpp"

namespace penstock::normalizers {
namespace {

struct Options {
  bool clean_text = true;
  bool handle_chinese_chars = true;
  bool strip_accents = true;
  bool lowercase = true;
};

class BertNormalizer final : public Normalizer {
 public:
  explicit BertNormalizer(Options options) : options_(options) {}

  void normalize(NormalizedString& text) const override {
    if (options_.clean_text) clean(text);
    if (options_.handle_chinese_chars) space_out_chinese(text);
    if (options_.strip_accents) {
      text.normalize(unicode::NormalizationForm::nfd);
      text.filter([](char32_t c) { return !unicode::is_mark_nonspacing_old(c); });
    }
    if (options_.lowercase) text.lowercase();
  }

 private:
  static void clean(NormalizedString& text) {
    text.filter([](char32_t c) { return !unicode::is_control_bert(c); });
    text.map([](char32_t c) { return unicode::is_whitespace(c) ? U' ' : c; });
  }

  static void space_out_chinese(NormalizedString& text) {
    std::vector<CharChange>& changes = change_scratch();
    changes.clear();
    bool found = false;
    const std::string_view all = text.text();
    for (std::size_t i = 0; i < all.size();) {
      const auto c = utf8::decode_unchecked(all.data() + i);
      i += c.size;
      if (unicode::is_cjk_bert(c.code_point)) {
        found = true;
        changes.insert(changes.end(), {{U' ', 0}, {c.code_point, 1}, {U' ', 1}});
      } else {
        changes.push_back({c.code_point, 0});
      }
    }
    if (found || !text.unchanged_is_noop()) text.transform(changes, 0);
  }

  Options options_;
};

}  // namespace

std::unique_ptr<Normalizer> make_bert_normalizer(const JsonView& json) {
  Options options;
  options.clean_text = json.at("clean_text").as_bool();
  options.handle_chinese_chars = json.at("handle_chinese_chars").as_bool();
  options.lowercase = json.at("lowercase").as_bool();
  options.strip_accents = json.bool_or("strip_accents", options.lowercase);
  return std::make_unique<BertNormalizer>(options);
}

}  // namespace penstock::normalizers
