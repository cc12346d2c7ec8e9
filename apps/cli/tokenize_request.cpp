// SPDX-License-Identifier: Apache-2.0
#include "tokenize_request.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include <penstock/error.hpp>

#include "encoding_json.hpp"
#include "json_lines.hpp"

namespace penstock::cli {
namespace {

template <typename Value>
struct Choice {
  std::string_view name;
  Value value;
};
constexpr Choice<TruncationStrategy> kTruncations[] = {
    {"do_not_truncate", TruncationStrategy::do_not_truncate},
    {"longest_first", TruncationStrategy::longest_first},
    {"only_first", TruncationStrategy::only_first},
    {"only_second", TruncationStrategy::only_second}};
constexpr Choice<PaddingStrategy> kPaddings[] = {{"do_not_pad", PaddingStrategy::do_not_pad},
                                                 {"longest", PaddingStrategy::longest},
                                                 {"max_length", PaddingStrategy::max_length}};
constexpr Choice<Side> kSides[] = {{"right", Side::right}, {"left", Side::left}};

// Any of them asks for transformers' call instead of the bare tokenizer.
constexpr const char* kCallArguments[] = {
    "truncation",   "max_length",      "stride", "return_overflowing_tokens", "padding",
    "padding_side", "truncation_side", "words",  "pad_to_multiple_of"};

[[noreturn]] void refuse(const char* name, const std::string& wanted) {
  throw Error(ErrorCode::invalid_argument, "\"" + std::string(name) + "\" must be " + wanted);
}

// Null where the request does not say.
const Json* member(const Json& request, const char* name) {
  const auto found = request.find(name);
  return found == request.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string_view> text_member(const Json& request, const char* name) {
  const Json* value = member(request, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) refuse(name, "a string");
  return value->get_ref<const std::string&>();
}

bool flag_member(const Json& request, const char* name, bool otherwise) {
  const Json* value = member(request, name);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refuse(name, "true or false");
  return value->get<bool>();
}

std::optional<std::size_t> length_member(const Json& request, const char* name) {
  const Json* value = member(request, name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number_integer() || value->get<std::int64_t>() < 0) {
    refuse(name, "a whole number of tokens");
  }
  return value->get<std::size_t>();
}

template <typename Value, std::size_t kCount>
std::optional<Value> choice_member(const Json& request, const char* name,
                                   const Choice<Value> (&choices)[kCount]) {
  const auto text = text_member(request, name);
  if (!text) return std::nullopt;
  std::string names;
  for (const Choice<Value>& choice : choices) {
    if (choice.name == *text) return choice.value;
    names += (names.empty() ? "" : ", ") + std::string(choice.name);
  }
  refuse(name, "one of " + names);
}

std::vector<std::string> words_member(const Json& request) {
  const Json* value = member(request, "words");
  std::vector<std::string> words;
  if (value == nullptr) return words;
  if (!value->is_array()) refuse("words", "a list of strings");
  for (const Json& word : *value) {
    if (!word.is_string()) refuse("words", "a list of strings");
    words.push_back(word.get<std::string>());
  }
  return words;
}

std::vector<std::uint32_t> ids_of(const Json& ids) {
  if (!ids.is_array()) refuse("ids", "a list of whole numbers");
  std::vector<std::uint32_t> out;
  for (const Json& id : ids) {
    if (!id.is_number_integer() || id.get<std::int64_t>() < 0 ||
        id.get<std::int64_t>() > std::numeric_limits<std::uint32_t>::max()) {
      refuse("ids", "a list of whole numbers from 0 to 4294967295");
    }
    out.push_back(id.get<std::uint32_t>());
  }
  return out;
}

void decode(const Tokenizer& tokenizer, const Json& request, std::string& out) {
  const std::vector<std::uint32_t> ids = ids_of(request.at("ids"));
  const bool skip = flag_member(request, "skip_special_tokens", false);
  if (!flag_member(request, "stream", false)) {
    out += "{\"text\":";
    write_json(out, std::string_view(tokenizer.decode(ids, skip)));
    out += '}';
    return;
  }
  DecodeStream stream(tokenizer, skip);
  out += "{\"steps\":[";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (i > 0) out += ',';
    const auto text = stream.step(ids[i]);
    if (text) {
      write_json(out, std::string_view(*text));
    } else {
      out += "null";
    }
  }
  out += "]}";
}

EncodeOptions options_of(const Json& request, bool add_special_tokens) {
  EncodeOptions options;
  options.add_special_tokens = add_special_tokens;
  options.truncation =
      choice_member(request, "truncation", kTruncations).value_or(options.truncation);
  options.padding = choice_member(request, "padding", kPaddings).value_or(options.padding);
  options.max_length = length_member(request, "max_length");
  options.stride = length_member(request, "stride").value_or(0);
  options.pad_to_multiple_of = length_member(request, "pad_to_multiple_of").value_or(0);
  options.return_overflowing_tokens = flag_member(request, "return_overflowing_tokens", false);
  options.padding_side = choice_member(request, "padding_side", kSides);
  options.truncation_side = choice_member(request, "truncation_side", kSides);
  return options;
}

bool is_call(const Json& request) {
  for (const char* name : kCallArguments) {
    if (member(request, name) != nullptr) return true;
  }
  return false;
}

void encode(const Tokenizer& tokenizer, const Json& request, bool add_special_tokens,
            std::string& out) {
  const auto text = text_member(request, "text");
  const auto pair = text_member(request, "text_pair");
  const bool add = flag_member(request, "add_special_tokens", add_special_tokens);
  const std::vector<std::string> words = words_member(request);
  if (!text && words.empty()) {
    throw Error(ErrorCode::invalid_argument,
                "a request needs \"text\" (a string) or \"ids\" (a list of whole numbers)");
  }
  if (is_call(request)) {
    TextInput input;
    input.text = text.value_or(std::string_view());
    input.text_pair = pair;
    input.words = words;
    write_json(out, tokenizer.encode(input, options_of(request, add)));
    return;
  }
  write_json(out, pair ? tokenizer.encode(*text, *pair, add) : tokenizer.encode(*text, add));
}

}  // namespace

void answer_tokenize_request(const Tokenizer& tokenizer, const Json& request,
                             bool add_special_tokens, std::string& out) {
  if (!request.is_object()) {
    throw Error(ErrorCode::invalid_argument,
                "a request is an object with \"text\" or with \"ids\"");
  }
  if (request.contains("ids")) {
    decode(tokenizer, request, out);
  } else {
    encode(tokenizer, request, add_special_tokens, out);
  }
}

}  // namespace penstock::cli
