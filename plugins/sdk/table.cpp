// SPDX-License-Identifier: Apache-2.0
#include "sdk/table.hpp"

#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <utility>

#include "sdk/failure.hpp"
#include "sdk/run_check.hpp"

namespace penstock::sdk {
namespace {

// What the opaque C types stand for. A session knows its backend's capabilities.
struct SessionHandle {
  std::unique_ptr<Session> session;
  std::uint64_t capabilities;
};

SessionHandle& handle_of(PenstockSession* session) {
  return *reinterpret_cast<SessionHandle*>(session);
}

Backend& backend_of(PenstockBackend* table) { return *static_cast<Backend*>(table->private_data); }

PenstockStatus report(PenstockError* error, PenstockStatus status, const char* message) noexcept {
  if (error == nullptr) return status;
  const std::size_t size = std::strlen(message) + 1;
  error->message = static_cast<char*>(std::malloc(size));
  if (error->message != nullptr) std::memcpy(error->message, message, size);
  error->release = [](PenstockError* self) {
    std::free(self->message);
    self->message = nullptr;
  };
  return status;
}

// Runs `body` behind the border that no exception crosses.
template <typename Body>
PenstockStatus guarded(PenstockError* error, Body&& body) noexcept {
  try {
    std::forward<Body>(body)();
    return PENSTOCK_OK;
  } catch (const Failure& failure) {
    return report(error, failure.status(), failure.what());
  } catch (const std::bad_alloc&) {
    return report(error, PENSTOCK_INTERNAL, "out of memory");
  } catch (const std::exception& failure) {
    return report(error, PENSTOCK_INTERNAL, failure.what());
  } catch (...) {
    return report(error, PENSTOCK_INTERNAL, "an exception of unknown type");
  }
}

void require(bool given, const char* what) {
  if (!given) throw Failure(PENSTOCK_INVALID_ARGUMENT, std::string(what) + " is NULL");
}

struct OwnedStrings {
  std::vector<std::string> texts;
  std::vector<const char*> items;
};

PenstockStatus runtime_version(PenstockBackend* table, const char** version, PenstockError* error) {
  return guarded(error, [&] {
    require(version != nullptr, "version");
    *version = backend_of(table).runtime_version();
  });
}

PenstockStatus devices(PenstockBackend* table, PenstockStringList* out, PenstockError* error) {
  return guarded(error, [&] {
    require(out != nullptr, "out");
    auto owned = std::make_unique<OwnedStrings>();
    owned->texts = backend_of(table).devices();
    for (const std::string& text : owned->texts) owned->items.push_back(text.c_str());
    out->items = owned->items.data();
    out->count = owned->items.size();
    out->release = [](PenstockStringList* self) {
      delete static_cast<OwnedStrings*>(self->private_data);
      *self = {};
    };
    out->private_data = owned.release();
  });
}

SessionOptions convert(const PenstockSessionOptions& given) {
  const auto text = [](const char* value) { return std::string(value != nullptr ? value : ""); };
  if (given.struct_size < sizeof(PenstockSessionOptions))
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "PenstockSessionOptions is smaller than this backend expects");
  if ((given.model_path == nullptr) == (given.model_bytes == nullptr))
    throw Failure(PENSTOCK_INVALID_ARGUMENT, "give either the path of a graph or its bytes");
  SessionOptions options;
  options.path = text(given.model_path);
  options.bytes = {static_cast<const char*>(given.model_bytes), given.model_size};
  options.external_data_folder = text(given.external_data_folder);
  options.device = text(given.device);
  require(given.options != nullptr || given.option_count == 0, "options");
  for (std::size_t i = 0; i < given.option_count; ++i) {
    require(given.options[i].key != nullptr, "an option's key");
    options.options.emplace_back(given.options[i].key, text(given.options[i].value));
  }
  return options;
}

PenstockStatus session_create(PenstockBackend* table, const PenstockSessionOptions* options,
                              PenstockSession** out, PenstockError* error) {
  return guarded(error, [&] {
    require(options != nullptr, "options");
    require(out != nullptr, "out");
    Backend& backend = backend_of(table);
    auto handle = std::make_unique<SessionHandle>();
    handle->capabilities = backend.capabilities();
    handle->session = backend.create_session(convert(*options));
    *out = reinterpret_cast<PenstockSession*>(handle.release());
  });
}

void session_release(PenstockSession* session) { delete reinterpret_cast<SessionHandle*>(session); }

PenstockStatus hand_out(const Ports& from, const PenstockPort** ports, std::uint64_t* count,
                        PenstockError* error) {
  return guarded(error, [&] {
    require(ports != nullptr && count != nullptr, "ports or count");
    *ports = from.view().data();
    *count = from.size();
  });
}

PenstockStatus session_inputs(PenstockSession* session, const PenstockPort** ports,
                              std::uint64_t* count, PenstockError* error) {
  return hand_out(handle_of(session).session->inputs(), ports, count, error);
}

PenstockStatus session_outputs(PenstockSession* session, const PenstockPort** ports,
                               std::uint64_t* count, PenstockError* error) {
  return hand_out(handle_of(session).session->outputs(), ports, count, error);
}

// Gives back what a failed run had filled already.
void give_back(std::span<PenstockTensor> outputs) noexcept {
  for (PenstockTensor& output : outputs) {
    if (output.release == nullptr) continue;
    output.release(&output);
    output = {};
  }
}

PenstockStatus session_run(PenstockSession* session, const PenstockRunArgs* args,
                           PenstockError* error) {
  return guarded(error, [&] {
    require(args != nullptr, "args");
    SessionHandle& handle = handle_of(session);
    const RunCall call = check_run(*handle.session, handle.capabilities, *args);
    try {
      handle.session->run(call);
    } catch (...) {
      give_back(call.outputs);
      throw;
    }
  });
}

State& state_of(PenstockState* state) { return *reinterpret_cast<State*>(state); }

PenstockStatus state_create(PenstockSession* session, PenstockState** out, PenstockError* error) {
  return guarded(error, [&] {
    require(out != nullptr, "out");
    *out = reinterpret_cast<PenstockState*>(handle_of(session).session->create_state().release());
  });
}

PenstockStatus state_reset(PenstockState* state, PenstockError* error) {
  return guarded(error, [&] { state_of(state).reset(); });
}

PenstockStatus state_reorder(PenstockState* state, const std::int32_t* rows, std::uint64_t count,
                             PenstockError* error) {
  return guarded(error, [&] {
    require(rows != nullptr || count == 0, "rows");
    state_of(state).reorder({rows, count});
  });
}

void state_release(PenstockState* state) { delete reinterpret_cast<State*>(state); }

void release(PenstockBackend* table) {
  delete static_cast<Backend*>(table->private_data);
  table->private_data = nullptr;
}

void fill(PenstockBackend& out, Backend& backend) {
  out.abi_version = PENSTOCK_BACKEND_ABI_VERSION;
  out.struct_size = sizeof(PenstockBackend);
  out.name = backend.name();
  out.capabilities = backend.capabilities();
  out.private_data = &backend;
  out.runtime_version = runtime_version;
  out.devices = devices;
  out.session_create = session_create;
  out.session_release = session_release;
  out.session_inputs = session_inputs;
  out.session_outputs = session_outputs;
  out.session_run = session_run;
  if ((out.capabilities & PENSTOCK_HAS_STATES) != 0) {
    out.state_create = state_create;
    out.state_reset = state_reset;
    out.state_reorder = state_reorder;
    out.state_release = state_release;
  }
  out.release = release;
}

}  // namespace

std::unique_ptr<State> Session::create_state() {
  throw Failure(PENSTOCK_UNSUPPORTED, "this backend does not support states");
}

PenstockStatus fill_table(std::uint32_t host_abi, PenstockBackend* out, PenstockError* error,
                          const std::function<std::unique_ptr<Backend>()>& make) noexcept {
  return guarded(error, [&] {
    require(out != nullptr, "out");
    if (host_abi != PENSTOCK_BACKEND_ABI_VERSION || out->struct_size < sizeof(PenstockBackend))
      throw Failure(PENSTOCK_UNSUPPORTED,
                    "this backend speaks ABI " + std::to_string(PENSTOCK_BACKEND_ABI_VERSION) +
                        " of Penstock, the host ABI " + std::to_string(host_abi));
    fill(*out, *make().release());
  });
}

}  // namespace penstock::sdk
