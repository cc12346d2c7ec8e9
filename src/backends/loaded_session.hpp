// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <memory>
#include <utility>
#include <vector>

#include "backends/plugin.hpp"
#include "backends/session.hpp"

namespace penstock {

// What a Session, its states and the outputs still in use share: the session of the C table.
struct Session::Loaded {
  explicit Loaded(std::shared_ptr<Backend> from) : backend(std::move(from)) {}
  ~Loaded() {
    if (session != nullptr) backend->table()->session_release(session);
  }
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  [[nodiscard]] const PenstockBackend& table() const noexcept { return *backend->table(); }
  [[nodiscard]] bool can(std::uint64_t capability) const noexcept {
    return (table().capabilities & capability) != 0;
  }

  std::shared_ptr<Backend> backend;
  PenstockSession* session = nullptr;
  std::vector<Port> inputs;
  std::vector<Port> outputs;
};

struct SequenceState::Handle {
  explicit Handle(std::shared_ptr<Session::Loaded> from) : loaded(std::move(from)) {}
  ~Handle() {
    if (state != nullptr) loaded->table().state_release(state);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  std::shared_ptr<Session::Loaded> loaded;
  PenstockState* state = nullptr;
};

}  // namespace penstock
