// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace penstock {

// A library opened with RTLD_NOW | RTLD_LOCAL. It stays loaded until the process ends, whatever
// becomes of this object: runtimes do not survive being unloaded.
class SharedLibrary {
 public:
  // Throws Error{unavailable} with the loader's words.
  explicit SharedLibrary(const std::filesystem::path& path);

  // Null when there is no such symbol. T is a function type.
  template <typename T>
  [[nodiscard]] T* function(const std::string& name) const noexcept {
    return reinterpret_cast<T*>(symbol(name));
  }

 private:
  [[nodiscard]] void* symbol(const std::string& name) const noexcept;

  void* handle_;
};

}  // namespace penstock
