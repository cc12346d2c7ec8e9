// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <penstock/json.hpp>
#include <penstock/pipeline.hpp>

#include "batches.hpp"
#include "command.hpp"
#include "request.hpp"

namespace penstock::cli {

struct AnswersOptions {
  Json parameters;                        // of every call; a request's own come over them
  std::optional<std::size_t> batch_size;  // as the caller named it; none: one by one
  bool for_people = false;                // tables instead of JSON
  bool explain_failures = false;          // on standard error too
};

// Takes requests from a source, asks the pipeline and prints the answers in order.
class Answers {
 public:
  Answers(Context& context, const Pipeline& pipe, AnswersOptions options);

  // All of them. Answers leave before the source is waited for. Returns the exit code.
  [[nodiscard]] int run(RequestSource& source);

 private:
  void answer(const std::vector<Request>& requests);
  void print(const Answer& answer);
  void print_for_people(const Request& request, const Answer& answer);
  void explain(const Failure& failure);

  Context& context_;
  const Pipeline& pipe_;
  AnswersOptions options_;
  bool many_ = false;  // more than one input: each answer is headed by its own
  std::uint64_t answered_ = 0;
  int code_ = kAllWell;
};

}  // namespace penstock::cli
