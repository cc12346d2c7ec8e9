// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <penstock/json.hpp>

#include "request.hpp"

// Neighbouring requests asked of the model in one call, without changing any answer's shape.

namespace penstock::cli {

struct Answer {
  Json value;
  std::optional<Failure> failure;
};

// What Pipeline::operator() does.
using Ask = std::function<Json(const Json& inputs, const Json& parameters)>;

// Whether `second` may join the call in which `first` is asked.
[[nodiscard]] bool may_share_a_call(std::string_view task, const Request& first,
                                    const Request& second);

// Answers in the order of the requests, all of which may share a call; the model runs `batch_size`
// of them at a time, those of like length together, and so it does with the windows or labels that
// a lone request makes (none: the task's own number). When the call fails, smaller ones are tried
// down to each request alone, so that only those that are at fault fail.
[[nodiscard]] std::vector<Answer> ask_together(std::string_view task, const Ask& ask,
                                               std::span<const Request> requests,
                                               std::optional<std::size_t> batch_size);

}  // namespace penstock::cli
