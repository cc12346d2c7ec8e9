// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_relocation.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>

#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

namespace fs = std::filesystem;
using Locations = std::map<std::string, std::string, std::less<>>;
using Field = ProtobufReader::Field;

// The entry {"location": old} with its new value; any other entry as it is.
std::string rewrite_entry(const Field& field, const Locations& locations) {
  std::string_view key;
  std::string_view value;
  ProtobufReader reader(field.bytes);
  Field part;
  while (reader.next(part)) {
    if (part.number == kEntryKey) key = part.bytes;
    if (part.number == kEntryValue) value = part.bytes;
  }
  const auto found = locations.find(value);
  if (key != "location" || found == locations.end()) return std::string(field.whole);
  std::string entry;
  append_bytes_field(kEntryKey, key, entry);
  append_bytes_field(kEntryValue, found->second, entry);
  std::string whole;
  append_bytes_field(kTensorExternalData, entry, whole);
  return whole;
}

// The model was walked before, so that it is well formed and not too deep.
std::string rewrite(OnnxMessage kind, std::string_view message, const Locations& locations) {
  std::string result;
  result.reserve(message.size() + 64);
  ProtobufReader reader(message);
  Field field;
  while (reader.next(field)) {
    const auto child = onnx_child(kind, field.number);
    if (kind == OnnxMessage::tensor && field.number == kTensorExternalData && field.is_bytes)
      result += rewrite_entry(field, locations);
    else if (child && field.is_bytes)
      append_bytes_field(field.number, rewrite(*child, field.bytes, locations), result);
    else
      result += field.whole;
  }
  return result;
}

// The deepest folder that holds all of them.
fs::path common_folder(const std::vector<fs::path>& paths) {
  fs::path folder = paths.front().parent_path();
  for (const fs::path& path : paths)
    while (path.lexically_relative(folder).begin()->string() == "..") folder = folder.parent_path();
  return folder;
}

}  // namespace

std::optional<RelocatedModel> relocate_links(std::span<const char> model,
                                             const std::vector<ExternalFile>& files,
                                             const std::string& path) {
  if (files.empty()) return std::nullopt;
  const fs::path folder = fs::canonical(fs::absolute(path).parent_path());
  bool linked = fs::is_symlink(path);
  std::vector<fs::path> real;
  for (const ExternalFile& file : files) {
    const fs::path named = (folder / file.location).lexically_normal();
    real.push_back(fs::canonical(named));
    linked = linked || real.back() != named;
  }
  if (!linked) return std::nullopt;
  RelocatedModel relocated;
  const fs::path common = common_folder(real);
  Locations locations;
  for (std::size_t i = 0; i < files.size(); ++i)
    locations.emplace(files[i].location, real[i].lexically_relative(common).string());
  relocated.folder = common.string();
  relocated.bytes = rewrite(OnnxMessage::model, {model.data(), model.size()}, locations);
  return relocated;
}

}  // namespace penstock::sdk
