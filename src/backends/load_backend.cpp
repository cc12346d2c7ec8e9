// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <mutex>
#include <penstock/error.hpp>
#include <utility>

#include "backends/ipex_requirements.hpp"
#include "backends/plugin.hpp"
#include "backends/plugin_files.hpp"
#include "core/environment.hpp"

extern "C" {
PenstockStatus penstock_backend_init_ort(std::uint32_t abi_version, const char* library,
                                         PenstockBackend* out, PenstockError* error);
PenstockStatus penstock_backend_init_ov(std::uint32_t abi_version, const char* library,
                                        PenstockBackend* out, PenstockError* error);
}

namespace penstock {
namespace {

namespace fs = std::filesystem;

struct BuiltIn {
  Accelerator accelerator;
  PenstockBackendInit init;
};
constexpr BuiltIn kBuiltIn[] = {
    {Accelerator::ov, penstock_backend_init_ov},
    {Accelerator::ort, penstock_backend_init_ort},
};

std::shared_ptr<Backend> make_backend(Accelerator accelerator, const std::string& library) {
  for (const BuiltIn& row : kBuiltIn)
    if (row.accelerator == accelerator)
      return std::make_shared<Backend>(row.init, library, std::string(to_string(accelerator)));
  const Environment& environment = system_environment();
  return load_first_plugin(
      to_string(accelerator),
      accelerator == Accelerator::ipex ? ipex_libraries(environment, library) : library,
      plugin_folders(environment, library_folder(environment)));
}

// Kept until the process ends, as the libraries are. Never destroyed, so that no runtime is called
// while the process exits.
struct LoadedBackends {
  std::mutex mutex;
  std::map<std::pair<Accelerator, std::string>, std::shared_ptr<Backend>> by_library;
};

LoadedBackends& loaded_backends() {
  static auto* const loaded = new LoadedBackends;
  return *loaded;
}

}  // namespace

std::shared_ptr<Backend> load_first_plugin(std::string_view accelerator, const std::string& library,
                                           std::span<const fs::path> folders) {
  const std::string name(accelerator);
  std::string refusals;
  std::string searched;
  for (const fs::path& folder : folders) {
    searched += (searched.empty() ? "" : ", ") + folder.string();
    for (const fs::path& plugin : plugins_in(system_environment(), folder, name)) {
      try {
        return load_plugin(plugin, library);
      } catch (const Error& error) {
        refusals += std::string("\n  ") + error.what();
      }
    }
  }
  throw Error(ErrorCode::unavailable,
              "The accelerator " + name + " needs the plug-in libpenstock_" + name +
                  "*.so, and none that serves was found in " + searched + ". Build it (`make " +
                  name + "`), or name its folder in PENSTOCK_PLUGIN_PATH." + refusals);
}

std::shared_ptr<Backend> load_backend(Accelerator accelerator, const std::string& library) {
  LoadedBackends& loaded = loaded_backends();
  const std::lock_guard lock(loaded.mutex);
  std::shared_ptr<Backend>& backend = loaded.by_library[{accelerator, library}];
  if (backend == nullptr) backend = make_backend(accelerator, library);
  return backend;
}

std::vector<std::string> devices(Accelerator accelerator) {
  const Availability& found = availability(accelerator);
  if (!found.available)
    throw Error(ErrorCode::unavailable, "The accelerator " + std::string(to_string(accelerator)) +
                                            " is not available on this machine: run `penstock env` "
                                            "to see every place that was searched.");
  return load_backend(accelerator, found.library)->devices();
}

}  // namespace penstock
