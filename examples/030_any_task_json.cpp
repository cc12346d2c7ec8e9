// SPDX-License-Identifier: Apache-2.0
// Any task by name, JSON in and out, with the parameters of Python's pipeline.
//
//     $ example_030_any_task_json models/sentiment
//     [{"label":"NEGATIVE","score":...},{"label":"POSITIVE","score":...}]
#include <cstdio>
#include <penstock/pipeline.hpp>

int main(int argc, char** argv) {
  const penstock::Pipeline pipe =
      penstock::pipeline("sentiment-analysis", {.model = argc > 1 ? argv[1] : "models/sentiment"});
  const penstock::Json answer = pipe("The battery died after two days.", {{"top_k", 2}});
  std::printf("%s\n", answer.dump().c_str());

  const penstock::Json batch = pipe({"Great value.", "What a waste of time."}, {{"batch_size", 2}});
  for (const auto& label : batch) std::printf("%s\n", label.dump().c_str());
  return 0;
}
