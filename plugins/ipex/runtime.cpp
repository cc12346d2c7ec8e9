// SPDX-License-Identifier: Apache-2.0
#include "ipex/runtime.hpp"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>
#include <vector>

#include "ipex/borrowed_environment.hpp"
#include "ipex/loaded_libraries.hpp"
#include "ipex/torch_release.hpp"
#include "sdk/failure.hpp"

namespace penstock::ipex {
namespace {

namespace fs = std::filesystem;
using sdk::Failure;

constexpr const char* kTorchLibrary = "libtorch_cpu.so";
// Torch's wheels need these two even where there is no such device. They are there when torch was
// installed with all it depends on; what stands in for them answers every call with "no device".
constexpr std::array<const char*, 2> kCudaLibraries = {"libcudart.so.12", "libcupti.so.12"};

struct Libraries {
  fs::path ipex;
  fs::path torch;
};

Libraries parse_libraries(const std::string& given) {
  const std::size_t end = given.find('\n');
  Libraries libraries{given.substr(0, end), {}};
  if (end != std::string::npos) libraries.torch = given.substr(end + 1);
  // PACKAGES/intel_extension_for_pytorch/lib/X.so and PACKAGES/torch/lib/libtorch_cpu.so
  if (libraries.torch.empty())
    libraries.torch =
        libraries.ipex.parent_path().parent_path().parent_path() / "torch" / "lib" / kTorchLibrary;
  return libraries;
}

void check_processor() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") == 0)
    throw Failure(PENSTOCK_UNAVAILABLE, "IPEX needs a processor with AVX2");
#else
  throw Failure(PENSTOCK_UNAVAILABLE, "IPEX runs on x86-64 processors only");
#endif
}

void check_present(const fs::path& library) {
  std::error_code ignored;
  if (!fs::is_regular_file(library, ignored))
    throw Failure(PENSTOCK_UNAVAILABLE, library.string() + " is not there");
}

// A torch that the program itself loaded is the one that would be used.
fs::path torch_to_use(const fs::path& chosen) {
  fs::path loaded = find_loaded(kTorchLibrary);
  std::error_code ignored;
  if (loaded.empty() || fs::equivalent(loaded, chosen, ignored)) return chosen;
  return loaded;
}

// The loader takes a library that is loaded already for one of the same name that is needed.
void load_torch(const fs::path& library) {
  for (std::size_t tries = 0;; ++tries) {
    try {
      load_library(library);
      return;
    } catch (const Failure& failure) {
      const std::string_view why = failure.what();
      const char* missing = nullptr;
      for (const char* name : kCudaLibraries)
        if (why.find(name) != std::string_view::npos) missing = name;
      if (missing == nullptr || tries == kCudaLibraries.size()) throw;
      load_library(own_folder() / "cuda_stand_ins" / missing);
    }
  }
}

// Workers that wait busily are fastest where nothing else wants the processors.
bool is_busy() {
  if (!find_loaded("libonnxruntime.so").empty() || !find_loaded("libopenvino").empty()) return true;
  double load = 0;
  return ::getloadavg(&load, 1) == 1 && load > std::thread::hardware_concurrency();
}

// What libgomp is told while it is loaded with torch, unless the environment tells it already.
std::vector<std::string> waiting_policy(std::optional<bool> allow_spinning) {
  const bool set =
      std::getenv("OMP_WAIT_POLICY") != nullptr || std::getenv("GOMP_SPINCOUNT") != nullptr;
  if (set || (allow_spinning ? *allow_spinning : !is_busy())) return {};
  return {"OMP_WAIT_POLICY=passive"};
}

std::unique_ptr<Engine> load_engine() {
  const fs::path path = own_folder() / ("libpenstock_torch" + std::string(built_for()) + ".so");
  auto* make = reinterpret_cast<MakeEngine*>(::dlsym(load_library(path), kEngineSymbol));
  if (make == nullptr)
    throw Failure(PENSTOCK_UNAVAILABLE, path.string() + " has no " + std::string(kEngineSymbol));
  return std::unique_ptr<Engine>(make());
}

// One thread loads at a time; the libraries stay until the process ends.
std::mutex& loading() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace

Runtime::Runtime(const std::string& libraries, std::optional<bool> allow_spinning) {
  const std::lock_guard lock(loading());
  const Libraries given = parse_libraries(libraries);
  check_processor();
  check_present(given.ipex);
  version_ = require_release(given.ipex, "intel_extension_for_pytorch");
  const fs::path torch = torch_to_use(given.torch);
  check_present(torch);
  (void)require_release(torch, "torch");
  {
    const BorrowedEnvironment environment(waiting_policy(allow_spinning));
    load_torch(torch);
  }
  engine_ = load_engine();
  load_library(given.ipex);
}

}  // namespace penstock::ipex
