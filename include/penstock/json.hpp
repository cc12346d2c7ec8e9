// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

namespace penstock {

// JSON values of the public API. Objects keep the order in which keys were inserted, so that an
// answer prints as Python's does; it converts to nlohmann::json where that is wanted.
using Json = nlohmann::ordered_json;

}  // namespace penstock
