// SPDX-License-Identifier: Apache-2.0
// A backend for tests. What it does is written in the "graph" (script.hpp) and in the path of its
// "runtime library": "refuse" fails to start, "abi", "size" and "no-NAME-OF-SLOT" spoil the table,
// "old" is a runtime that cannot be loaded; anything else works.
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "fake/session.hpp"
#include "sdk/failure.hpp"
#include "sdk/mapped_file.hpp"
#include "sdk/table.hpp"

namespace penstock::fake {
namespace {

class Backend final : public sdk::Backend {
 public:
  explicit Backend(std::string library) : library_(std::move(library)) {
    if (library_ == "refuse")
      throw sdk::Failure(PENSTOCK_UNAVAILABLE, "no runtime to be had today");
  }

  const char* name() const noexcept override { return "fake"; }
  std::uint64_t capabilities() const noexcept override {
    return PENSTOCK_CAN_LOAD_FROM_MEMORY | PENSTOCK_CAN_BIND_OUTPUTS | PENSTOCK_CAN_KEEP_VALUES |
           PENSTOCK_HAS_STATES | PENSTOCK_CAN_CANCEL | PENSTOCK_HAS_TIMINGS;
  }
  const char* runtime_version() override {
    require_runtime();
    return "0.1-fake";
  }
  std::vector<std::string> devices() override {
    require_runtime();
    return {"FAKE", "FAKE.1"};
  }
  std::unique_ptr<sdk::Session> create_session(const sdk::SessionOptions& options) override {
    require_runtime();
    if (!options.options.empty())
      throw sdk::Failure(
          PENSTOCK_INVALID_ARGUMENT,
          "fake does not know the option '" + options.options.front().first + "'; it knows none");
    if (options.path.empty())
      return std::make_unique<Session>(
          parse_script({options.bytes.data(), options.bytes.size()}, options.origin()));
    const sdk::MappedFile file(options.path);
    return std::make_unique<Session>(
        parse_script({file.bytes().data(), file.bytes().size()}, options.origin()));
  }

 private:
  void require_runtime() const {
    if (library_ == "old") throw sdk::Failure(PENSTOCK_UNSUPPORTED, "the runtime is too old");
  }

  std::string library_;
};

struct Slot {
  std::string_view name;
  std::size_t offset;
};
constexpr Slot kSlots[] = {
    {"no-name", offsetof(PenstockBackend, name)},
    {"no-runtime_version", offsetof(PenstockBackend, runtime_version)},
    {"no-devices", offsetof(PenstockBackend, devices)},
    {"no-session_create", offsetof(PenstockBackend, session_create)},
    {"no-session_release", offsetof(PenstockBackend, session_release)},
    {"no-session_inputs", offsetof(PenstockBackend, session_inputs)},
    {"no-session_outputs", offsetof(PenstockBackend, session_outputs)},
    {"no-session_run", offsetof(PenstockBackend, session_run)},
    {"no-state_create", offsetof(PenstockBackend, state_create)},
    {"no-state_reset", offsetof(PenstockBackend, state_reset)},
    {"no-state_reorder", offsetof(PenstockBackend, state_reorder)},
    {"no-state_release", offsetof(PenstockBackend, state_release)},
    {"no-release", offsetof(PenstockBackend, release)},
};

void spoil(std::string_view how, PenstockBackend& table) {
  // The host refuses these tables without a way to release what they hold.
  if (how == "abi" || how == "no-release") table.release(&table);
  if (how == "abi") table.abi_version += 1;
  if (how == "size") table.struct_size -= 8;
  for (const Slot& slot : kSlots)
    if (slot.name == how)
      std::memset(reinterpret_cast<char*>(&table) + slot.offset, 0, sizeof(void*));
}

}  // namespace
}  // namespace penstock::fake

extern "C" __attribute__((visibility("default"))) PenstockStatus penstock_backend_init(
    std::uint32_t abi_version, const char* library, PenstockBackend* out, PenstockError* error) {
  const std::string path = library != nullptr ? library : "";
  const PenstockStatus status = penstock::sdk::fill_table(
      abi_version, out, error, [&] { return std::make_unique<penstock::fake::Backend>(path); });
  if (status == PENSTOCK_OK) penstock::fake::spoil(path, *out);
  return status;
}
