// SPDX-License-Identifier: Apache-2.0
#include "ov/request.hpp"

#include <new>
#include <utility>

namespace penstock::ov {

Lease::Lease(std::shared_ptr<Request> request) noexcept : request_(std::move(request)) {
  request_->leases_.fetch_add(1, std::memory_order_relaxed);
}

Lease::~Lease() {
  if (request_->leases_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  RequestPool* pool = request_->pool_;
  if (pool != nullptr && !request_->spoiled_) pool->give_back(std::move(request_));
}

Lease RequestPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::shared_ptr<Request> request = std::move(idle_.back());
      idle_.pop_back();
      return Lease(std::move(request));
    }
  }
  return Lease(std::make_shared<Request>(make(), this));
}

std::shared_ptr<Request> RequestPool::make_own() {
  return std::make_shared<Request>(make(), nullptr);
}

Owned<ov_infer_request_t> RequestPool::make() {
  const std::lock_guard alone(gate_);
  ov_infer_request_t* request = nullptr;
  runtime_.check(runtime_.api().compiled_model_create_infer_request(compiled_, &request),
                 "OpenVINO gave no infer request");
  return runtime_.own(request);
}

void RequestPool::give_back(std::shared_ptr<Request> request) noexcept {
  try {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(request));
  } catch (const std::bad_alloc&) {  // it is freed instead
  }
}

}  // namespace penstock::ov
