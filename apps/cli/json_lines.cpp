// SPDX-License-Identifier: Apache-2.0
#include "json_lines.hpp"

#include <simdjson.h>

#include <new>

#include <penstock/error.hpp>

#include "line_reader.hpp"

namespace penstock::cli {
namespace {

static_assert(LineReader::kPadding >= simdjson::SIMDJSON_PADDING);

Json to_json(const simdjson::dom::element& element) {
  using Type = simdjson::dom::element_type;
  switch (element.type()) {
    case Type::ARRAY: {
      Json array = Json::array();
      const simdjson::dom::array items = element.get_array().value_unsafe();
      for (const auto item : items) array.push_back(to_json(item));
      return array;
    }
    case Type::OBJECT: {
      Json object = Json::object();
      const simdjson::dom::object members = element.get_object().value_unsafe();
      for (const auto& [key, value] : members) {
        object[std::string(key)] = to_json(value);
      }
      return object;
    }
    case Type::INT64: return element.get_int64().value_unsafe();
    case Type::UINT64: return element.get_uint64().value_unsafe();
    case Type::DOUBLE: return element.get_double().value_unsafe();
    case Type::STRING: return std::string(element.get_string().value_unsafe());
    case Type::BOOL: return element.get_bool().value_unsafe();
    case Type::NULL_VALUE: break;
  }
  return nullptr;
}

}  // namespace

Failure current_failure() {
  try {
    throw;
  } catch (const Error& error) {
    return {std::string(to_string(error.code())), error.what()};
  } catch (const std::bad_alloc&) {
    return {std::string(to_string(ErrorCode::internal)),
            "there is not enough memory for this input; send less at a time"};
  } catch (const std::exception& error) {
    return {std::string(to_string(ErrorCode::internal)), error.what()};
  } catch (...) {
    return {std::string(to_string(ErrorCode::internal)), "an exception of unknown type"};
  }
}

struct JsonReader::State {
  simdjson::dom::parser parser;
};

JsonReader::JsonReader() : state_(std::make_unique<State>()) {}
JsonReader::~JsonReader() = default;

Json JsonReader::parse(std::string_view text) {
  simdjson::dom::element element;
  const auto error = state_->parser.parse(text.data(), text.size(), false).get(element);
  if (error != simdjson::SUCCESS) {
    throw Error(ErrorCode::invalid_argument,
                std::string("this is not JSON: ") + simdjson::error_message(error));
  }
  return to_json(element);
}

Json JsonReader::parse_copy(std::string_view text) {
  std::string padded(text);
  padded.append(LineReader::kPadding, '\0');
  return parse({padded.data(), text.size()});
}

}  // namespace penstock::cli
