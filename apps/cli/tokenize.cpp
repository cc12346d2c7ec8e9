// SPDX-License-Identifier: Apache-2.0
// penstock tokenize: text to ids and back, with any tokenizer.json or model folder.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>

#include "arguments.hpp"
#include "command.hpp"
#include "encoding_json.hpp"
#include "json_lines.hpp"
#include "line_reader.hpp"
#include "request.hpp"
#include "table.hpp"
#include "tokenize_request.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

struct TokenizeArguments {
  std::string path;
  std::vector<std::string> texts;
  bool jsonl = false;
  bool json = false;
  bool no_special_tokens = false;
};

class TokenizeRun {
 public:
  TokenizeRun(const TokenizeArguments& arguments, Context& context)
      : arguments_(arguments),
        context_(context),
        tokenizer_(Tokenizer::from_pretrained(arguments.path)),
        for_people_(context.out_terminal.is_terminal && !arguments.jsonl && !arguments.json) {}

  int over_texts() {
    for (const std::string& text : arguments_.texts) one_text(text);
    return code_;
  }

  int over_lines() {
    LineReader reader(STDIN_FILENO, kLongestLine);
    while (true) {
      if (!reader.ready()) context_.out.flush();
      const auto line = reader.next();
      if (!line) return code_;
      if (arguments_.jsonl) {
        guarded([&] { request_line(*line); });
      } else {
        one_text(without_carriage_return(line->text), line->too_long);
      }
    }
  }

 private:
  void request_line(const Line& line) {
    refuse_long_line(line);
    answer_tokenize_request(tokenizer_, json_.parse(line.text), !arguments_.no_special_tokens,
                            context_.out.text());
  }

  void one_text(std::string_view text, bool too_long = false) {
    guarded([&] {
      refuse_long_line({text, text.size(), too_long});
      const Encoding encoding = tokenizer_.encode(text, !arguments_.no_special_tokens);
      if (for_people_) {
        print(encoding);
      } else {
        write_json(context_.out.text(), encoding);
      }
    });
  }

  void print(const Encoding& encoding) {
    Table table({{.heading = "", .right = true},
                 {.heading = "id", .right = true},
                 {.heading = "token", .breakable = true},
                 {.heading = "offsets", .right = true},
                 {.heading = "word", .right = true},
                 {"special"}});
    for (std::size_t i = 0; i < encoding.size(); ++i) {
      const Offsets span = encoding.offsets[i];
      const bool special = encoding.special_tokens_mask[i] != 0;
      const std::uint32_t word = encoding.word_ids[i];
      table.add({{std::to_string(i), Style::dim},
                 {std::to_string(encoding.ids[i])},
                 {printable(encoding.token(i)), special ? Style::dim : Style::bold},
                 {std::to_string(span.begin) + "-" + std::to_string(span.end)},
                 {word == kNone ? "" : std::to_string(word)},
                 {special ? "special" : ""}});
    }
    context_.out.write(table.text(context_.out_terminal));
  }

  // A failure becomes the answer of its line; what was begun of it is taken back.
  template <typename Do>
  void guarded(Do&& act) {
    std::string& out = context_.out.text();
    const std::size_t before = out.size();
    try {
      act();
    } catch (const WriteError&) {
      throw;
    } catch (...) {
      code_ = kSomeFailed;
      out.resize(before);
      const Failure failure = current_failure();
      if (for_people_) {
        say(context_.err_terminal, Style::red, failure.message);
        return;
      }
      write_json(out, failure);
    }
    context_.out.end_line();
  }

  const TokenizeArguments& arguments_;
  Context& context_;
  Tokenizer tokenizer_;
  JsonReader json_;
  bool for_people_;
  int code_ = kAllWell;
};

int tokenize(const TokenizeArguments& arguments, Context& context) {
  if (arguments.jsonl && !arguments.texts.empty()) {
    throw UsageError("--jsonl reads requests from standard input; it takes no TEXT.");
  }
  if (!arguments.jsonl && arguments.texts.empty() && ::isatty(STDIN_FILENO) != 0) {
    throw UsageError("Nothing to tokenize: give a TEXT, or lines on standard input.");
  }
  TokenizeRun run = load_or_usage_error([&] { return TokenizeRun(arguments, context); });
  return arguments.texts.empty() ? run.over_lines() : run.over_texts();
}

constexpr const char* kTokenizeExamples = R"(Examples:
  penstock tokenize models/sentiment "I love this film"
  penstock tokenize tokenizer.json < lines.txt
  echo '{"text": "one", "text_pair": "two"}' |
    penstock tokenize models/sentiment --jsonl
  echo '{"ids": [101, 2028, 102], "skip_special_tokens": true}' |
    penstock tokenize models/sentiment --jsonl)";

}  // namespace

Command add_tokenize(CLI::App& app) {
  CLI::App* command = app.add_subcommand("tokenize", "Text to token ids and back");
  auto arguments = std::make_shared<TokenizeArguments>();
  command->add_option("PATH", arguments->path, "tokenizer.json, or a folder that holds one")
      ->required()
      ->type_name("PATH");
  add_words(*command, "TEXT", arguments->texts,
            "What to tokenize; without any, lines of standard input");
  command->add_flag("--jsonl", arguments->jsonl,
                    "Requests on standard input, one a line: {\"text\", \"text_pair\", "
                    "\"add_special_tokens\"} or {\"ids\", \"skip_special_tokens\"}");
  command->add_flag("--json", arguments->json, "JSON on a terminal too");
  command->add_flag("--no-special-tokens", arguments->no_special_tokens,
                    "Add no [CLS], </s> and the like");
  command->footer(kTokenizeExamples);
  return {command, [arguments](Context& context) { return tokenize(*arguments, context); },
          &arguments->texts};
}

}  // namespace penstock::cli
