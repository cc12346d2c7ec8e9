// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <onnxruntime_c_api.h>

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

// One opened libonnxruntime and the function table that it granted.

namespace penstock::ort {

// Releases any object of the C API: Owned<OrtSession> and so on.
struct Releaser {
  const OrtApi* api = nullptr;
  void operator()(OrtEnv* p) const { api->ReleaseEnv(p); }
  void operator()(OrtSession* p) const { api->ReleaseSession(p); }
  void operator()(OrtSessionOptions* p) const { api->ReleaseSessionOptions(p); }
  void operator()(OrtMemoryInfo* p) const { api->ReleaseMemoryInfo(p); }
  void operator()(OrtRunOptions* p) const { api->ReleaseRunOptions(p); }
  void operator()(OrtIoBinding* p) const { api->ReleaseIoBinding(p); }
  void operator()(OrtTypeInfo* p) const { api->ReleaseTypeInfo(p); }
  void operator()(OrtTensorTypeAndShapeInfo* p) const { api->ReleaseTensorTypeAndShapeInfo(p); }
  void operator()(OrtValue* p) const { api->ReleaseValue(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Releaser>;

class Runtime {
 public:
  // Opens the library.
  // Throws Failure{PENSTOCK_UNAVAILABLE, PENSTOCK_UNSUPPORTED} that names the library.
  explicit Runtime(const std::string& library);

  [[nodiscard]] const OrtApi& api() const noexcept { return *api_; }
  // Made on first use, since it takes longer than all the rest; it prints nothing.
  [[nodiscard]] OrtEnv* env() const;
  // Makes weight_memory() the CPU memory of sessions with session.use_env_allocators; false when
  // the runtime does not take it.
  [[nodiscard]] bool has_weight_memory() const;
  [[nodiscard]] const std::string& version() const noexcept { return version_; }
  // N of the granted 1.N table: no function added later may be called.
  [[nodiscard]] unsigned granted() const noexcept { return granted_; }
  // M of the library's own 1.M.P.
  [[nodiscard]] unsigned minor() const noexcept { return minor_; }

  // The execution providers compiled in, without the one for remote endpoints (Azure).
  [[nodiscard]] std::vector<std::string> devices() const;

  template <typename T>
  [[nodiscard]] Owned<T> own(T* object) const {
    return Owned<T>(object, Releaser{api_});
  }

  // Throws Failure with `what` and the runtime's words when status is set; releases it.
  void check(OrtStatus* status, const std::string& what) const {
    if (status != nullptr) fail(status, what);
  }

 private:
  [[noreturn]] void fail(OrtStatus* status, const std::string& what) const;
  void negotiate(const OrtApiBase& base, const std::string& library);

  const OrtApi* api_ = nullptr;
  unsigned granted_ = 0;
  unsigned minor_ = 0;
  std::string version_;
  mutable std::mutex env_mutex_;
  mutable Owned<OrtEnv> env_;
  mutable std::optional<bool> has_weight_memory_;
};

}  // namespace penstock::ort
