// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <utility>

#include "core/refuse_argument.hpp"
#include "tasks/generate_parameters.hpp"
#include "tasks/text_generation.hpp"

// What text-generation takes from a call's parameters, and what it leaves to generate().

namespace penstock {
namespace {

// What the reference puts before every prompt of XLNet and Transformer-XL is left out: neither has
// an exporter. TextGenerationPipeline._sanitize_parameters: everything else is generate()'s.
constexpr std::array<std::string_view, 17> kTextGenerationParameters = {
    "return_full_text",
    "return_tensors",
    "return_text",
    "return_type",
    "clean_up_tokenization_spaces",
    "prefix",
    "handle_long_generation",
    "stop_sequence",
    "truncation",
    "continue_final_message",
    "skip_special_tokens",
    "tokenizer_encode_kwargs",
    "add_special_tokens",
    "padding",
    "batch_size",
    "num_workers",
    "max_length"};

constexpr std::int64_t kLongest = INT64_MAX;

// tokenizer_encode_kwargs of a chat: what apply_chat_template takes beside tokenizer arguments.
void read_encode_kwargs(const Json& given, TextGenerationCall& options) {
  if (!given.is_object()) refuse_parameter("tokenizer_encode_kwargs", "an object", given);
  static constexpr std::array<std::string_view, 8> kTokenizer = {
      "padding",      "truncation",         "max_length",         "stride",
      "padding_side", "add_special_tokens", "pad_to_multiple_of", "return_attention_mask"};
  Json encode = Json::object();
  for (const auto& [key, value] : given.items()) {
    if (key == "tools") {
      options.chat.tools = value;
    } else if (key == "documents") {
      options.chat.documents = value;
    } else if (key == "chat_template") {
      if (!value.is_string()) refuse_parameter(key, "a string", value);
      options.chat.chat_template = value.get<std::string>();
    } else if (std::find(kTokenizer.begin(), kTokenizer.end(), key) != kTokenizer.end()) {
      encode[key] = value;
    } else {
      options.chat.variables[key] = value;
    }
  }
  ParameterSet set(encode);
  options.tokenizer.apply(set);
}

}  // namespace

void TextGenerationTask::read_returned(ParameterSet& set, Options& options) const {
  using Returned = TextGenerationCall::Returned;
  const auto full = set.take_bool("return_full_text");
  const auto tensors = set.take_bool("return_tensors");
  const auto text = set.take_bool("return_text");
  // ReturnType: TENSORS = 0, NEW_TEXT = 1, FULL_TEXT = 2.
  if (const auto type = set.take_integer("return_type")) {
    if (*type < 0 || *type > 2) {
      refuse_parameter("return_type", "0 (tensors), 1 (new text) or 2 (full text)", *type);
    }
    options.returned = static_cast<Returned>(*type);
    return;
  }
  if (full) {
    if (text) refuse_argument("`return_text` is mutually exclusive with `return_full_text`");
    if (tensors) refuse_argument("`return_full_text` is mutually exclusive with `return_tensors`");
    options.returned = *full ? Returned::full_text : Returned::new_text;
  } else if (tensors) {
    if (text) refuse_argument("`return_text` is mutually exclusive with `return_tensors`");
    options.returned = Returned::tensors;
  }
}

Json TextGenerationTask::read_own(const Json& parameters, Options& options) const {
  auto [own, generate] = split_parameters(parameters, kTextGenerationParameters);
  // Both the tokenizer's and generate()'s.
  if (const auto length = own.find("max_length"); length != own.end() && !length->is_null()) {
    generate["max_length"] = *length;
  }
  ParameterSet set(own);
  read_returned(set, options);
  if (const auto clean = set.take_bool("clean_up_tokenization_spaces")) {
    options.clean_up_tokenization_spaces = *clean;
  }
  if (const auto skip = set.take_bool("skip_special_tokens")) options.skip_special_tokens = *skip;
  if (const auto more = set.take_bool("continue_final_message"))
    options.continue_final_message = more;
  if (auto prefix = set.take_string("prefix")) options.prefix = std::move(prefix);
  if (const auto how = set.take_string("handle_long_generation")) {
    if (*how != "hole") {
      refuse_argument(
          *how +
          " is not a valid value for `handle_long_generation` parameter expected [None, 'hole']");
    }
    options.hole = true;
  }
  if (const auto stop = set.take_string("stop_sequence")) {
    // No ids: the text ends by its length.
    generate["eos_token_id"] = generator_.tokenizer().encode(*stop, false).ids;
  }
  options.tokenizer.apply(set);
  if (const Json* kwargs = set.take("tokenizer_encode_kwargs"); kwargs && !kwargs->is_null()) {
    read_encode_kwargs(*kwargs, options);
  }
  apply_call_options(set, options);
  return std::move(generate);
}

std::size_t TextGenerationTask::prefix_length(const std::string& prefix,
                                              const Options& options) const {
  if (prefix.empty()) return 0;
  return generator_.tokenizer()
      .encode(prefix, options.tokenizer.add_special_tokens.value_or(false))
      .size();
}

TextGenerationTask::Options TextGenerationTask::options(const Json& parameters) const {
  Options options = own_;
  Json given = generator_.arguments(read_own(parameters, options));
  const GenerationDefaults& defaults = generator_.defaults();
  const auto integer = [&](const char* key) -> std::optional<std::int64_t> {
    const auto found = given.find(key);
    if (found == given.end() || !found->is_number_integer()) return std::nullopt;
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > std::uint64_t{kLongest})
      return std::nullopt;
    return found->get<std::int64_t>();
  };
  if (const auto count = integer("max_new_tokens")) options.hole_new_tokens = count;
  // A prefix counts on top of the lengths that include the prompt.
  const std::string prefix = options.prefix ? *options.prefix : defaults.prefix().value_or("");
  if (const auto size = static_cast<std::int64_t>(prefix_length(prefix, options)); size > 0) {
    const auto add_size = [&](const char* key, std::int64_t length) {
      given[key] = std::min(length, kLongest - size) + size;
    };
    const bool has_length = given.contains("max_length") && !given["max_length"].is_null();
    if (const auto length =
            has_length ? integer("max_length") : defaults.config().max_length.value_or(20);
        length && !given.contains("max_new_tokens")) {
      add_size("max_length", *length);
    }
    if (const auto length = integer("min_length"); length && !given.contains("min_new_tokens")) {
      add_size("min_length", *length);
    }
  }
  options.generation = defaults.for_call(given);
  const GenerationConfig& config = options.generation;
  // What only the model's files ask for does not keep its text from being generated.
  const bool asked = given.contains("return_dict_in_generate") || given.contains("output_scores") ||
                     given.contains("output_logits");
  if (asked && config.return_dict_in_generate == true &&
      (config.output_scores == true || config.output_logits == true)) {
    throw Error(ErrorCode::unsupported,
                "The records of text-generation hold no scores: leave out `output_scores` and "
                "`output_logits`, or `return_dict_in_generate`.");
  }
  return options;
}

std::vector<std::string> TextGenerationTask::parameter_names() const {
  return with_generate_parameters(kTextGenerationParameters, generator_.defaults().config());
}

}  // namespace penstock
