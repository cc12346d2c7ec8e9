// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <optional>
#include <system_error>
#include <thread>

namespace penstock {

// Starts `work` in a thread of its own; absent where the machine has no second one to give.
template <typename Work>
auto start_beside(Work work) -> std::optional<std::future<decltype(work())>> {
  if (std::thread::hardware_concurrency() < 2) return std::nullopt;
  try {
    return std::async(std::launch::async, std::move(work));
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

// Runs both, at the same time if `parallel`. What either throws is thrown when both have ended.
template <typename First, typename Second>
void run_both(bool parallel, First first, Second second) {
  auto beside = parallel ? start_beside([&second] { second(); }) : std::nullopt;
  first();  // should it throw, the future waits for its thread
  if (beside) {
    beside->get();
  } else {
    second();
  }
}

}  // namespace penstock
