// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <penstock/error.hpp>
#include <penstock/pipeline.hpp>
#include <string>
#include <string_view>

#include "tasks/parameter_set.hpp"

// PipelineOptions from JSON: the same names, one row each.

namespace penstock {
namespace {

std::string string_of(std::string_view key, const Json& value) {
  if (!value.is_string()) refuse_parameter(key, "a string", value);
  return value.get<std::string>();
}

bool bool_of(std::string_view key, const Json& value) {
  if (!value.is_boolean()) refuse_parameter(key, "true or false", value);
  return value.get<bool>();
}

Json object_of(std::string_view key, const Json& value) {
  if (!value.is_object()) refuse_parameter(key, "an object of names and values", value);
  return value;
}

// Python's token=True means the stored one; devices may be numbers.
std::string text_of(std::string_view key, const Json& value) {
  if (value.is_number_integer() || value.is_boolean()) return value.dump();
  return string_of(key, value);
}

template <auto kMember>
void set_text(PipelineOptions& options, std::string_view key, const Json& value) {
  options.*kMember = text_of(key, value);
}

template <auto kMember>
void set_string(PipelineOptions& options, std::string_view key, const Json& value) {
  options.*kMember = string_of(key, value);
}

template <auto kMember>
void set_bool(PipelineOptions& options, std::string_view key, const Json& value) {
  options.*kMember = bool_of(key, value);
}

template <auto kMember>
void set_object(PipelineOptions& options, std::string_view key, const Json& value) {
  options.*kMember = object_of(key, value);
}

struct Row {
  std::string_view key;
  void (*set)(PipelineOptions&, std::string_view, const Json&);
};

using O = PipelineOptions;
constexpr std::array kRows = {
    Row{"model", set_string<&O::model>},
    Row{"config", set_string<&O::config>},
    Row{"tokenizer", set_string<&O::tokenizer>},
    Row{"feature_extractor", set_string<&O::feature_extractor>},
    Row{"image_processor", set_string<&O::image_processor>},
    Row{"processor", set_string<&O::processor>},
    Row{"framework", set_string<&O::framework>},
    Row{"revision", set_string<&O::revision>},
    Row{"use_fast", set_bool<&O::use_fast>},
    Row{"token", set_text<&O::token>},
    Row{"device", set_text<&O::device>},
    Row{"device_map", set_text<&O::device_map>},
    Row{"torch_dtype", set_string<&O::torch_dtype>},
    Row{"trust_remote_code", set_bool<&O::trust_remote_code>},
    Row{"model_kwargs", set_object<&O::model_kwargs>},
    Row{"pipeline_class", set_string<&O::pipeline_class>},
    Row{"accelerator", set_string<&O::accelerator>},
    Row{"parameters", set_object<&O::parameters>},
};

}  // namespace

PipelineOptions pipeline_options_from_json(const Json& options) {
  PipelineOptions result;
  if (options.is_null()) return result;
  if (!options.is_object()) refuse_parameter("options", "an object of names and values", options);
  std::string names;
  for (const Row& row : kRows) names.append(names.empty() ? "" : ", ").append(row.key);
  for (const auto& [key, value] : options.items()) {
    const Row* found = nullptr;
    for (const Row& row : kRows) {
      if (row.key == key) found = &row;
    }
    if (found == nullptr) {
      throw Error(ErrorCode::invalid_argument, "pipeline() has no option `" + key +
                                                   "`; it takes: " + names +
                                                   ". A task's own parameters go in `parameters`.");
    }
    if (!value.is_null()) found->set(result, key, value);
  }
  return result;
}

}  // namespace penstock
