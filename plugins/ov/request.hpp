// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "ov/gate.hpp"
#include "ov/runtime.hpp"

namespace penstock::ov {

class RequestPool;

// An infer request, leased by a running call and then by each output that still lies in its memory.
class Request {
 public:
  // `pool` takes it back when the last lease ends; null: the owner keeps it.
  Request(Owned<ov_infer_request_t> request, RequestPool* pool)
      : request_(std::move(request)), pool_(pool) {}

  [[nodiscard]] ov_infer_request_t* get() const noexcept { return request_.get(); }
  // No output refers to it.
  [[nodiscard]] bool idle() const noexcept { return leases_.load(std::memory_order_acquire) == 0; }
  // Its outputs go to memory that is not its own: a pool does not take it back.
  void spoil() noexcept { spoiled_ = true; }
  void restore() noexcept { spoiled_ = false; }
  [[nodiscard]] bool spoiled() const noexcept { return spoiled_; }

 private:
  friend class Lease;
  friend class RequestPool;

  Owned<ov_infer_request_t> request_;
  RequestPool* pool_;
  std::atomic<int> leases_{0};
  bool spoiled_ = false;
};

// One use of a request, while it lasts.
class Lease {
 public:
  explicit Lease(std::shared_ptr<Request> request) noexcept;
  ~Lease();
  Lease(const Lease& other) noexcept : Lease(other.request_) {}
  Lease& operator=(const Lease&) = delete;

  [[nodiscard]] Request& operator*() const noexcept { return *request_; }
  [[nodiscard]] Request* operator->() const noexcept { return request_.get(); }

 private:
  std::shared_ptr<Request> request_;
};

// Idle requests of one compiled graph. As many are made as are ever in use at once.
class RequestPool {
 public:
  RequestPool(const Runtime& runtime, const ov_compiled_model_t* compiled)
      : runtime_(runtime), compiled_(compiled) {}

  [[nodiscard]] Lease take();
  // A request outside the pool, as a state owns one.
  [[nodiscard]] std::shared_ptr<Request> make_own();

  // The CPU plug-in reads the graph's memory descriptions when a request is made and when an output
  // is set, while an inference of another request changes them (2026.4: SyncInferRequest). Those
  // two go through the gate alone, inferences together.
  [[nodiscard]] Gate& gate() noexcept { return gate_; }

 private:
  friend class Lease;
  [[nodiscard]] Owned<ov_infer_request_t> make();
  void give_back(std::shared_ptr<Request> request) noexcept;

  const Runtime& runtime_;
  const ov_compiled_model_t* compiled_;
  Gate gate_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Request>> idle_;
};

}  // namespace penstock::ov
