// SPDX-License-Identifier: Apache-2.0
#include "ov/runtime.hpp"

#include <string_view>

#include "sdk/failure.hpp"

namespace penstock::ov {
namespace {

// "2026.4.1-22215-abc-releases/2026/4" -> "2026.4.1"
std::string release_of(std::string_view build) {
  return std::string(build.substr(0, build.find('-')));
}

// The runtime wraps its words in the place of each throw: "Exception from src/x.cpp:84:".
std::string without_places(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() < text.size() ? line.size() + 1 : line.size());
    if (line.empty() || line.starts_with("Exception from ")) continue;
    if (!lines.empty()) lines += ' ';
    lines += line;
  }
  return lines;
}

// Other failures leave the message of an earlier one in place.
bool is_exception(ov_status_e status) {
  return status != ov_status_e::INVALID_C_PARAM && status != ov_status_e::NOT_IMPLEMENT_C_METHOD;
}

}  // namespace

Runtime::Runtime(const std::string& library) : api_(open_api(library)) {
  ov_version_t version{};
  check(api_.get_openvino_version(&version), "OpenVINO does not tell its version");
  version_ = release_of(version.buildNumber != nullptr ? version.buildNumber : "");
  api_.version_free(&version);
}

ov_core_t* Runtime::core() const {
  const std::lock_guard lock(core_mutex_);
  if (core_ == nullptr) {
    ov_core_t* core = nullptr;
    check(api_.core_create(&core), "OpenVINO did not start");
    core_ = own(core);
  }
  return core_.get();
}

std::vector<std::string> Runtime::devices() const {
  ov_available_devices_t found{};
  check(api_.core_get_available_devices(core(), &found), "OpenVINO did not list its devices");
  std::vector<std::string> names(found.devices, found.devices + found.size);
  api_.available_devices_free(&found);
  return names;
}

// The message is the process's last one: when two threads fail at once they may see the same.
void Runtime::fail(ov_status_e status, const std::string& what) const {
  std::string words;
  const char* message = is_exception(status) ? api_.get_last_err_msg() : nullptr;
  if (message != nullptr) {
    words = without_places(message);
    api_.free(message);
  }
  if (words.empty()) words = api_.get_error_info(status);
  throw sdk::Failure(PENSTOCK_BACKEND_FAILED, what + ": " + words);
}

}  // namespace penstock::ov
