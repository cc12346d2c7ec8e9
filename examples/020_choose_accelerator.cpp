// SPDX-License-Identifier: Apache-2.0
// What this machine has, which accelerator would be chosen and why; then one chosen by name.
//
//     $ example_020_choose_accelerator models/sentiment
//     ov    2026.4.1
//     ort   1.31.1 (onnxruntime)
//     ipex  not available
//     ...
#include <cstdio>
#include <penstock/penstock.hpp>

int main(int argc, char** argv) {
  const char* model = argc > 1 ? argv[1] : "models/sentiment";
  for (const penstock::Availability& found : penstock::availabilities()) {
    std::printf("%-5s %s", penstock::to_string(found.accelerator).data(),
                found.available ? found.version.c_str() : "not available");
    std::printf(found.distribution ? " (%s)\n" : "\n", found.distribution.value_or("").c_str());
  }
  std::printf("%s\n", penstock::default_selection().reason.c_str());

  for (const char* name : {"ov", "ort"}) {
    try {
      const penstock::TextClassification classify({.model = model, .accelerator = name});
      const penstock::Label best = classify("The food was cold and the service slow.").at(0);
      std::printf("%s says %s\n", name, best.label.c_str());
    } catch (const penstock::Error& error) {
      // Not installed here: the message lists every place that was searched.
      if (error.code() != penstock::ErrorCode::unavailable) throw;
      std::printf("%s: %s\n", name, error.what());
    }
  }
  return 0;
}
