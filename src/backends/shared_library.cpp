// SPDX-License-Identifier: Apache-2.0
#include "backends/shared_library.hpp"

#include <dlfcn.h>

#include <penstock/error.hpp>

namespace penstock {

SharedLibrary::SharedLibrary(const std::filesystem::path& path)
    : handle_(::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ != nullptr) return;
  const char* reason = ::dlerror();
  throw Error(ErrorCode::unavailable, path.string() + " cannot be loaded: " +
                                          (reason != nullptr ? reason : "unknown reason"));
}

void* SharedLibrary::symbol(const std::string& name) const noexcept {
  return ::dlsym(handle_, name.c_str());
}

}  // namespace penstock
