// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <penstock/json.hpp>
#include <penstock/tokenizer.hpp>

// Chat templates: messages to the text a model was trained on, as transformers 4.57 renders them.
//
// A template is a Jinja2 program that comes with the model. Nothing but the template is executed,
// in a language without files, imports and side effects, and within bounds of time and memory
// (ChatLimits). What it cannot read is an error that names line and column.

namespace penstock {

// What a template sees beside the messages.
struct ChatOptions {
  Json tools = {};      // null or a list of JSON schemas, {"type": "function", "function": {...}}
  Json documents = {};  // null or a list of {"title", "text"}
  bool add_generation_prompt = false;   // end with the words that open the assistant's answer
  bool continue_final_message = false;  // end inside the last message, to be continued
  // A template, or the name of one of the model's; empty: the model's own.
  std::string chat_template = {};
  Json variables = Json::object();  // further variables: they lie over the special tokens
};

// Bounds of one rendering. Templates of published models stay far below them.
struct ChatLimits {
  std::size_t steps = 20'000'000;                       // expressions and loop turns
  std::size_t memory = std::size_t{512} * 1024 * 1024;  // bytes of values
  std::size_t output = std::size_t{64} * 1024 * 1024;   // bytes of text
};

// A rendered chat. `assistant`: code points [begin, end) inside the template's {% generation %}
// blocks, from which transformers makes its assistant mask.
struct RenderedChat {
  std::string text;
  std::vector<Offsets> assistant;
};

// The templates of a model. Copies share everything; rendering is thread-safe.
class ChatTemplate {
 public:
  // Local time by strftime's format: what a template's strftime_now() answers.
  using Clock = std::function<std::string(const std::string& format)>;

  // The template of a model folder, compiled once: chat_template.jinja and
  // additional_chat_templates/*.jinja; else chat_template of tokenizer_config.json, a string or a
  // list of {"name", "template"}; else chat_template.json. A folder without any is no error here;
  // render() throws then. `tokenizer`: whose special tokens the template may name.
  [[nodiscard]] static ChatTemplate from_pretrained(const std::filesystem::path& folder,
                                                    const Tokenizer& tokenizer);
  // One template. `special_tokens`: {"bos_token": "<s>", ...}.
  // Throws Error{invalid_argument} naming line and column if it cannot be read.
  [[nodiscard]] static ChatTemplate from_text(std::string_view text,
                                              const Json& special_tokens = Json::object());

  // `messages`: a list of {"role", "content", ...}. Throws Error{invalid_argument} with the words
  // of the template's raise_exception, or of the reference where it fails.
  [[nodiscard]] RenderedChat render(const Json& messages, const ChatOptions& options = {},
                                    const ChatLimits& limits = {}) const;

  // Whether the model has a template at all.
  [[nodiscard]] bool available() const noexcept;
  // For tests: the same templates with another clock.
  [[nodiscard]] ChatTemplate with_clock(Clock clock) const;

  struct State;
  explicit ChatTemplate(std::shared_ptr<const State> state) : state_(std::move(state)) {}

 private:
  std::shared_ptr<const State> state_;
};

}  // namespace penstock
