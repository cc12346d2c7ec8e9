// SPDX-License-Identifier: Apache-2.0
// One pipeline object, many threads: calls need no lock of the caller's.
//
//     $ example_050_many_threads models/sentiment
//     4 threads, 40 answers, all equal
#include <cstdio>
#include <penstock/text_classification.hpp>
#include <string>
#include <thread>
#include <vector>

int main(int argc, char** argv) {
  const penstock::TextClassification classify({.model = argc > 1 ? argv[1] : "models/sentiment"});
  const std::string text = "Not bad at all, I would come back.";
  const penstock::Label expected = classify(text).at(0);

  std::vector<int> equal(4, 0);
  std::vector<std::thread> threads;
  for (int& count : equal) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) count += classify(text).at(0).label == expected.label ? 1 : 0;
    });
  }
  int total = 0;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i].join();
    total += equal[i];
  }
  std::printf("%zu threads, %d answers, %s\n", threads.size(), total,
              total == 40 ? "all equal" : "some differ");
  return total == 40 ? 0 : 1;
}
