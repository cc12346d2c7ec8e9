// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

// What a runtime looks like when it is installed: its Python package, the names of the
// distributions that bring it, and where in the package its native library lies.

namespace penstock {

struct RuntimePackage {
  std::string_view package;                         // import folder in site-packages
  std::span<const std::string_view> distributions;  // in probe order, the package's own name last
  std::string_view library_folder;                  // relative to site-packages
  std::string_view library_stem;                    // the library's name starts so
  std::string_view symbol;                          // the library exports it; empty: not asked
  std::string_view first_native;                    // older releases carry no usable library
};

extern const RuntimePackage kOnnxRuntimePackage;
extern const RuntimePackage kOpenVinoPackage;
extern const RuntimePackage kIpexPackage;
extern const RuntimePackage kTorchPackage;

// Every package above.
[[nodiscard]] std::span<const RuntimePackage* const> runtime_packages();

// PEP 503: lower case, and each run of '-', '_' and '.' becomes one '-'.
[[nodiscard]] std::string normalized_distribution_name(std::string_view name);

}  // namespace penstock
