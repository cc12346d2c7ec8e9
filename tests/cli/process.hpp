// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

// Runs the built command as users do.

namespace penstock::testing {

struct Outcome {
  int code = -1;  // exit code; 128 + signal when one ended it
  std::string out;
  std::string err;  // empty for a run on a pseudo-terminal: it shows both
};

struct Call {
  std::vector<std::string> arguments = {};
  std::string input = {};                                           // standard input
  std::vector<std::pair<std::string, std::string>> variables = {};  // over the inherited ones
  bool bare_environment = false;  // nothing inherited, HOME and PATH lead nowhere
};

// Standard input, output and error are pipes.
[[nodiscard]] Outcome run_penstock(const Call& call);

// Standard output and error are a pseudo-terminal of `columns`, and so is standard input.
[[nodiscard]] Outcome run_on_terminal(const Call& call, unsigned short columns = 80);

// The command with its standard input open, for questions and answers in turn.
class Conversation {
 public:
  explicit Conversation(const Call& call);
  ~Conversation();
  Conversation(const Conversation&) = delete;
  Conversation& operator=(const Conversation&) = delete;

  void send(const std::string& text);
  // False when the command has ended.
  [[nodiscard]] bool try_send(const std::string& text) const;
  // Nobody reads its standard output any more.
  void close_reader();
  // The next line of standard output without its newline; "(nothing)" after ten seconds.
  [[nodiscard]] std::string line();
  void send_signal(int signal) const;
  // Closes standard input and waits for the end.
  [[nodiscard]] int finish();

 private:
  int pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  std::string pending_;
};

}  // namespace penstock::testing
