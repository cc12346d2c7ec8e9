// SPDX-License-Identifier: Apache-2.0
#include "ipex/archive_note.hpp"

#include <nlohmann/json.hpp>

#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"

namespace penstock::ipex {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

PenstockDType dtype_named(const std::string& name) {
  for (PenstockDType dtype = PENSTOCK_FLOAT32; dtype <= PENSTOCK_BOOL; ++dtype)
    if (sdk::name_of(dtype) == name) return dtype;
  throw std::runtime_error("the element type '" + name + "'");
}

std::vector<NotedPort> parse_ports(const Json& given) {
  std::vector<NotedPort> ports;
  for (const Json& item : given) {
    NotedPort port;
    port.name = item.at("name").get<std::string>();
    port.dtype = dtype_named(item.at("dtype").get<std::string>());
    if (item.contains("shape")) port.shape = item["shape"].get<std::vector<std::int64_t>>();
    if (item.contains("sample")) port.sample = item["sample"].get<std::vector<std::int64_t>>();
    ports.push_back(std::move(port));
  }
  return ports;
}

}  // namespace

ArchiveNote parse_note(std::string_view text, const std::string& origin) {
  try {
    const Json json = Json::parse(text);
    if (json.at("format").get<int>() != kFormat) throw std::runtime_error("its format");
    ArchiveNote note;
    note.inputs = parse_ports(json.at("inputs"));
    note.outputs = parse_ports(json.at("outputs"));
    note.bfloat16 = json.value("precision", "float32") == "bfloat16";
    note.expected = json.value("expected", note.expected);
    return note;
  } catch (const std::exception& error) {
    throw sdk::Failure(PENSTOCK_IO,
                       origin + ": " + kNoteName + " in it is not understood: " + error.what());
  }
}

}  // namespace penstock::ipex
