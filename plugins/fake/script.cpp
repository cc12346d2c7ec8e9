// SPDX-License-Identifier: Apache-2.0
#include "fake/script.hpp"

#include <nlohmann/json.hpp>

#include "sdk/dtype.hpp"
#include "sdk/failure.hpp"

namespace penstock::fake {
namespace {

using Json = nlohmann::json;
using sdk::Failure;

PenstockDType dtype_of(const std::string& name) {
  for (PenstockDType dtype = PENSTOCK_FLOAT32; dtype <= PENSTOCK_STRING; ++dtype)
    if (sdk::name_of(dtype) == name) return dtype;
  throw std::invalid_argument("unknown dtype " + name);
}

PortScript parse_port(const Json& json) {
  PortScript port{json.at("name"), dtype_of(json.at("dtype")), json.contains("shape"), {}};
  if (port.rank_known) port.shape = json.at("shape").get<std::vector<std::int64_t>>();
  return port;
}

std::size_t index_of(const std::vector<PortScript>& ports, const std::string& name) {
  for (std::size_t i = 0; i < ports.size(); ++i)
    if (ports[i].name == name) return i;
  throw std::invalid_argument("no input " + name);
}

OutputScript parse_answer(const Json& json, const Script& script) {
  OutputScript answer;
  for (const char* kind : {"constant", "echo", "sum", "total", "rows", "accumulate"}) {
    if (!json.contains(kind)) continue;
    answer.kind = kind;
    const Json& value = json.at(kind);
    if (answer.kind == "constant")
      answer.rows = {value.get<std::vector<double>>()};
    else if (answer.kind == "rows")
      answer.rows = value.get<std::vector<std::vector<double>>>();
    else if (answer.kind == "sum")
      for (const Json& name : value) answer.inputs.push_back(index_of(script.inputs, name));
    else
      answer.inputs = {index_of(script.inputs, value)};
    return answer;
  }
  throw std::invalid_argument("an output without a kind of answer");
}

Script read(const Json& json) {
  Script script;
  for (const Json& port : json.at("inputs")) script.inputs.push_back(parse_port(port));
  for (const Json& port : json.at("outputs")) {
    script.outputs.push_back(parse_port(port));
    script.answers.push_back(parse_answer(port, script));
  }
  const Json fail = json.value("fail", Json::object());
  script.fail_create = fail.value("create", "");
  script.fail_run = fail.value("run", "");
  script.fail_at_run = fail.value("at_run", 0);
  script.delay_ms = json.value("delay_ms", 0);
  script.lie = json.value("lie", "");
  return script;
}

}  // namespace

Script parse_script(std::string_view text, const std::string& origin) {
  try {
    return read(Json::parse(text));
  } catch (const std::exception& error) {
    throw Failure(PENSTOCK_IO, origin + " is not a valid script: " + error.what());
  }
}

}  // namespace penstock::fake
