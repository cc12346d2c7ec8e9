// SPDX-License-Identifier: Apache-2.0
#include "sdk/onnx_external_data.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "sdk/failure.hpp"
#include "sdk/onnx_structure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::sdk {
namespace {

using Field = ProtobufReader::Field;

class Walk {
 public:
  explicit Walk(const std::string& origin) : origin_(origin) {}

  void model(std::string_view bytes) {
    bool has_version = false;
    bool has_graph = false;
    bool has_operators = false;
    each(bytes, [&](const Field& field) {
      has_version = has_version || (field.number == kModelVersion && !field.is_bytes);
      has_graph = has_graph || (field.number == kModelGraph && field.is_bytes);
      has_operators = has_operators || (field.number == kModelOperatorSet && field.is_bytes);
    });
    if (!has_graph) fail("it holds no graph");
    if (!has_version || !has_operators) fail("it names no format version or operator set");
    message(OnnxMessage::model, bytes, 0);
  }

  std::vector<ExternalFile> files;

 private:
  [[noreturn]] void fail(const std::string& why) const {
    throw Failure(PENSTOCK_IO, origin_ + " is not a valid ONNX model: " + why);
  }

  template <typename Visit>
  void each(std::string_view bytes, Visit&& visit) const {
    ProtobufReader reader(bytes);
    Field field;
    while (reader.next(field)) visit(field);
    if (!reader.ok()) fail("the file is damaged or cut short");
  }

  void message(OnnxMessage kind, std::string_view bytes, int depth) {
    if (depth > kMaxOnnxDepth) fail("graphs are nested too deeply");
    if (kind == OnnxMessage::tensor) return tensor(bytes);
    each(bytes, [&](const Field& field) {
      const auto child = onnx_child(kind, field.number);
      if (child && field.is_bytes) message(*child, field.bytes, depth + 1);
    });
  }

  void tensor(std::string_view bytes) {
    std::string_view location;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    each(bytes, [&](const Field& field) {
      if (field.number != kTensorExternalData || !field.is_bytes) return;
      std::string_view key;
      std::string_view value;
      each(field.bytes, [&](const Field& entry) {
        if (entry.number == kEntryKey) key = entry.bytes;
        if (entry.number == kEntryValue) value = entry.bytes;
      });
      if (key == "location") location = value;
      if (key == "offset") offset = number(value);
      if (key == "length") length = number(value);
    });
    if (!location.empty()) add(location, offset, length);
  }

  std::uint64_t number(std::string_view text) const {
    std::uint64_t value = 0;
    const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || stop != text.data() + text.size())
      fail("an external tensor has the offset or length '" + std::string(text) + "'");
    return value;
  }

  void add(std::string_view location, std::uint64_t offset, std::uint64_t length) {
    if (offset + length < offset) fail("an external tensor ends beyond any file");
    const auto known = std::find_if(files.begin(), files.end(), [&](const ExternalFile& file) {
      return file.location == location;
    });
    if (known == files.end())
      files.push_back({std::string(location), offset + length});
    else
      known->size = std::max(known->size, offset + length);
  }

  const std::string& origin_;
};

// By the name alone: a symbolic link, as in the Hugging Face cache, may point anywhere.
bool stays_inside(const std::filesystem::path& location) {
  if (location.is_absolute()) return false;
  const std::filesystem::path plain = location.lexically_normal();
  return plain.begin() != plain.end() && *plain.begin() != "..";
}

}  // namespace

std::vector<ExternalFile> find_external_files(std::span<const char> model,
                                              const std::string& origin) {
  if (model.empty()) throw Failure(PENSTOCK_IO, origin + " is not a valid ONNX model: it is empty");
  Walk walk(origin);
  walk.model({model.data(), model.size()});
  return std::move(walk.files);
}

void check_external_files(const std::vector<ExternalFile>& files, const std::string& folder,
                          const std::string& origin) {
  for (const ExternalFile& file : files) {
    if (file.location.find('\0') != std::string::npos || !stays_inside(file.location))
      throw Failure(PENSTOCK_INVALID_ARGUMENT,
                    origin + " reads its weights from '" + file.location.c_str() +
                        "', which is outside the model's folder; that is refused");
    const std::filesystem::path path = std::filesystem::path(folder) / file.location;
    std::error_code failure;
    const std::uintmax_t size = std::filesystem::file_size(path, failure);
    if (failure)
      throw Failure(PENSTOCK_NOT_FOUND, origin + " keeps its weights in '" + path.string() +
                                            "', which cannot be read (" + failure.message() +
                                            "); download it too");
    if (size < file.size)
      throw Failure(PENSTOCK_IO, origin + " needs " + std::to_string(file.size) + " bytes of '" +
                                     path.string() + "', which has " + std::to_string(size) +
                                     ": the download is incomplete or belongs to another model");
  }
}

}  // namespace penstock::sdk
