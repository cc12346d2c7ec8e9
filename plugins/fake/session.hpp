// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "fake/compute.hpp"
#include "fake/script.hpp"
#include "sdk/backend.hpp"

namespace penstock::fake {

// What "accumulate" outputs have added up so far, one array for each output.
class State final : public sdk::State {
 public:
  explicit State(std::size_t outputs) : held(outputs) {}
  void reset() override { held.assign(held.size(), Array{}); }
  void reorder(std::span<const std::int32_t> rows) override;

  std::vector<Array> held;
};

class Session final : public sdk::Session {
 public:
  explicit Session(Script script);
  void run(const sdk::RunCall& call) override;
  std::unique_ptr<sdk::State> create_state() override;

 private:
  void wait(const sdk::RunCall& call) const;
  void fail_when_scripted();

  Script script_;
  std::atomic<std::int64_t> runs_{0};
};

}  // namespace penstock::fake
