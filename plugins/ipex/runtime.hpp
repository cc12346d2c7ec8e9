// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ipex/engine.hpp"

namespace penstock::ipex {

// Torch, IPEX and the engine over them, loaded in this order by absolute paths.
class Runtime {
 public:
  // `libraries`: the path of IPEX's, and after a line end that of torch's where it does not lie
  // beside it. `allow_spinning`: whether idle workers wait busily; it counts only in the first
  // Runtime of a process. Throws Failure{PENSTOCK_UNAVAILABLE}: another release than the one built
  // for is refused before anything is loaded.
  Runtime(const std::string& libraries, std::optional<bool> allow_spinning);

  [[nodiscard]] Engine& engine() const noexcept { return *engine_; }
  [[nodiscard]] const std::string& version() const noexcept { return version_; }  // of IPEX

 private:
  std::string version_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace penstock::ipex
