// SPDX-License-Identifier: Apache-2.0
#include "backends/availability.hpp"

#include <span>
#include <utility>
#include <vector>

#include "backends/accelerator_table.hpp"
#include "backends/ipex_requirements.hpp"
#include "backends/plugin.hpp"
#include "backends/runtime_search.hpp"
#include "backends/search_places.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

// The places for one accelerator. A variable that names its library leaves no other: what the user
// pointed at is used or reported, never replaced in silence.
std::vector<SearchPlace> places_for(const Environment& environment, const AcceleratorTraits& row,
                                    std::span<const SearchPlace> usual) {
  std::vector<SearchPlace> places;
  const std::string variable(row.override_variable);
  const auto value = environment.variable(variable);
  if (value && !value->empty()) {
    if (row.accelerator != Accelerator::ipex) return places_at(environment, *value, variable);
    // PENSTOCK_TORCH_DIR names torch; IPEX lies beside it or anywhere.
    const fs::path torch(*value);
    places = places_at(environment, torch, variable);
    for (SearchPlace& place : places_at(environment, torch / "..", variable)) {
      if (place.kind == SearchPlace::Kind::site_packages) places.push_back(std::move(place));
    }
  }
  for (const SearchPlace& place : usual) {
    if (!place.only || *place.only == row.accelerator) places.push_back(place);
  }
  return places;
}

Availability detect(const Environment& environment, const AcceleratorTraits& row,
                    std::span<const SearchPlace> usual, RuntimeSearch& search,
                    const RuntimeVersionQuery& query) {
  Availability result;
  result.accelerator = row.accelerator;
  const auto ask = [&](const fs::path& library) { return query(row.accelerator, library); };
  const std::vector<SearchPlace> places = places_for(environment, row, usual);
  for (const SearchPlace& place : places) {
    auto find = search.look(*row.runtime, place, ask, result.attempts);
    if (!find) continue;
    if (row.accelerator == Accelerator::ipex &&
        !meets_ipex_requirements(environment, search, *find, places, result.attempts)) {
      continue;
    }
    result.available = true;
    result.version = std::move(find->version);
    result.distribution = std::move(find->distribution);
    result.library = find->library.string();
    break;
  }
  return result;
}

std::optional<std::string> version_from_runtime(Accelerator accelerator, const fs::path& library) {
  return load_backend(accelerator, library.string())->runtime_version();
}

}  // namespace

std::array<Availability, 3> detect_accelerators(const Environment& environment,
                                                const RuntimeVersionQuery& query) {
  const std::vector<SearchPlace> usual = search_places(environment);
  RuntimeSearch search(environment);
  std::array<Availability, 3> result;
  for (const AcceleratorTraits& row : accelerator_table()) {
    result.at(static_cast<std::size_t>(row.accelerator)) =
        detect(environment, row, usual, search, query);
  }
  return result;
}

std::span<const Availability> availabilities() {
  static const std::array<Availability, 3> found =
      detect_accelerators(system_environment(), version_from_runtime);
  return found;
}

const Availability& availability(Accelerator accelerator) {
  return availabilities()[static_cast<std::size_t>(accelerator)];
}

bool is_onnxruntime_available() { return availability(Accelerator::ort).available; }
bool is_openvino_available() { return availability(Accelerator::ov).available; }
bool is_ipex_available() { return availability(Accelerator::ipex).available; }

}  // namespace penstock
