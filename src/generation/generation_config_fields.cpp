// SPDX-License-Identifier: Apache-2.0
#include "generation/generation_config_fields.hpp"

#include <algorithm>
#include <penstock/error.hpp>

#include "core/refuse_argument.hpp"
#include "generation/python_repr.hpp"

namespace penstock {
namespace {

[[noreturn]] void refuse_value(std::string_view key, std::string_view allowed, const Json& value) {
  throw Error(ErrorCode::invalid_argument, "`" + std::string(key) + "` must be " +
                                               std::string(allowed) + ", but is " +
                                               python_repr(value) + ".");
}

// Unsigned numbers beyond the signed range are no ids, lengths or counts.
bool is_integer(const Json& value) {
  if (value.is_number_unsigned()) return value.get<std::uint64_t>() <= INT64_MAX;
  return value.is_number_integer();
}

bool is_ids(const Json& value, std::int64_t minimum) {
  if (!value.is_array()) return false;
  for (const Json& id : value) {
    if (!is_integer(id) || id.get<std::int64_t>() < minimum) return false;
  }
  return true;
}

}  // namespace

void read_field(std::string_view key, const Json& value, std::optional<std::int64_t>& field) {
  if (value.is_null()) return field.reset();
  // Some files write an only id as a list of one.
  if (value.is_array() && value.size() == 1 && is_integer(value.front())) {
    field = value.front().get<std::int64_t>();
    return;
  }
  if (!is_integer(value)) refuse_value(key, "an integer or None", value);
  field = value.get<std::int64_t>();
}

void read_field(std::string_view key, const Json& value, std::int64_t& field) {
  if (!is_integer(value)) refuse_value(key, "an integer", value);
  field = value.get<std::int64_t>();
}

void read_field(std::string_view key, const Json& value, std::optional<double>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_number()) refuse_value(key, "a number or None", value);
  field = value.get<double>();
}

void read_field(std::string_view key, const Json& value, std::optional<bool>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_boolean()) refuse_value(key, "a boolean or None", value);
  field = value.get<bool>();
}

void read_field(std::string_view key, const Json& value, std::optional<std::string>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_string()) refuse_value(key, "a string or None", value);
  field = value.get<std::string>();
}

void read_field(std::string_view key, const Json& value, std::optional<GenerationNumber>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_number()) refuse_value(key, "a number or None", value);
  field = GenerationNumber{value.get<double>(), value.is_number_integer()};
}

void read_field(std::string_view key, const Json& value,
                std::optional<std::vector<std::string>>& field) {
  constexpr std::string_view kAllowed = "a string, a list of strings or None";
  if (value.is_null()) return field.reset();
  std::vector<std::string> strings;
  const Json list = value.is_array() ? value : Json::array({value});
  for (const Json& item : list) {
    if (!item.is_string()) refuse_value(key, kAllowed, value);
    strings.push_back(item.get<std::string>());
  }
  field = std::move(strings);
}

void read_field(std::string_view key, const Json& value,
                std::optional<GenerationConfig::Ids>& field) {
  if (value.is_null()) return field.reset();
  if (is_integer(value)) {
    field = {value.get<std::int64_t>()};
    return;
  }
  if (!is_ids(value, INT64_MIN)) refuse_value(key, "an integer, a list of integers or None", value);
  field = value.get<GenerationConfig::Ids>();
}

// NoBadWordsLogitsProcessor._validate_arguments.
void read_field(std::string_view key, const Json& value,
                std::optional<std::vector<GenerationConfig::Ids>>& field) {
  if (value.is_null()) return field.reset();
  const std::string name = "`" + std::string(key) + "`";
  if (!value.is_array() || value.empty()) {
    refuse_argument(name + " has to be a non-empty list, but is " + python_repr(value) + ".");
  }
  std::vector<GenerationConfig::Ids> lists;
  for (const Json& ids : value) {
    if (!ids.is_array()) {
      refuse_argument(name + " has to be a list of lists, but is " + python_repr(value) + ".");
    }
  }
  for (const Json& ids : value) {
    if (!is_ids(ids, 0) || ids.empty()) {
      refuse_argument("Each list in " + name + " has to be a list of positive integers, but is " +
                      python_repr(value) + ".");
    }
    lists.push_back(ids.get<GenerationConfig::Ids>());
  }
  field = std::move(lists);
}

// SequenceBiasLogitsProcessor._validate_arguments: of the two forms, JSON can write the list.
void read_field(std::string_view /*key*/, const Json& value,
                std::optional<std::vector<SequenceBias>>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_structured() || value.empty()) {
    refuse_argument(
        "`sequence_bias` has to be a non-empty dictionary, or non-empty list of lists but is " +
        python_repr(value) + ".");
  }
  if (value.is_object()) {
    refuse_argument("`sequence_bias` has to be a dict with tuples as keys, but is " +
                    python_repr(value) + ".");
  }
  std::vector<SequenceBias> biases;
  for (const Json& pair : value) {
    if (!pair.is_array() || pair.size() != 2 || !is_ids(pair[0], 1) || pair[0].empty() ||
        !pair[1].is_number_float()) {
      refuse_argument(
          "Each element in `sequence_bias` has to be a non-empty list of lists of positive "
          "integers "
          "and float, but is " +
          python_repr(value) + ".");
    }
    SequenceBias bias{pair[0].get<GenerationConfig::Ids>(), pair[1].get<double>()};
    const auto same = std::find_if(biases.begin(), biases.end(),
                                   [&](const SequenceBias& b) { return b.ids == bias.ids; });
    if (same == biases.end()) {
      biases.push_back(std::move(bias));
    } else {
      *same = std::move(bias);
    }
  }
  field = std::move(biases);
}

void read_field(std::string_view key, const Json& value,
                std::optional<std::pair<std::int64_t, double>>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_array() || value.size() != 2 || !is_integer(value[0]) || !value[1].is_number()) {
    refuse_value(key, "a list [start, factor] or None", value);
  }
  field = {value[0].get<std::int64_t>(), value[1].get<double>()};
}

void read_field(std::string_view key, const Json& value, std::optional<WatermarkingConfig>& field) {
  if (value.is_null()) return field.reset();
  if (!value.is_object()) refuse_value(key, "an object or None", value);
  WatermarkingConfig config;
  for (const auto& [name, item] : value.items()) {
    if (name == "greenlist_ratio" && item.is_number()) {
      config.greenlist_ratio = item.get<double>();
    } else if (name == "bias" && item.is_number()) {
      config.bias = item.get<double>();
    } else if (name == "hashing_key" && is_integer(item)) {
      config.hashing_key = item.get<std::int64_t>();
    } else if (name == "seeding_scheme" && item.is_string()) {
      config.seeding_scheme = item.get<std::string>();
    } else if (name == "context_width" && is_integer(item)) {
      config.context_width = item.get<std::int64_t>();
    } else {
      refuse_argument(
          "`watermarking_config` takes greenlist_ratio, bias, hashing_key, seeding_scheme and "
          "context_width of WatermarkingConfig (SynthID is not supported), but has '" +
          name + "': " + python_repr(item) + ".");
    }
  }
  field = std::move(config);
}

void read_field(std::string_view /*key*/, const Json& value, EarlyStopping& field) {
  if (value.is_boolean()) {
    field = value.get<bool>() ? EarlyStopping::yes : EarlyStopping::no;
  } else if (value == "never") {
    field = EarlyStopping::never;
  } else if (value.is_number() && (value == 0 || value == 1)) {
    field = EarlyStopping::no;  // equal to a boolean, so accepted, but `is True` is false of it
  } else {
    refuse_argument("`early_stopping` must be a boolean or 'never', but is " +
                    (value.is_string() ? value.get<std::string>() : python_repr(value)) + ".");
  }
}

Json field_json(const GenerationNumber& value) {
  return value.integer ? Json(static_cast<std::int64_t>(value.value)) : Json(value.value);
}
Json field_json(const SequenceBias& value) { return Json::array({value.ids, value.bias}); }
Json field_json(const WatermarkingConfig& value) {
  return Json{{"greenlist_ratio", value.greenlist_ratio},
              {"bias", value.bias},
              {"hashing_key", value.hashing_key},
              {"seeding_scheme", value.seeding_scheme},
              {"context_width", value.context_width}};
}
Json field_json(EarlyStopping value) {
  if (value == EarlyStopping::never) return "never";
  return value == EarlyStopping::yes;
}

}  // namespace penstock
