// SPDX-License-Identifier: Apache-2.0
#include "ipex/engine.hpp"

#include <c10/util/Logging.h>

#include "ipex/session.hpp"

namespace penstock::ipex {
namespace {

class TorchEngine final : public Engine {
 public:
  std::unique_ptr<sdk::Session> open(const sdk::SessionOptions& options,
                                     const SessionSettings& settings) override {
    return std::make_unique<Session>(options, settings);
  }
};

}  // namespace
}  // namespace penstock::ipex

// The library prints nothing: torch and IPEX warn on the standard error while they are loaded.
extern "C" __attribute__((visibility("default"))) penstock::ipex::Engine* penstock_torch_engine() {
  FLAGS_caffe2_log_level = 2;  // errors
  return std::make_unique<penstock::ipex::TorchEngine>().release();
}
