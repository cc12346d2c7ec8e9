// SPDX-License-Identifier: Apache-2.0
#include "cli/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace penstock::testing {
namespace {

constexpr int kPatience = 10000;  // milliseconds

[[noreturn]] void become_penstock(const Call& call) {
  if (call.bare_environment) {
    ::clearenv();
    ::setenv("HOME", "/nonexistent", 1);
    ::setenv("PATH", "/nonexistent", 1);
  }
  for (const auto& [name, value] : call.variables) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words{const_cast<char*>("penstock")};
  for (const std::string& word : call.arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execv(PENSTOCK_BINARY, words.data());
  ::_exit(127);
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  }
};

struct Child {
  int pid = -1;
  int in = -1;
  int out = -1;
  int err = -1;
};

Child start(const Call& call) {
  const Pipe in;
  const Pipe out;
  const Pipe err;
  const int pid = ::fork();
  if (pid == 0) {
    ::dup2(in.ends[0], STDIN_FILENO);
    ::dup2(out.ends[1], STDOUT_FILENO);
    ::dup2(err.ends[1], STDERR_FILENO);
    become_penstock(call);
  }
  ::close(in.ends[0]);
  ::close(out.ends[1]);
  ::close(err.ends[1]);
  return {pid, in.ends[1], out.ends[0], err.ends[0]};
}

int wait_for(int pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Takes what is there; false at the end.
bool drain(int descriptor, std::string& text) {
  char piece[65536];
  const ssize_t count = ::read(descriptor, piece, sizeof piece);
  if (count > 0) text.append(piece, static_cast<std::size_t>(count));
  return count > 0;
}

}  // namespace

Outcome run_penstock(const Call& call) {
  std::signal(SIGPIPE, SIG_IGN);
  const Child child = start(call);
  ::fcntl(child.in, F_SETFL, O_NONBLOCK);
  Outcome outcome;
  std::size_t sent = 0;
  pollfd states[3] = {{child.in, POLLOUT, 0}, {child.out, POLLIN, 0}, {child.err, POLLIN, 0}};
  while (states[1].fd >= 0 || states[2].fd >= 0) {
    if (states[0].fd >= 0 && sent == call.input.size()) {
      ::close(child.in);
      states[0].fd = -1;
    }
    ::poll(states, 3, -1);
    if (states[0].fd >= 0 && states[0].revents != 0) {
      const ssize_t count = ::write(child.in, call.input.data() + sent, call.input.size() - sent);
      sent = count < 0 ? call.input.size() : sent + static_cast<std::size_t>(count);
    }
    if (states[1].revents != 0 && !drain(child.out, outcome.out)) states[1].fd = -1;
    if (states[2].revents != 0 && !drain(child.err, outcome.err)) states[2].fd = -1;
  }
  if (states[0].fd >= 0) ::close(child.in);
  ::close(child.out);
  ::close(child.err);
  outcome.code = wait_for(child.pid);
  return outcome;
}

Outcome run_on_terminal(const Call& call, unsigned short columns) {
  winsize size{24, columns, 0, 0};
  int terminal = -1;
  const int pid = ::forkpty(&terminal, nullptr, nullptr, &size);
  if (pid == 0) become_penstock(call);
  Outcome outcome;
  while (drain(terminal, outcome.out)) {
  }
  ::close(terminal);
  outcome.code = wait_for(pid);
  for (std::size_t at = 0; (at = outcome.out.find("\r\n", at)) != std::string::npos;) {
    outcome.out.erase(at, 1);
  }
  return outcome;
}

Conversation::Conversation(const Call& call) {
  std::signal(SIGPIPE, SIG_IGN);
  const Child child = start(call);
  pid_ = child.pid;
  in_ = child.in;
  out_ = child.out;
  ::close(child.err);
}

Conversation::~Conversation() {
  if (pid_ >= 0) {
    ::kill(pid_, SIGKILL);
    (void)finish();
  }
}

void Conversation::send(const std::string& text) {
  if (!try_send(text)) throw std::runtime_error("the command has ended");
}

bool Conversation::try_send(const std::string& text) const {
  return ::write(in_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

void Conversation::close_reader() {
  ::close(out_);
  out_ = -1;
}

std::string Conversation::line() {
  while (true) {
    const std::size_t newline = pending_.find('\n');
    if (newline != std::string::npos) {
      std::string line = pending_.substr(0, newline);
      pending_.erase(0, newline + 1);
      return line;
    }
    pollfd state{out_, POLLIN, 0};
    if (::poll(&state, 1, kPatience) <= 0 || !drain(out_, pending_)) return "(nothing)";
  }
}

void Conversation::send_signal(int signal) const { ::kill(pid_, signal); }

int Conversation::finish() {
  ::close(in_);
  const int code = wait_for(pid_);
  if (out_ >= 0) ::close(out_);
  pid_ = -1;
  return code;
}

}  // namespace penstock::testing
