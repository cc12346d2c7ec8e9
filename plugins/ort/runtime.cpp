// SPDX-License-Identifier: Apache-2.0
#include "ort/runtime.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <charconv>

#include "ort/weight_memory.hpp"
#include "sdk/failure.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;

// The generic way to append an execution provider came with 1.12; nothing newer is needed.
constexpr unsigned kOldestMinor = 12;

const OrtApiBase* open(const std::string& library) {
  if (library.empty() || library.front() != '/')
    throw Failure(
        PENSTOCK_UNAVAILABLE,
        "ONNX Runtime needs the absolute path of libonnxruntime, given '" + library + "'");
  // Never closed: the runtime's threads and thread-local storage outlive any session.
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    throw Failure(PENSTOCK_UNAVAILABLE,
                  std::string("ONNX Runtime cannot be loaded: ") + ::dlerror());
  void* symbol = ::dlsym(handle, "OrtGetApiBase");
  const OrtApiBase* base =
      symbol != nullptr ? reinterpret_cast<const OrtApiBase* (*)()>(symbol)() : nullptr;
  if (base == nullptr)
    throw Failure(PENSTOCK_UNAVAILABLE, library + " is not ONNX Runtime: it has no OrtGetApiBase");
  return base;
}

// M of "1.M.P"; 0 when the text is something else.
unsigned minor_of(const std::string& version) {
  unsigned minor = 0;
  if (version.starts_with("1."))
    std::from_chars(version.data() + 2, version.data() + version.size(), minor);
  return minor;
}

void ORT_API_CALL drop_message(void*, OrtLoggingLevel, const char*, const char*, const char*,
                               const char*) {}

PenstockStatus status_of(OrtErrorCode code) {
  switch (code) {
    case ORT_NO_SUCHFILE: return PENSTOCK_NOT_FOUND;
    case ORT_INVALID_PROTOBUF: return PENSTOCK_IO;
    default: return PENSTOCK_BACKEND_FAILED;
  }
}

}  // namespace

Runtime::Runtime(const std::string& library) { negotiate(*open(library), library); }

OrtEnv* Runtime::env() const {
  const std::lock_guard lock(env_mutex_);
  if (env_ == nullptr) {
    OrtEnv* env = nullptr;
    check(api_->CreateEnvWithCustomLogger(drop_message, nullptr, ORT_LOGGING_LEVEL_FATAL,
                                          "penstock", &env),
          "ONNX Runtime did not start");
    env_ = own(env);
  }
  return env_.get();
}

bool Runtime::has_weight_memory() const {
  OrtEnv* const environment = env();
  const std::lock_guard lock(env_mutex_);
  if (!has_weight_memory_) {
    OrtAllocator* const memory = weight_memory(*api_);
    OrtStatus* status = memory == nullptr ? nullptr : api_->RegisterAllocator(environment, memory);
    has_weight_memory_ = memory != nullptr && status == nullptr;
    if (status != nullptr) api_->ReleaseStatus(status);
  }
  return *has_weight_memory_;
}

// Asking for more than the library has prints on stderr, so its version is read first.
void Runtime::negotiate(const OrtApiBase& base, const std::string& library) {
  version_ = base.GetVersionString();
  minor_ = minor_of(version_);
  if (minor_ < kOldestMinor)
    throw Failure(PENSTOCK_UNSUPPORTED, library + " is ONNX Runtime " + version_ +
                                            "; Penstock needs 1." + std::to_string(kOldestMinor) +
                                            " or newer: pip install -U onnxruntime");
  granted_ = std::min<unsigned>(minor_, ORT_API_VERSION);
  api_ = base.GetApi(granted_);
  if (api_ == nullptr)
    throw Failure(PENSTOCK_UNSUPPORTED, library + " is ONNX Runtime " + version_ +
                                            " but does not grant its API " +
                                            std::to_string(granted_));
}

std::vector<std::string> Runtime::devices() const {
  char** names = nullptr;
  int count = 0;
  check(api_->GetAvailableProviders(&names, &count), "ONNX Runtime did not list its providers");
  std::vector<std::string> found(names, names + count);
  OrtStatus* status = api_->ReleaseAvailableProviders(names, count);
  if (status != nullptr) api_->ReleaseStatus(status);
  std::erase(found, "AzureExecutionProvider");
  return found;
}

void Runtime::fail(OrtStatus* status, const std::string& what) const {
  const std::string message = what + ": " + api_->GetErrorMessage(status);
  const PenstockStatus code = status_of(api_->GetErrorCode(status));
  api_->ReleaseStatus(status);
  throw Failure(code, message);
}

}  // namespace penstock::ort
