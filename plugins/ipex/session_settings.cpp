// SPDX-License-Identifier: Apache-2.0
#include "ipex/session_settings.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "sdk/failure.hpp"
#include "sdk/option_value.hpp"

namespace penstock::ipex {
namespace {

using sdk::Failure;

void num_threads(SessionSettings& to, const std::string& value) {
  to.num_threads = static_cast<int>(sdk::parse_integer("num_threads", value, 0, 4096));
}

void allow_spinning(SessionSettings& to, const std::string& value) {
  to.allow_spinning = sdk::parse_bool("allow_spinning", value);
}

void warmup(SessionSettings& to, const std::string& value) {
  to.warmup = sdk::parse_bool("warmup", value);
}

void self_check(SessionSettings& to, const std::string& value) {
  to.self_check = sdk::parse_bool("self_check", value);
}

// "start_logits,end_logits"
void output_names(SessionSettings& to, const std::string& value) {
  to.output_names.clear();
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    if (comma > at) to.output_names.push_back(value.substr(at, comma - at));
    at = comma + 1;
  }
}

struct Row {
  std::string_view name;
  void (*apply)(SessionSettings&, const std::string& value);
};
constexpr Row kRows[] = {
    {"num_threads", num_threads}, {"allow_spinning", allow_spinning}, {"warmup", warmup},
    {"self_check", self_check},   {"output_names", output_names},
};

bool is_processor(std::string device) {
  std::transform(device.begin(), device.end(), device.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return device.empty() || device == "cpu" || device == "cpu:0" || device == "-1";
}

}  // namespace

SessionSettings make_session_settings(const sdk::SessionOptions& given) {
  if (!is_processor(given.device))
    throw Failure(PENSTOCK_INVALID_ARGUMENT,
                  "ipex has no device '" + given.device + "'; it runs on the processor: cpu");
  SessionSettings settings;
  for (const auto& [key, value] : given.options) {
    const Row* row = sdk::find_row(kRows, key);
    if (row == nullptr)
      throw Failure(PENSTOCK_INVALID_ARGUMENT, "ipex does not know the option '" + key +
                                                   "'; it knows " + sdk::names_of(kRows));
    row->apply(settings, value);
  }
  return settings;
}

}  // namespace penstock::ipex
