// SPDX-License-Identifier: Apache-2.0
#include "backends/distribution_metadata.hpp"

#include <algorithm>
#include <penstock/json.hpp>

#include "backends/distributions.hpp"
#include "backends/path_lists.hpp"
#include "core/ascii.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeaderLimit = 4096;             // the fields wanted come first
constexpr std::size_t kRecordLimit = 8 * 1024 * 1024;  // torch's RECORD is about 1 MB
constexpr std::string_view kDistInfo = ".dist-info";
constexpr std::string_view kEggInfo = ".egg-info";

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ascii::to_lower, ascii::to_lower);
}

// Takes the first line off `text`, without its end.
std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<std::string> read_metadata(const Environment& environment, const fs::path& entry) {
  if (entry.native().ends_with(kDistInfo)) {
    return environment.read_head(entry / "METADATA", kHeaderLimit);
  }
  if (environment.is_file(entry)) return environment.read_head(entry, kHeaderLimit);
  return environment.read_head(entry / "PKG-INFO", kHeaderLimit);
}

}  // namespace

std::optional<std::string> distribution_of_entry(std::string_view entry) {
  if (entry.ends_with(kDistInfo)) {
    entry.remove_suffix(kDistInfo.size());
  } else if (entry.ends_with(kEggInfo)) {
    entry.remove_suffix(kEggInfo.size());
  } else {
    return std::nullopt;
  }
  return normalized_distribution_name(entry.substr(0, entry.find('-')));
}

std::optional<std::string> metadata_field(std::string_view metadata, std::string_view field) {
  while (!metadata.empty()) {
    const std::string_view line = next_line(metadata);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (same_ignoring_case(line.substr(0, colon), field)) {
      return std::string(trimmed(line.substr(colon + 1)));
    }
  }
  return std::nullopt;
}

std::optional<std::string> distribution_version(const Environment& environment,
                                                const fs::path& entry) {
  const auto metadata = read_metadata(environment, entry);
  if (!metadata) return std::nullopt;
  auto version = metadata_field(*metadata, "Version");
  if (version && version->empty()) return std::nullopt;
  return version;
}

bool record_names(const Environment& environment, const fs::path& entry, std::string_view file) {
  const auto record = environment.read_head(entry / "RECORD", kRecordLimit);
  if (!record) return false;
  std::string_view rest = *record;
  while (!rest.empty()) {
    std::string_view line = next_line(rest);
    if (line.starts_with('"')) line.remove_prefix(1);
    if (!line.starts_with(file)) continue;
    line.remove_prefix(file.size());
    if (line.starts_with(',') || line.starts_with('"')) return true;
  }
  return false;
}

bool is_editable_install(const Environment& environment, const fs::path& entry) {
  const auto text = environment.read_head(entry / "direct_url.json", kHeaderLimit);
  if (!text) return false;
  const Json url = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!url.is_object() || !url.contains("dir_info") || !url["dir_info"].is_object()) return false;
  const Json& info = url["dir_info"];
  return info.contains("editable") && info["editable"].is_boolean() && info["editable"].get<bool>();
}

}  // namespace penstock
