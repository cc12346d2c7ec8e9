// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backends/availability.hpp"
#include "backends/fake_environment.hpp"
#include "backends/fake_library.hpp"

// What package managers leave on disk, put into a FakeEnvironment.

namespace penstock {

inline const std::string kSite = "/venv/lib/python3.11/site-packages";

inline std::string metadata(const std::string& name, const std::string& version) {
  return "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version +
         "\nSummary: x\n\nVersion: 0.0.0 in the description is not the header's\n";
}

// `entry_name` as pip writes it: "onnxruntime_gpu".
inline void add_dist_info(FakeEnvironment& env, const std::string& site,
                          const std::string& entry_name, const std::string& version) {
  env.add_file(site + "/" + entry_name + "-" + version + ".dist-info/METADATA",
               metadata(entry_name, version));
}

inline void add_onnxruntime_folder(FakeEnvironment& env, const std::string& site,
                                   const std::string& version) {
  env.add_file(site + "/onnxruntime/__init__.py");
  env.add_file(site + "/onnxruntime/capi/libonnxruntime.so." + version,
               library_exporting("OrtGetApiBase"));
}

inline void install_onnxruntime(FakeEnvironment& env, const std::string& site,
                                const std::string& version,
                                const std::string& entry_name = "onnxruntime") {
  add_onnxruntime_folder(env, site, version);
  add_dist_info(env, site, entry_name, version);
}

inline void install_openvino(FakeEnvironment& env, const std::string& site) {
  env.add_file(site + "/openvino/libs/libopenvino_c.so.2641",
               library_exporting("ov_get_openvino_version"));
  add_dist_info(env, site, "openvino", "2026.4.1");
}

inline void install_torch(FakeEnvironment& env, const std::string& site,
                          const std::string& version) {
  env.add_file(site + "/torch/lib/libtorch_cpu.so", FakeLibrary{}.bytes());
  add_dist_info(env, site, "torch", version);
}

inline void install_ipex(FakeEnvironment& env, const std::string& site,
                         const std::string& version) {
  env.add_file(site + "/intel_extension_for_pytorch/lib/libintel-ext-pt-cpu.so",
               FakeLibrary{}.bytes());
  add_dist_info(env, site, "intel_extension_for_pytorch", version);
}

// An activated virtual environment with nothing in it.
inline FakeEnvironment active_venv() {
  FakeEnvironment env;
  env.set("VIRTUAL_ENV", "/venv").add_folder(kSite);
  return env;
}

inline Availability detect(
    const FakeEnvironment& env, Accelerator accelerator,
    const RuntimeVersionQuery& query = [](auto, const auto&) {
      return std::optional<std::string>();
    }) {
  return detect_accelerators(env, query).at(static_cast<std::size_t>(accelerator));
}

// The outcome noted for a place, or what was noted instead.
inline std::string outcome_at(const Availability& found, const std::string& place) {
  std::string all = "not looked at; attempts were:";
  for (const Attempt& attempt : found.attempts) {
    if (attempt.place == place) return attempt.phase + ": " + attempt.outcome;
    all += "\n  " + attempt.place + ": " + attempt.outcome;
  }
  return all;
}

}  // namespace penstock
