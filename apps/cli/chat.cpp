// SPDX-License-Identifier: Apache-2.0
// penstock chat: a conversation with a model, its answers as they come.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <penstock/error.hpp>
#include <penstock/text_generation.hpp>

#include "arguments.hpp"
#include "check_parameters.hpp"
#include "command.hpp"
#include "json_lines.hpp"
#include "line_reader.hpp"
#include "request.hpp"
#include "streamed_text.hpp"

namespace penstock::cli {
namespace {

struct ChatArguments {
  PipelineOptions options;
  std::vector<std::string> parameters;
  std::vector<std::string> model_kwargs;
  std::string system;
  std::string chat_template;
};

constexpr const char* kHelp =
    "/reset   forget the conversation\n"
    "/exit    leave; so does the end of the input\n"
    "/help    this text\n"
    "Ctrl-C   stop the answer that is being written\n";

// A conversation. What was said so far is sent anew with each message.
class Chat {
 public:
  Chat(const ChatArguments& arguments, Context& context)
      : context_(context),
        system_(arguments.system),
        generate_(load(arguments)),
        text_(context.out, context.out_terminal) {
    options_.parameters = key_values(arguments.parameters, "--param");
    options_.chat.chat_template = arguments.chat_template;
    if (!generate_.chat_template().available() && arguments.chat_template.empty()) {
      throw UsageError(
          "The model has no chat template; `penstock run text-generation` continues "
          "texts, and --chat-template takes a template.");
    }
    check_parameters(generate_.pipeline(), options_.parameters, false, context_);
    reset();
  }

  int run() {
    LineReader reader(STDIN_FILENO, kLongestLine);
    for (;;) {
      prompt();
      const auto line = reader.next();
      if (!line) break;
      refuse_long_line(*line);
      const std::string_view words = without_carriage_return(line->text);
      if (words == "/exit") return code_;
      if (!command(words) && !words.empty()) say_and_answer(std::string(words));
    }
    if (asks_a_person()) context_.out.write("\n");
    return code_;
  }

 private:
  static TextGeneration load(const ChatArguments& arguments) {
    PipelineOptions options = arguments.options;
    options.model_kwargs = key_values(arguments.model_kwargs, "--model-kwarg");
    return load_or_usage_error([&] { return TextGeneration(options); });
  }

  [[nodiscard]] bool asks_a_person() const {
    return context_.out_terminal.is_terminal && ::isatty(STDIN_FILENO) != 0;
  }

  void prompt() {
    if (asks_a_person()) context_.out.write(context_.out_terminal.paint(Style::bold, "> "));
    context_.out.flush();
  }

  void reset() {
    messages_ = Json::array();
    if (!system_.empty()) messages_.push_back({{"role", "system"}, {"content", system_}});
  }

  // Whether something was said before the last message.
  [[nodiscard]] bool has_history() const { return messages_.size() > (system_.empty() ? 1U : 2U); }

  bool command(std::string_view words) {
    if (words == "/reset") {
      reset();
    } else if (words == "/help") {
      say(context_.err_terminal, Style::plain, kHelp);
    } else {
      return false;
    }
    return true;
  }

  void say_and_answer(const std::string& words) {
    messages_.push_back({{"role", "user"}, {"content", words}});
    try {
      std::string said = answer();
      // Stopped before its first word: as if the message had not been sent.
      if (said.empty() && stopped_) {
        messages_.erase(messages_.size() - 1);
        return;
      }
      messages_.push_back({{"role", "assistant"}, {"content", std::move(said)}});
    } catch (const Error& error) {
      // The conversation goes on as if the message had not been sent.
      text_.end_line();
      say(context_.err_terminal, Style::red, error.what());
      if (has_history()) {
        say(context_.err_terminal, Style::plain,
            "The conversation may have become too long for the model; /reset forgets it.");
      }
      messages_.erase(messages_.size() - 1);
      code_ = kSomeFailed;
    }
  }

  std::string answer() {
    const InterruptGuard guard;
    std::string said;
    GenerationCallbacks callbacks;
    callbacks.stop = guard.token();
    callbacks.on_text = [&](const GeneratedText& piece) {
      if (piece.row != 0) return;
      said += piece.text;
      text_.put(piece.text);
    };
    try {
      const GenerationResult result = generate_.chat(messages_, options_, callbacks);
      said = result.sequences.front().text;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::cancelled) throw;
    }
    stopped_ = guard.interrupted();
    text_.end_line();
    return said;
  }

  Context& context_;
  std::string system_;
  TextGeneration generate_;
  TextGenerationOptions options_;
  StreamedText text_;
  Json messages_;
  bool stopped_ = false;  // the last answer, by Ctrl-C
  int code_ = kAllWell;
};

int chat(const ChatArguments& arguments, Context& context) {
  // Freeing a session takes the runtimes tens of milliseconds, and main() does not wait for it.
#ifdef PENSTOCK_ORDERLY_EXIT
  Chat conversation(arguments, context);
#else
  Chat& conversation = *new Chat(arguments, context);
#endif
  return conversation.run();
}

constexpr const char* kChatExamples = R"(Examples:
  penstock chat -m models/qwen2-chat
  penstock chat -m models/qwen2-chat -s "Answer in one sentence."
  printf 'Hi!\nAnd in French?\n' | penstock chat -m models/qwen2-chat
A line is a message; /reset forgets, /exit leaves, Ctrl-C stops an answer.)";

}  // namespace

Command add_chat(CLI::App& app) {
  CLI::App* command = app.add_subcommand("chat", "Talk with a model that has a chat template");
  auto arguments = std::make_shared<ChatArguments>();
  command
      ->add_option("-m,--model", arguments->options.model,
                   "Folder of a model repository with a chat template")
      ->required()
      ->type_name("PATH");
  command->add_option("-a,--accelerator", arguments->options.accelerator, "ort, ov or ipex")
      ->type_name("NAME");
  command->add_option("-d,--device", arguments->options.device, "cpu, cuda:0, GPU, ...")
      ->type_name("NAME");
  command->add_option("-s,--system", arguments->system, "The system message")->type_name("TEXT");
  command
      ->add_option("--chat-template", arguments->chat_template,
                   "A template, or the name of one of the model's, instead of its default")
      ->type_name("TEXT");
  add_repeatable(*command, "-p,--param", arguments->parameters,
                 "A parameter of text-generation, such as max_new_tokens=100 or do_sample=false");
  add_repeatable(*command, "--model-kwarg", arguments->model_kwargs,
                 "An option for loading the model, such as file_name=model_int8.onnx");
  command->footer(kChatExamples);
  return {command, [arguments](Context& context) { return chat(*arguments, context); }, nullptr};
}

}  // namespace penstock::cli
