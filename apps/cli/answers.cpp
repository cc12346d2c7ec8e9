// SPDX-License-Identifier: Apache-2.0
#include "answers.hpp"

#include <utility>

#include "answer_text.hpp"
#include "input_text.hpp"
#include "progress.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

// Batches whose inputs are sorted by length before they are cut apart.
constexpr std::size_t kBatchesTogether = 4;

std::string input_text(const Json& inputs) {
  if (inputs.is_string()) {
    std::string text = inputs.get<std::string>();
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string::npos;
    return blank ? '"' + text + '"' : text;
  }
  std::string out;
  write_json(out, inputs);
  return out;
}

}  // namespace

Answers::Answers(Context& context, const Pipeline& pipe, AnswersOptions options)
    : context_(context), pipe_(pipe), options_(std::move(options)) {}

int Answers::run(RequestSource& source) {
  Progress progress(context_.err_terminal,
                    !context_.out_terminal.is_terminal && context_.verbosity != Verbosity::quiet,
                    source.total());
  many_ = source.total() != 1;
  const std::size_t batch_size = options_.batch_size.value_or(1);
  const std::size_t window = batch_size == 1 ? 1 : batch_size * kBatchesTogether;
  std::vector<Request> waiting;
  const auto answer_waiting = [&] {
    if (waiting.empty()) return;
    answer(waiting);
    waiting.clear();
    progress.update(answered_, source.done());
  };
  while (true) {
    if (!source.ready()) {
      answer_waiting();
      context_.out.flush();
    }
    auto request = source.next();
    if (!request) break;
    for (const auto& [name, value] : options_.parameters.items()) {
      if (!request->parameters.contains(name)) request->parameters[name] = value;
    }
    if (!waiting.empty() && !may_share_a_call(pipe_.task(), waiting.front(), *request)) {
      answer_waiting();
    }
    waiting.push_back(std::move(*request));
    if (waiting.size() >= window) answer_waiting();
  }
  answer_waiting();
  return code_;
}

void Answers::answer(const std::vector<Request>& requests) {
  const Ask ask = [this](const Json& inputs, const Json& parameters) {
    return pipe_(inputs, parameters);
  };
  const std::vector<Answer> answers =
      ask_together(pipe_.task(), ask, requests, options_.batch_size);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ++answered_;
    if (options_.for_people) {
      print_for_people(requests[i], answers[i]);
    } else {
      print(answers[i]);
    }
  }
}

void Answers::print(const Answer& answer) {
  std::string& out = context_.out.text();
  if (answer.failure) {
    explain(*answer.failure);
    write_json(out, *answer.failure);
  } else {
    write_json(out, answer.value);
  }
  context_.out.end_line();
}

void Answers::explain(const Failure& failure) {
  code_ = kSomeFailed;
  if (options_.explain_failures) say(context_.err_terminal, Style::red, failure.message);
}

void Answers::print_for_people(const Request& request, const Answer& answer) {
  const Terminal& terminal = context_.out_terminal;
  Output& out = context_.out;
  if (many_) {
    if (answered_ > 1) out.write("\n");
    const std::string heading = shortened(printable(input_text(request.inputs)), terminal.width);
    out.write(terminal.paint(Style::bold, heading) + "\n");
  }
  if (!answer.failure) {
    out.write(marked_input(pipe_.task(), request.inputs, answer.value, terminal));
    out.write(answer_text(answer.value, terminal));
  }
  out.flush();
  if (answer.failure) explain(*answer.failure);
}

}  // namespace penstock::cli
