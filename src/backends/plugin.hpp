// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <penstock/backend_abi.h>
#include <penstock/accelerator.hpp>

// From an accelerator or a plug-in file to its filled C table.

namespace penstock {

// Owns one initialised PenstockBackend; thread-safe; shared by the sessions made from it.
class Backend {
 public:
  // Runs `init` and checks what it filled: ABI number, sizes, required slots.
  // Throws Error{unavailable, unsupported} with the plug-in's words and `origin`.
  Backend(PenstockBackendInit init, const std::string& library, const std::string& origin);
  ~Backend();
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;

  [[nodiscard]] std::string_view name() const noexcept { return table_.name; }
  [[nodiscard]] std::uint64_t capabilities() const noexcept { return table_.capabilities; }
  [[nodiscard]] std::string runtime_version();       // loads the runtime
  [[nodiscard]] std::vector<std::string> devices();  // loads the runtime
  [[nodiscard]] PenstockBackend* table() noexcept { return &table_; }

 private:
  PenstockBackend table_{};
};

// The backend of an accelerator whose native library is `library`: built in (ort, ov) or the
// plug-in libpenstock_NAME*.so found through PENSTOCK_PLUGIN_PATH and beside the library. One per
// process and library path. Throws Error{unavailable} naming every place searched.
[[nodiscard]] std::shared_ptr<Backend> load_backend(Accelerator accelerator,
                                                    const std::string& library);

// A backend from a plug-in file given by its path (anyone's backend, and the tests' own).
[[nodiscard]] std::shared_ptr<Backend> load_plugin(const std::filesystem::path& plugin,
                                                   const std::string& library);

// Turns a C call's outcome into an exception: nothing when OK, else Error with the code's
// counterpart, `what` and the message; the message is released either way.
void check_status(PenstockStatus status, PenstockError& error, std::string_view what);

}  // namespace penstock
