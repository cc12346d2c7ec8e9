// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "ipex/session_settings.hpp"
#include "sdk/backend.hpp"

// What the plug-in asks of the library that is compiled against torch's headers. The plug-in itself
// needs no torch, so that it can look at the installation before any of it is loaded.

namespace penstock::ipex {

class Engine {
 public:
  Engine() = default;
  virtual ~Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Called from many threads at once. Throws sdk::Failure.
  [[nodiscard]] virtual std::unique_ptr<sdk::Session> open(const sdk::SessionOptions& options,
                                                           const SessionSettings& settings) = 0;
};

// The symbol that the library exports: makes an engine, owned by the caller. Torch is loaded then,
// IPEX is not yet; from here on torch's warnings are not printed.
inline constexpr const char* kEngineSymbol = "penstock_torch_engine";
using MakeEngine = Engine*();

}  // namespace penstock::ipex
