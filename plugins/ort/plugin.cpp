// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "ort/runtime.hpp"
#include "ort/session.hpp"
#include "sdk/on_first_use.hpp"
#include "sdk/table.hpp"

namespace penstock::ort {
namespace {

class Backend final : public sdk::Backend {
 public:
  explicit Backend(const char* library) : library_(library != nullptr ? library : "") {}

  const char* name() const noexcept override { return "ort"; }
  std::uint64_t capabilities() const noexcept override {
    return PENSTOCK_CAN_LOAD_FROM_MEMORY | PENSTOCK_CAN_BIND_OUTPUTS | PENSTOCK_CAN_KEEP_VALUES |
           PENSTOCK_CAN_CANCEL | PENSTOCK_HAS_TIMINGS | PENSTOCK_CAN_START_LOGITS;
  }

  const char* runtime_version() override { return runtime()->version().c_str(); }
  std::vector<std::string> devices() override { return runtime()->providers(); }
  std::unique_ptr<sdk::Session> create_session(const sdk::SessionOptions& options) override {
    return std::make_unique<Session>(runtime(), options);
  }

 private:
  std::shared_ptr<const Runtime> runtime() { return runtime_.get(library_); }

  const std::string library_;
  sdk::OnFirstUse<Runtime> runtime_;
};

}  // namespace
}  // namespace penstock::ort

extern "C" PenstockStatus penstock_backend_init_ort(std::uint32_t abi_version, const char* library,
                                                    PenstockBackend* out, PenstockError* error) {
  return penstock::sdk::fill_table(abi_version, out, error, [library] {
    return std::make_unique<penstock::ort::Backend>(library);
  });
}
