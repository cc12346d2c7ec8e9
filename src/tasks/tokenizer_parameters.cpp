// SPDX-License-Identifier: Apache-2.0
#include "tasks/tokenizer_parameters.hpp"

#include <array>
#include <penstock/error.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/python_text.hpp"

namespace penstock {
namespace {

template <typename T, std::size_t N>
using Names = std::array<std::pair<std::string_view, T>, N>;

constexpr Names<PaddingStrategy, 3> kPaddings = {{{"longest", PaddingStrategy::longest},
                                                  {"max_length", PaddingStrategy::max_length},
                                                  {"do_not_pad", PaddingStrategy::do_not_pad}}};

constexpr Names<TruncationStrategy, 4> kTruncations = {
    {{"only_first", TruncationStrategy::only_first},
     {"only_second", TruncationStrategy::only_second},
     {"longest_first", TruncationStrategy::longest_first},
     {"do_not_truncate", TruncationStrategy::do_not_truncate}}};

constexpr Names<Side, 2> kSides = {{{"right", Side::right}, {"left", Side::left}}};

// transformers' ExplicitEnum: "x is not a valid PaddingStrategy, please select one of [...]".
template <typename T, std::size_t N>
T parse_name(const Json& value, const Names<T, N>& names, std::string_view type) {
  std::vector<std::string> known;
  for (const auto& [name, strategy] : names) {
    if (value.is_string() && value.get_ref<const std::string&>() == name) return strategy;
    known.emplace_back(name);
  }
  const std::string given = value.is_string() ? value.get<std::string>() : shown(value);
  throw Error(ErrorCode::invalid_argument, given + " is not a valid " + std::string(type) +
                                               ", please select one of " + python_list(known));
}

template <typename T>
void keep(std::optional<T>& member, std::optional<T> given) {
  if (given) member = std::move(given);
}

}  // namespace

void TokenizerParameters::apply_padding(ParameterSet& parameters) {
  if (const Json* value = parameters.take("padding"); value != nullptr && !value->is_null()) {
    if (value->is_boolean()) {
      padding.reset();  // False is the reference's default; "do_not_pad" is a choice
      if (value->get<bool>()) padding = PaddingStrategy::longest;
    } else {
      padding = parse_name(*value, kPaddings, "PaddingStrategy");
    }
  }
}

void TokenizerParameters::apply(ParameterSet& parameters) {
  apply_padding(parameters);
  if (const Json* value = parameters.take("truncation"); value != nullptr) {
    if (value->is_null()) {
      truncation.reset();
    } else if (value->is_boolean()) {
      truncation = value->get<bool>() ? TruncationStrategy::longest_first
                                      : TruncationStrategy::do_not_truncate;
    } else {
      truncation = parse_name(*value, kTruncations, "TruncationStrategy");
    }
  }
  keep(max_length, parameters.take_size("max_length"));
  keep(stride, parameters.take_size("stride"));
  keep(pad_to_multiple_of, parameters.take_size("pad_to_multiple_of", 1));
  if (const Json* value = parameters.take("padding_side"); value != nullptr && !value->is_null()) {
    padding_side = parse_name(*value, kSides, "padding side");
  }
  keep(add_special_tokens, parameters.take_bool("add_special_tokens"));
  keep(return_token_type_ids, parameters.take_bool("return_token_type_ids"));
  keep(return_attention_mask, parameters.take_bool("return_attention_mask"));
  // These add outputs that no model takes, or windows past the first, which is the one used.
  static constexpr std::string_view kWithoutEffect[] = {
      "return_overflowing_tokens", "return_special_tokens_mask", "return_offsets_mapping",
      "return_length", "verbose"};
  for (const std::string_view key : kWithoutEffect) (void)parameters.take_bool(key);
}

EncodeOptions TokenizerParameters::encode_options() const {
  EncodeOptions options;
  options.padding = padding.value_or(PaddingStrategy::do_not_pad);
  const bool only_length = max_length && !padding;
  options.truncation = truncation.value_or(only_length ? TruncationStrategy::longest_first
                                                       : TruncationStrategy::do_not_truncate);
  // The tokenizer takes a maximum that stands alone as a wish to truncate; refused, it has no use.
  const bool unused = options.truncation == TruncationStrategy::do_not_truncate &&
                      options.padding == PaddingStrategy::do_not_pad;
  if (!unused) options.max_length = max_length;
  options.stride = stride.value_or(0);
  options.pad_to_multiple_of = pad_to_multiple_of.value_or(0);
  options.padding_side = padding_side;
  options.add_special_tokens = add_special_tokens.value_or(true);
  return options;
}

}  // namespace penstock
