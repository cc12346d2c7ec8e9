// SPDX-License-Identifier: Apache-2.0
#include <penstock/error.hpp>

#include "backends/loaded_session.hpp"
#include "backends/session.hpp"

namespace penstock {

SequenceState::SequenceState(const Session& session)
    : handle_(std::make_unique<Handle>(session.loaded_)) {
  const Session::Loaded& loaded = *session.loaded_;
  if (!loaded.can(PENSTOCK_HAS_STATES))
    throw Error(ErrorCode::unsupported, "The backend " + std::string(loaded.backend->name()) +
                                            " does not keep the state of sequences");
  PenstockError error{};
  check_status(loaded.table().state_create(loaded.session, &handle_->state, &error), error, "");
}

SequenceState::~SequenceState() = default;

void SequenceState::reset() {
  PenstockError error{};
  check_status(handle_->loaded->table().state_reset(handle_->state, &error), error, "");
}

void SequenceState::reorder(std::span<const std::int32_t> rows) {
  PenstockError error{};
  check_status(
      handle_->loaded->table().state_reorder(handle_->state, rows.data(), rows.size(), &error),
      error, "");
}

}  // namespace penstock
