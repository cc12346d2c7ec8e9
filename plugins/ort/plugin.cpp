// SPDX-License-Identifier: Apache-2.0
#include "ort/runtime.hpp"
#include "ort/session.hpp"
#include "sdk/library_backend.hpp"
#include "sdk/table.hpp"

namespace penstock::ort {
namespace {

using Backend = sdk::LibraryBackend<Runtime, Session>;

constexpr std::uint64_t kCapabilities = PENSTOCK_CAN_LOAD_FROM_MEMORY | PENSTOCK_CAN_BIND_OUTPUTS |
                                        PENSTOCK_CAN_KEEP_VALUES | PENSTOCK_CAN_CANCEL |
                                        PENSTOCK_HAS_TIMINGS | PENSTOCK_CAN_START_LOGITS;

}  // namespace
}  // namespace penstock::ort

extern "C" PenstockStatus penstock_backend_init_ort(std::uint32_t abi_version, const char* library,
                                                    PenstockBackend* out, PenstockError* error) {
  return penstock::sdk::fill_table(abi_version, out, error, [library] {
    return std::make_unique<penstock::ort::Backend>("ort", penstock::ort::kCapabilities, library);
  });
}
