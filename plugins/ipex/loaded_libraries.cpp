// SPDX-License-Identifier: Apache-2.0
#include "ipex/loaded_libraries.hpp"

#include <dlfcn.h>
#include <link.h>

#include "sdk/failure.hpp"

namespace penstock::ipex {
namespace {

namespace fs = std::filesystem;

struct Search {
  std::string_view name;
  fs::path found;
};

int visit(dl_phdr_info* info, std::size_t /*size*/, void* data) {
  auto& search = *static_cast<Search*>(data);
  const std::string_view path = info->dlpi_name != nullptr ? info->dlpi_name : "";
  const std::size_t slash = path.rfind('/');
  const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (!file.starts_with(search.name)) return 0;
  search.found = path;
  return 1;
}

}  // namespace

fs::path find_loaded(std::string_view name) {
  Search search{name, {}};
  ::dl_iterate_phdr(visit, &search);
  return search.found;
}

fs::path own_folder() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&own_folder), &info) == 0 || info.dli_fname == nullptr)
    return {};
  return fs::path(info.dli_fname).parent_path();
}

// Symbols stay out of reach of other libraries: torch exports those of its own copies of protobuf
// and oneDNN.
void* load_library(const fs::path& path) {
  void* handle = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle != nullptr) return handle;
  const char* reason = ::dlerror();
  throw sdk::Failure(PENSTOCK_UNAVAILABLE, path.string() + " cannot be loaded: " +
                                               (reason != nullptr ? reason : "unknown reason"));
}

}  // namespace penstock::ipex
