// SPDX-License-Identifier: Apache-2.0
#include "ort/load.hpp"

#include <onnxruntime_session_options_config_keys.h>

#include <chrono>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>
#include <system_error>
#include <thread>

#include "sdk/failure.hpp"
#include "sdk/mapped_file.hpp"
#include "sdk/onnx_external_data.hpp"
#include "sdk/onnx_logits_start.hpp"
#include "sdk/onnx_relocation.hpp"
#include "sdk/patched_file.hpp"

namespace penstock::ort {
namespace {

using sdk::Failure;

// The first release that reads weights of a graph in memory from a folder of the caller's choice.
constexpr unsigned kExternalFolderSince = 21;

// ONNX Runtime's own flatbuffer format.
bool is_ort_format(std::span<const char> bytes) {
  return bytes.size() >= 8 && std::string_view(bytes.data() + 4, 4) == "ORTM";
}

Owned<OrtSession> open_path(const Runtime& runtime, const std::string& path,
                            OrtSessionOptions* options) {
  OrtSession* session = nullptr;
  runtime.check(runtime.api().CreateSession(runtime.env(), path.c_str(), options, &session),
                "ONNX Runtime cannot load " + path);
  return runtime.own(session);
}

Owned<OrtSession> open_bytes(const Runtime& runtime, std::span<const char> bytes,
                             const std::string& origin, OrtSessionOptions* options) {
  OrtSession* session = nullptr;
  runtime.check(runtime.api().CreateSessionFromArray(runtime.env(), bytes.data(), bytes.size(),
                                                     options, &session),
                "ONNX Runtime cannot load " + origin);
  return runtime.own(session);
}

void set_external_folder(const Runtime& runtime, const std::string& folder,
                         OrtSessionOptions* options) {
  runtime.check(
      runtime.api().AddSessionConfigEntry(
          options, kOrtSessionOptionsModelExternalInitializersFileFolderPath, folder.c_str()),
      "folder of external weights");
}

// Unless the caller has said how memory is to be had.
void set_weight_memory(const Runtime& runtime, const sdk::SessionOptions& given,
                       OrtSessionOptions* options) {
  const std::string_view use_environment = kOrtSessionOptionsConfigUseEnvAllocators;
  for (const auto& [key, value] : given.options)
    if (key == use_environment || key == "enable_cpu_mem_arena") return;
  if (!runtime.has_weight_memory()) return;
  runtime.check(runtime.api().AddSessionConfigEntry(options, use_environment.data(), "1"),
                "memory of weights");
}

// Protobuf counts the bytes of a message in an int.
constexpr std::size_t kMaxModelBytes = std::numeric_limits<std::int32_t>::max();

// ONNX Runtime copies all of a graph that is given in memory, and a file's pages would count as the
// process's own until it is done: they are given back on the way.
class PagesDropped {
 public:
  explicit PagesDropped(const sdk::PatchedFile& file) {
    constexpr std::size_t kWorthwhile = std::size_t{32} << 20;
    if (file.bytes().size() < kWorthwhile) return;
    try {
      thread_ = std::jthread([&file](const std::stop_token& stop) {
        for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(5)))
          file.drop_pages();
      });
    } catch (const std::system_error&) {
      return;  // no more threads: they stay until the graph is open
    }
  }

 private:
  std::jthread thread_;
};

// The graph of a file with the input logits_start. Null where that cannot be had.
Owned<OrtSession> open_with_logits_start(const Runtime& runtime, const std::string& path,
                                         const sdk::OnnxLogitsStart& change, bool external,
                                         OrtSessionOptions* options) {
  Owned<OrtSession> none = runtime.own<OrtSession>(nullptr);
  if (external && runtime.minor() < kExternalFolderSince) return none;
  try {
    const sdk::PatchedFile file(path, change.offset, change.in_place, change.appended);
    if (file.bytes().size() > kMaxModelBytes) return none;
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    if (external) set_external_folder(runtime, folder.string(), options);
    const PagesDropped dropped(file);
    return open_bytes(runtime, file.bytes(), path, options);
  } catch (const Failure&) {
    return none;
  }
}

// The same for a graph whose weights lie elsewhere.
Owned<OrtSession> open_with_logits_start(const Runtime& runtime, const std::string& path,
                                         const sdk::OnnxLogitsStart& change,
                                         const sdk::RelocatedModel& relocated,
                                         OrtSessionOptions* options) {
  try {
    std::string bytes = relocated.bytes;
    bytes.replace(change.offset, change.in_place.size(), change.in_place);
    bytes += change.appended;
    return open_bytes(runtime, bytes, path, options);
  } catch (const Failure&) {
    return runtime.own<OrtSession>(nullptr);
  }
}

Owned<OrtSession> load_file(const Runtime& runtime, const sdk::SessionOptions& given,
                            OrtSessionOptions* options) {
  std::optional<sdk::RelocatedModel> relocated;
  std::optional<sdk::OnnxLogitsStart> change;
  bool external = false;
  {
    const sdk::MappedFile file(given.path);
    if (!is_ort_format(file.bytes())) {
      const auto files = sdk::find_external_files(file.bytes(), given.path);
      sdk::check_external_files(files, std::filesystem::path(given.path).parent_path().string(),
                                given.path);
      // Older releases follow links, newer ones only some.
      if (runtime.minor() >= kExternalFolderSince)
        relocated = sdk::relocate_links(file.bytes(), files, given.path);
      external = !files.empty();
      if (sdk::wants_logits_start(given.options))
        change = sdk::add_logits_start(relocated ? std::span<const char>(relocated->bytes)
                                                 : file.bytes());
    }
  }
  if (relocated) set_external_folder(runtime, relocated->folder, options);
  if (change) {
    Owned<OrtSession> session =
        relocated ? open_with_logits_start(runtime, given.path, *change, *relocated, options)
                  : open_with_logits_start(runtime, given.path, *change, external, options);
    if (session != nullptr) return session;
  }
  if (!relocated) return open_path(runtime, given.path, options);
  return open_bytes(runtime, relocated->bytes, given.path, options);
}

Owned<OrtSession> load_bytes(const Runtime& runtime, const sdk::SessionOptions& given,
                             OrtSessionOptions* options) {
  if (is_ort_format(given.bytes)) return open_bytes(runtime, given.bytes, given.origin(), options);
  const auto files = sdk::find_external_files(given.bytes, given.origin());
  if (!files.empty()) {
    if (given.external_data_folder.empty())
      throw Failure(PENSTOCK_INVALID_ARGUMENT, given.origin() + " keeps weights in '" +
                                                   files.front().location +
                                                   "': give the folder of that file");
    if (runtime.minor() < kExternalFolderSince)
      throw Failure(PENSTOCK_UNSUPPORTED,
                    "ONNX Runtime " + runtime.version() +
                        " cannot read external weights for a graph in memory; 1.21 and newer can: "
                        "pip install -U onnxruntime");
    sdk::check_external_files(files, given.external_data_folder, given.origin());
    set_external_folder(runtime, given.external_data_folder, options);
    set_weight_memory(runtime, given, options);
  }
  return open_bytes(runtime, given.bytes, given.origin(), options);
}

}  // namespace

Owned<OrtSession> load(const Runtime& runtime, const sdk::SessionOptions& given,
                       OrtSessionOptions* options) {
  return given.path.empty() ? load_bytes(runtime, given, options)
                            : load_file(runtime, given, options);
}

std::uint64_t weight_bytes(const sdk::SessionOptions& given) {
  try {
    std::optional<sdk::MappedFile> file;
    if (!given.path.empty()) file.emplace(given.path);
    const std::span<const char> bytes = file ? file->bytes() : given.bytes;
    std::uint64_t total = bytes.size();
    if (is_ort_format(bytes)) return total;
    for (const sdk::ExternalFile& each : sdk::find_external_files(bytes, given.origin()))
      total += each.size;
    return total;
  } catch (const Failure&) {
    return 0;
  }
}

}  // namespace penstock::ort
