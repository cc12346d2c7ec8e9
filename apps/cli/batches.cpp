// SPDX-License-Identifier: Apache-2.0
#include "batches.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace penstock::cli {
namespace {

// How the reference's answer to one item of a list compares with its answer to the item alone.
enum class ListAnswer {
  same,
  // The lone string's answer is in a list of one, unless the call names top_k
  // (TextClassificationPipeline.__call__).
  bare_without_top_k,
};

struct Row {
  std::string_view task;
  ListAnswer answer;
};

// Tasks that are missing here are asked one request at a time.
constexpr std::array kRows{Row{"feature-extraction", ListAnswer::same},
                           Row{"fill-mask", ListAnswer::same},
                           Row{"question-answering", ListAnswer::same},
                           Row{"sentence-similarity", ListAnswer::same},
                           Row{"text-classification", ListAnswer::bare_without_top_k},
                           Row{"text-ranking", ListAnswer::same},
                           Row{"token-classification", ListAnswer::same},
                           Row{"zero-shot-classification", ListAnswer::same}};

const Row* row_of(std::string_view task) {
  const auto* row = std::ranges::find(kRows, task, &Row::task);
  return row == kRows.end() ? nullptr : row;
}

Answer ask_alone(const Ask& ask, const Request& request, std::optional<std::size_t> batch_size) {
  if (request.failure) return {nullptr, request.failure};
  try {
    Json parameters = request.parameters;
    if (batch_size && !parameters.contains("batch_size")) parameters["batch_size"] = *batch_size;
    return {ask(request.inputs, parameters), std::nullopt};
  } catch (...) {
    return {nullptr, current_failure()};
  }
}

Json as_if_alone(const Row& row, const Request& request, Json item) {
  const bool wrap = row.answer == ListAnswer::bare_without_top_k && request.inputs.is_string() &&
                    !request.parameters.contains("top_k");
  return wrap ? Json::array({std::move(item)}) : item;
}

// Absent when the call fails.
std::optional<std::vector<Answer>> ask_at_once(const Row& row, const Ask& ask,
                                               std::span<const Request> requests,
                                               std::size_t batch_size) {
  try {
    Json inputs = Json::array();
    for (const Request& request : requests) inputs.push_back(request.inputs);
    Json parameters = requests.front().parameters;
    if (!parameters.contains("batch_size")) {
      parameters["batch_size"] = std::min(batch_size, requests.size());
    }
    Json list = ask(inputs, parameters);
    if (!list.is_array() || list.size() != requests.size()) return std::nullopt;
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < list.size(); ++i) {
      answers.push_back({as_if_alone(row, requests[i], std::move(list[i])), std::nullopt});
    }
    return answers;
  } catch (...) {
    return std::nullopt;
  }
}

}  // namespace

bool may_share_a_call(std::string_view task, const Request& first, const Request& second) {
  const auto fits = [](const Request& request) {
    return !request.failure && (request.inputs.is_string() || request.inputs.is_object());
  };
  return row_of(task) != nullptr && fits(first) && fits(second) &&
         first.inputs.type() == second.inputs.type() && first.parameters == second.parameters;
}

std::vector<Answer> ask_together(std::string_view task, const Ask& ask,
                                 std::span<const Request> requests,
                                 std::optional<std::size_t> batch_size) {
  if (requests.size() == 1) return {ask_alone(ask, requests.front(), batch_size)};
  const std::size_t size = batch_size.value_or(1);
  if (auto answers = ask_at_once(*row_of(task), ask, requests, size)) return *answers;
  const std::size_t part = requests.size() > size ? size : 1;
  std::vector<Answer> all;
  for (std::size_t begin = 0; begin < requests.size(); begin += part) {
    const auto some = requests.subspan(begin, std::min(part, requests.size() - begin));
    std::ranges::move(ask_together(task, ask, some, batch_size), std::back_inserter(all));
  }
  return all;
}

}  // namespace penstock::cli
