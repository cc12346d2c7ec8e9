// SPDX-License-Identifier: Apache-2.0
#include "backends/plugin.hpp"

#include <penstock/error.hpp>

#include "backends/shared_library.hpp"

namespace penstock {
namespace {

ErrorCode code_of(PenstockStatus status) noexcept {
  switch (status) {
    case PENSTOCK_INVALID_ARGUMENT: return ErrorCode::invalid_argument;
    case PENSTOCK_NOT_FOUND: return ErrorCode::not_found;
    case PENSTOCK_UNAVAILABLE: return ErrorCode::unavailable;
    case PENSTOCK_UNSUPPORTED: return ErrorCode::unsupported;
    case PENSTOCK_IO: return ErrorCode::io;
    case PENSTOCK_BACKEND_FAILED: return ErrorCode::backend;
    case PENSTOCK_CANCELLED: return ErrorCode::cancelled;
    default: return ErrorCode::internal;
  }
}

// The first slot that every table must have and this one lacks, or null.
const char* missing_slot(const PenstockBackend& table) noexcept {
  if (table.name == nullptr) return "name";
  if (table.runtime_version == nullptr) return "runtime_version";
  if (table.devices == nullptr) return "devices";
  if (table.session_create == nullptr) return "session_create";
  if (table.session_release == nullptr) return "session_release";
  if (table.session_inputs == nullptr) return "session_inputs";
  if (table.session_outputs == nullptr) return "session_outputs";
  if (table.session_run == nullptr) return "session_run";
  if (table.release == nullptr) return "release";
  if ((table.capabilities & PENSTOCK_HAS_STATES) == 0) return nullptr;
  if (table.state_create == nullptr) return "state_create";
  if (table.state_reset == nullptr) return "state_reset";
  if (table.state_reorder == nullptr) return "state_reorder";
  return table.state_release == nullptr ? "state_release" : nullptr;
}

void check_table(const PenstockBackend& table, const std::string& origin) {
  if (table.abi_version != PENSTOCK_BACKEND_ABI_VERSION ||
      table.struct_size != sizeof(PenstockBackend))
    throw Error(ErrorCode::unsupported,
                origin + " was built for another version of Penstock: its table has ABI " +
                    std::to_string(table.abi_version) + " and " +
                    std::to_string(table.struct_size) + " bytes, this one ABI " +
                    std::to_string(PENSTOCK_BACKEND_ABI_VERSION) + " and " +
                    std::to_string(sizeof(PenstockBackend)));
  if (const char* slot = missing_slot(table); slot != nullptr)
    throw Error(ErrorCode::unsupported, origin + " is not a usable backend: " + slot + " is NULL");
}

}  // namespace

void check_status(PenstockStatus status, PenstockError& error, std::string_view what) {
  std::string message = error.message != nullptr ? error.message : "";
  if (error.release != nullptr) error.release(&error);
  error = {};
  if (status == PENSTOCK_OK) return;
  if (message.empty()) message = "failed with status " + std::to_string(status);
  throw Error(code_of(status), what.empty() ? message : std::string(what) + ": " + message);
}

Backend::Backend(PenstockBackendInit init, const std::string& library, const std::string& origin) {
  table_.struct_size = sizeof(PenstockBackend);
  PenstockError error{};
  const PenstockStatus status =
      init(PENSTOCK_BACKEND_ABI_VERSION, library.c_str(), &table_, &error);
  check_status(status, error, origin);
  try {
    check_table(table_, origin);
  } catch (const Error&) {
    // A table of another layout cannot be told to free itself.
    if (table_.abi_version == PENSTOCK_BACKEND_ABI_VERSION && table_.release != nullptr)
      table_.release(&table_);
    throw;
  }
}

Backend::~Backend() { table_.release(&table_); }

std::string Backend::runtime_version() {
  const char* version = nullptr;
  PenstockError error{};
  check_status(table_.runtime_version(&table_, &version, &error), error, "");
  return version != nullptr ? version : "";
}

std::vector<std::string> Backend::devices() {
  PenstockStringList list{};
  PenstockError error{};
  check_status(table_.devices(&table_, &list, &error), error, "");
  std::vector<std::string> names(list.items, list.items + list.count);
  if (list.release != nullptr) list.release(&list);
  return names;
}

std::shared_ptr<Backend> load_plugin(const std::filesystem::path& plugin,
                                     const std::string& library) {
  auto* init = SharedLibrary(plugin).function<std::remove_pointer_t<PenstockBackendInit>>(
      PENSTOCK_BACKEND_INIT_SYMBOL);
  if (init == nullptr)
    throw Error(ErrorCode::unsupported, plugin.string() +
                                            " is not a backend of Penstock: it has no " +
                                            PENSTOCK_BACKEND_INIT_SYMBOL);
  return std::make_shared<Backend>(init, library, plugin.string());
}

}  // namespace penstock
