// SPDX-License-Identifier: Apache-2.0
#include "run_streamed.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <penstock/error.hpp>
#include <penstock/text_generation.hpp>

#include "streamed_text.hpp"

namespace penstock::cli {

bool streams(const Pipeline& pipe, const Json& parameters) {
  // These ask for something else than one growing text.
  constexpr std::array<std::string_view, 6> kOther{"return_tensors", "return_type",
                                                   "return_text",    "num_return_sequences",
                                                   "num_beams",      "num_beam_groups"};
  return pipe.task() == "text-generation" &&
         std::ranges::none_of(
             kOther, [&](std::string_view name) { return parameters.contains(std::string(name)); });
}

int run_streamed(const Pipeline& pipe, RequestSource& source, const Json& parameters,
                 Context& context) {
  const TextGeneration generate(pipe);
  const auto full_text = parameters.find("return_full_text");
  const bool full = full_text == parameters.end() || full_text->is_null() || full_text->get<bool>();
  StreamedText text(context.out, context.out_terminal);
  int code = kAllWell;
  bool first = true;
  while (const auto request = source.next()) {
    if (!first) {
      context.out.write("\n");
      context.out.flush();
    }
    first = false;
    const InterruptGuard guard;
    GenerationCallbacks callbacks;
    callbacks.stop = guard.token();
    // The prompt: with the first piece of text, behind what the library notes before it.
    std::string unwritten;
    const auto write_prompt = [&] {
      text.put(unwritten);
      unwritten.clear();
    };
    callbacks.on_text = [&](const GeneratedText& piece) {
      write_prompt();
      text.put(piece.text);
    };
    try {
      if (request->failure) throw Error(ErrorCode::invalid_argument, request->failure->message);
      const std::string prompt = request->inputs.get<std::string>();
      if (full) unwritten = prompt;
      TextGenerationOptions options;
      options.parameters = parameters;
      (void)generate(prompt, options, callbacks);
    } catch (const Error& error) {
      write_prompt();
      text.end_line();
      say(context.err_terminal, Style::red, error.what());
      code = kSomeFailed;
    }
    text.end_line();
    if (guard.interrupted()) return kSomeFailed;
  }
  return code;
}

}  // namespace penstock::cli
