// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <optional>
#include <string>

#include "ipex/runtime.hpp"
#include "ipex/session_settings.hpp"
#include "sdk/on_first_use.hpp"
#include "sdk/table.hpp"

namespace penstock::ipex {
namespace {

class Backend final : public sdk::Backend {
 public:
  explicit Backend(const char* libraries) : libraries_(libraries != nullptr ? libraries : "") {}

  const char* name() const noexcept override { return "ipex"; }
  // TorchScript's interpreter cannot be stopped: no PENSTOCK_CAN_CANCEL. It makes its outputs
  // itself: no PENSTOCK_CAN_BIND_OUTPUTS.
  std::uint64_t capabilities() const noexcept override {
    return PENSTOCK_CAN_LOAD_FROM_MEMORY | PENSTOCK_CAN_KEEP_VALUES | PENSTOCK_HAS_TIMINGS;
  }

  const char* runtime_version() override { return runtime({})->version().c_str(); }
  std::vector<std::string> devices() override {
    (void)runtime({});
    return {"CPU"};
  }
  std::unique_ptr<sdk::Session> create_session(const sdk::SessionOptions& options) override {
    const SessionSettings settings = make_session_settings(options);
    return runtime(settings.allow_spinning)->engine().open(options, settings);
  }

 private:
  std::shared_ptr<const Runtime> runtime(std::optional<bool> allow_spinning) {
    return runtime_.get(libraries_, allow_spinning);
  }

  const std::string libraries_;
  sdk::OnFirstUse<Runtime> runtime_;
};

}  // namespace
}  // namespace penstock::ipex

extern "C" __attribute__((visibility("default"))) PenstockStatus penstock_backend_init(
    std::uint32_t abi_version, const char* library, PenstockBackend* out, PenstockError* error) {
  return penstock::sdk::fill_table(abi_version, out, error, [library] {
    return std::make_unique<penstock::ipex::Backend>(library);
  });
}
