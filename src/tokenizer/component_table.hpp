// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <penstock/error.hpp>
#include <span>
#include <string>
#include <string_view>

#include "tokenizer/json_view.hpp"

// Chooses the row of a component table that a JSON object asks for.

namespace penstock {

// Whether a row may also be chosen by the fields alone: the reference compares the type of some
// components only in its table, and of others inside of the component too.
enum class ComponentMatch { type_only, fields_too };

template <typename Component>
struct ComponentRow {
  std::string_view type;
  std::unique_ptr<Component> (*make)(const JsonView&);
  ComponentMatch match;
};

// The "type" of an object; empty when it has none.
[[nodiscard]] inline std::string_view component_type(const JsonView& json) {
  const auto type = json.find("type");
  return type && type->is_string() ? type->as_string() : std::string_view();
}

// The first row in their order whose fields are there, whatever the type says (serde's "untagged").
template <typename Component>
std::unique_ptr<Component> make_by_fields(const JsonView& json,
                                          std::span<const ComponentRow<Component>> rows) {
  (void)json.as_object();
  const std::string_view type = component_type(json);
  std::string known;
  std::string reason;  // why the row of that very type did not fit
  for (const auto& row : rows) {
    known += (known.empty() ? "" : ", ") + std::string(row.type);
    if (row.match == ComponentMatch::type_only && row.type != type) continue;
    try {
      return row.make(json);
    } catch (const Error& error) {
      if (row.type == type) reason = error.what();
    }
  }
  if (reason.empty()) {
    reason = "tokenizer.json: '" + std::string(json.name()) + "' of type '" + std::string(type) +
             "' is not known; there are " + known;
  }
  throw Error(ErrorCode::io, reason);
}

// The row of the object's type, else make_by_fields (serde's "tagged, else untagged").
template <typename Component>
std::unique_ptr<Component> make_by_type(const JsonView& json,
                                        std::span<const ComponentRow<Component>> rows) {
  (void)json.as_object();
  const std::string_view type = component_type(json);
  for (const auto& row : rows) {
    if (row.type == type) return row.make(json);
  }
  return make_by_fields(json, rows);
}

}  // namespace penstock
