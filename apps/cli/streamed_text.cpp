// SPDX-License-Identifier: Apache-2.0
#include "streamed_text.hpp"

#include <signal.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "notes.hpp"
#include "utf8_text.hpp"

namespace penstock::cli {
namespace {

std::atomic<int> interrupts = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void count_interrupt(int) { interrupts = interrupts + 1; }

}  // namespace

struct InterruptGuard::Saved {
  struct sigaction action;
};

InterruptGuard::InterruptGuard() : saved_(new Saved{}) {
  interrupts = 0;
  struct sigaction mine {};
  mine.sa_handler = count_interrupt;
  mine.sa_flags = SA_RESTART;
  sigemptyset(&mine.sa_mask);
  sigaction(SIGINT, &mine, &saved_->action);
  watch_ = std::jthread([this](const std::stop_token& ended) { watch(ended); });
}

void InterruptGuard::watch(const std::stop_token& ended) {
  std::mutex mutex;
  std::condition_variable_any end;
  std::unique_lock lock(mutex);
  while (!ended.stop_requested() && !interrupted()) {
    end.wait_for(lock, ended, std::chrono::milliseconds(20), [] { return false; });
  }
  if (interrupted()) stop_.request_stop();
}

InterruptGuard::~InterruptGuard() {
  watch_.request_stop();
  watch_.join();
  sigaction(SIGINT, &saved_->action, nullptr);
  delete saved_;
}

bool InterruptGuard::interrupted() const noexcept { return interrupts != 0; }

std::string harmless(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\n\t");
    out += printable(text.substr(0, end));
    if (end == std::string_view::npos) break;
    out += text[end];
    text.remove_prefix(end + 1);
  }
  return out;
}

void StreamedText::put(std::string_view text) {
  if (text.empty()) return;
  out_.write(terminal_.is_terminal ? harmless(text) : std::string(text));
  out_.flush();
  line_begun_ = text.back() != '\n';
  if (terminal_.is_terminal) set_line_open(line_begun_);
}

void StreamedText::end_line() {
  if (line_begun_) out_.write("\n");
  out_.flush();
  line_begun_ = false;
  set_line_open(false);
}

}  // namespace penstock::cli
