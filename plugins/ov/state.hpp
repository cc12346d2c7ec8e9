// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ov/request.hpp"
#include "sdk/backend.hpp"

namespace penstock::ov {

// One sequence: an infer request of its own, whose variables hold what the graph remembers.
class State final : public sdk::State {
 public:
  // `can_reorder`: the graph gathers its rows by an input beam_idx.
  State(RequestPool& pool, bool can_reorder);

  void reset() override;
  // Takes effect with the next run, through beam_idx.
  void reorder(std::span<const std::int32_t> rows) override;

  [[nodiscard]] const std::shared_ptr<Request>& request() const noexcept { return request_; }
  // The rows that the next run reads, when reorder() asked for it and the caller feeds `given`:
  // row i is what row reordered[given[i]] was. Empty: `given` stands.
  [[nodiscard]] const std::vector<std::int32_t>& take_rows(std::span<const std::int32_t> given);
  void run_done() noexcept { rows_.clear(); }

 private:
  RequestPool& pool_;
  bool can_reorder_;
  std::shared_ptr<Request> request_;
  std::vector<std::int32_t> rows_;
  std::vector<std::int32_t> fed_;
};

}  // namespace penstock::ov
