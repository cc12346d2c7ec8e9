// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ov/api.hpp"

namespace penstock::ov {

// Frees any object of the C API: Owned<ov_model_t> and so on.
struct Releaser {
  const Api* api = nullptr;
  void operator()(ov_core_t* p) const { api->core_free(p); }
  void operator()(ov_model_t* p) const { api->model_free(p); }
  void operator()(ov_compiled_model_t* p) const { api->compiled_model_free(p); }
  void operator()(ov_infer_request_t* p) const { api->infer_request_free(p); }
  void operator()(ov_output_const_port_t* p) const { api->output_const_port_free(p); }
  void operator()(ov_tensor_t* p) const { api->tensor_free(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, Releaser>;

// One opened libopenvino_c and its core.
class Runtime {
 public:
  // Throws Failure{PENSTOCK_UNAVAILABLE} that names the library.
  explicit Runtime(const std::string& library);

  [[nodiscard]] const Api& api() const noexcept { return api_; }
  [[nodiscard]] const std::string& version() const noexcept { return version_; }  // "2026.4.1"
  // Made on first use.
  [[nodiscard]] ov_core_t* core() const;
  // "CPU", "GPU.0", ... Loads the plug-ins of all devices.
  [[nodiscard]] std::vector<std::string> devices() const;

  template <typename T>
  [[nodiscard]] Owned<T> own(T* object) const {
    return Owned<T>(object, Releaser{&api_});
  }

  // Throws Failure{PENSTOCK_BACKEND_FAILED} with `what` and the runtime's words unless OK.
  void check(ov_status_e status, const std::string& what) const {
    if (status != ov_status_e::OK) fail(status, what);
  }

 private:
  [[noreturn]] void fail(ov_status_e status, const std::string& what) const;

  Api api_;
  std::string version_;
  mutable std::mutex core_mutex_;
  mutable Owned<ov_core_t> core_;
};

}  // namespace penstock::ov
