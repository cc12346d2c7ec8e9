// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backends/runtime_search.hpp"

// IPEX is reached through libtorch's C++ ABI, which changes with every release: code built for one
// crashes on another after loading without complaint. So the exact releases are asked for, from
// metadata, before anything is loaded.

namespace penstock {

inline constexpr std::string_view kTorchRelease = "2.8";  // of torch and of IPEX alike

// Empty when `version` is of kTorchRelease, else "needs NAME 2.8.x, found VERSION at PLACE".
[[nodiscard]] std::string release_defect(std::string_view name, std::string_view version,
                                         const std::filesystem::path& place);

// The torch that an IPEX found in `ipex_home` would be loaded over: PENSTOCK_TORCH_DIR's and no
// other when that is set, else the one beside it, else the first in `places`.
[[nodiscard]] std::optional<RuntimeFind> find_torch(const Environment& environment,
                                                    RuntimeSearch& search,
                                                    const std::filesystem::path& ipex_home,
                                                    std::span<const SearchPlace> places,
                                                    std::vector<Attempt>& attempts);

// Whether this IPEX and a torch for it are of the releases needed; what is not goes to `attempts`.
[[nodiscard]] bool meets_ipex_requirements(const Environment& environment, RuntimeSearch& search,
                                           const RuntimeFind& ipex,
                                           std::span<const SearchPlace> places,
                                           std::vector<Attempt>& attempts);

// What the plug-in is told: the path of IPEX's library and, behind a line end, that of the torch to
// load under it; the former alone where there is none.
[[nodiscard]] std::string ipex_libraries(const Environment& environment,
                                         const std::filesystem::path& ipex);

}  // namespace penstock
