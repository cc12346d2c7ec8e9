// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <penstock/chat.hpp>
#include <penstock/error.hpp>

#include "core/python_text.hpp"
#include "core/refuse_argument.hpp"
#include "core/utf8.hpp"
#include "generation/chat_files.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/template.hpp"

namespace penstock {
namespace {

constexpr const char* kNoTemplate =
    "Cannot use chat template functions because tokenizer.chat_template is not set and no template "
    "argument was passed! For information about writing templates and setting the "
    "tokenizer.chat_template attribute, please see the documentation at "
    "https://huggingface.co/docs/transformers/main/en/chat_templating";
constexpr const char* kBothEndings =
    "continue_final_message and add_generation_prompt are not compatible. Use "
    "continue_final_message when you want the model to continue the final message, and "
    "add_generation_prompt when you want to add a header that will prompt it to start a new "
    "assistant message instead.";
constexpr const char* kNoText =
    "continue_final_message is set but we could not find any text to continue in the final "
    "message!";
constexpr const char* kLostMessage =
    "continue_final_message is set but the final message does not appear in the chat after "
    "applying the chat template! This can happen if the chat template deletes portions of the "
    "final message. Please verify the chat template and final message in your chat to ensure they "
    "are compatible.";
constexpr const char* kTools =
    "Tools should either be a JSON schema, or a callable function with type hints and a docstring "
    "suitable for auto-conversion to a schema.";
constexpr const char* kDocuments =
    "Documents should be a list of dicts with 'title' and 'text' keys!";
constexpr std::string_view kTag = "CONTINUE_FINAL_MESSAGE_TAG ";

std::string local_time(const std::string& format) {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  localtime_r(&now, &parts);
  std::array<char, 4096> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format.c_str(), &parts)};
}

void check_options(const ChatOptions& options) {
  if (options.continue_final_message && options.add_generation_prompt)
    refuse_argument(kBothEndings);
  if (!options.tools.is_null()) {
    const bool list = options.tools.is_array();
    if (!list || !std::all_of(options.tools.begin(), options.tools.end(),
                              [](const Json& tool) { return tool.is_object(); })) {
      refuse_argument(kTools);
    }
  }
  if (options.documents.is_null()) return;
  for (const Json& document : options.documents) {
    if (!document.is_object()) refuse_argument(kDocuments);
  }
}

// Puts the tag behind the text that is to be continued; returns that text.
std::string mark_final(Json& messages) {
  if (!messages.is_array() || messages.empty() || !messages.back().is_object() ||
      !messages.back().contains("content")) {
    refuse_argument(kNoText);
  }
  Json& content = messages.back().at("content");
  if (content.is_array()) {
    for (auto part = content.rbegin(); part != content.rend(); ++part) {
      if (!part->is_object() || !part->contains("text") || !part->at("text").is_string()) continue;
      const std::string text = part->at("text").get<std::string>();
      part->at("text") = text + std::string(kTag);
      return text;
    }
    refuse_argument(kNoText);
  }
  if (!content.is_string()) refuse_argument(kNoText);
  const std::string text = content.get<std::string>();
  content = text + std::string(kTag);
  return text;
}

// Cuts the rendering where the text to be continued ends.
std::string cut_final(const std::string& text, const std::string& final_message) {
  const std::string_view bare = jinja::strip_space(final_message, true, true);
  const std::string_view tag = jinja::strip_space(kTag, true, true);
  const std::size_t at = text.rfind(tag);
  if (text.find(bare) == std::string::npos || at == std::string::npos)
    refuse_argument(kLostMessage);
  const std::string_view before = std::string_view(text).substr(0, at);
  if (std::string_view(text).substr(at).starts_with(kTag)) return std::string(before);
  return std::string(jinja::strip_space(before, false, true));
}

}  // namespace

struct ChatTemplate::State {
  bool named = false;  // several templates, asked for by name
  std::map<std::string, std::shared_ptr<const jinja::Template>, std::less<>> templates;
  std::map<std::string, std::string, std::less<>> broken;  // why a template cannot be read
  Json special_tokens = Json::object();
  Clock clock = local_time;

  void add(const std::string& name, std::string_view text) {
    try {
      templates[name] = std::make_shared<const jinja::Template>(text);
    } catch (const Error& error) {
      broken[name] = error.what();
    }
  }

  // Of a model with one template, or with several.
  [[nodiscard]] std::string choose(const ChatOptions& options) const {
    if (!named) return "default";
    const auto has = [this](std::string_view name) {
      return templates.contains(name) || broken.contains(name);
    };
    if (!options.tools.is_null() && has("tool_use")) return "tool_use";
    if (has("default")) return "default";
    std::vector<std::string> names;
    for (const auto& [name, unused] : templates) names.push_back(name);
    for (const auto& [name, unused] : broken) names.push_back(name);
    std::sort(names.begin(), names.end());
    refuse_argument(
        "This model has multiple chat templates with no default specified! Please either pass a "
        "chat template or the name of the template you wish to use to the `chat_template` "
        "argument. Available template names are " +
        python_list(names) + ".");
  }

  [[nodiscard]] std::shared_ptr<const jinja::Template> find(const ChatOptions& options) const {
    const std::string& given = options.chat_template;
    const bool by_name = named && (templates.contains(given) || broken.contains(given));
    if (!given.empty() && !by_name) return std::make_shared<const jinja::Template>(given);
    const std::string name = by_name ? given : choose(options);
    if (const auto bad = broken.find(name); bad != broken.end()) refuse_argument(bad->second);
    const auto found = templates.find(name);
    if (found == templates.end()) refuse_argument(kNoTemplate);
    return found->second;
  }
};

ChatTemplate ChatTemplate::from_text(std::string_view text, const Json& special_tokens) {
  auto state = std::make_shared<State>();
  state->templates["default"] = std::make_shared<const jinja::Template>(text);
  state->special_tokens = special_tokens;
  return ChatTemplate(std::move(state));
}

ChatTemplate ChatTemplate::from_pretrained(const std::filesystem::path& folder,
                                           const Tokenizer& tokenizer) {
  auto state = std::make_shared<State>();
  const ChatFiles files = read_chat_files(folder);
  for (const auto& [name, text] : files.templates) state->add(name, text);
  state->named = files.named;
  state->special_tokens = special_token_variables(tokenizer, files);
  return ChatTemplate(std::move(state));
}

bool ChatTemplate::available() const noexcept {
  return !state_->templates.empty() || !state_->broken.empty();
}

ChatTemplate ChatTemplate::with_clock(Clock clock) const {
  auto state = std::make_shared<State>(*state_);
  state->clock = std::move(clock);
  return ChatTemplate(std::move(state));
}

RenderedChat ChatTemplate::render(const Json& messages, const ChatOptions& options,
                                  const ChatLimits& limits) const {
  check_options(options);
  const auto chosen = state_->find(options);
  const Json* chat = &messages;
  Json marked;
  std::string final_message;
  if (options.continue_final_message) {
    marked = messages;
    final_message = mark_final(marked);
    chat = &marked;
  }
  const Json prompt = options.add_generation_prompt;
  jinja::Template::Variables variables = {{"messages", chat},
                                          {"tools", &options.tools},
                                          {"documents", &options.documents},
                                          {"add_generation_prompt", &prompt}};
  for (const Json* more : {&options.variables, &state_->special_tokens}) {
    if (!more->is_object()) continue;
    for (const auto& [name, value] : more->items()) variables.emplace_back(name, &value);
  }
  jinja::Limits bounds;
  bounds.steps = limits.steps;
  bounds.memory = limits.memory;
  bounds.output = limits.output;
  jinja::Rendering rendering = chosen->render(variables, state_->clock, bounds);
  RenderedChat out;
  for (const jinja::Span& span : rendering.generation) {
    out.assistant.push_back(
        {static_cast<std::uint32_t>(span.begin), static_cast<std::uint32_t>(span.end)});
  }
  out.text = options.continue_final_message ? cut_final(rendering.text, final_message)
                                            : std::move(rendering.text);
  return out;
}

}  // namespace penstock
