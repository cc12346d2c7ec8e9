// SPDX-License-Identifier: Apache-2.0
// One tokenizer, one task, one process-wide detection under eight threads: the answers of one
// thread, and no data race of ours (this binary runs under ThreadSanitizer in CI).
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <penstock/accelerator.hpp>
#include <penstock/log.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "core/log.hpp"
#include "support/fake_session.hpp"
#include "support/threads.hpp"
#include "tasks/text_classification.hpp"

namespace penstock {
namespace {

constexpr int kThreads = 8;
constexpr int kRounds = 20;

const std::vector<std::string>& texts() {
  static const std::vector<std::string> kTexts = {
      "I love this film",
      "The food was cold and the service slow.",
      "",
      "Ünïcödé — naïve café, déjà vu",
      "你好，世界！",
      "a b c d e f g h i j k l m n o p",
      "unbelievably incomprehensible counterrevolutionaries"};
  return kTexts;
}

std::string tokenizer_folder(const char* model) {
  return std::string(PENSTOCK_TEST_DATA "/models/") + model;
}

// One logit: the sum of the ids that are attended to.
testing::FakeGraph summing_graph() {
  return {{{"input_ids"}, {"attention_mask"}},
          {{"logits"}},
          [](std::span<const PenstockTensor> inputs) {
            const auto ids = testing::int64_values(inputs[0]);
            const auto mask = testing::int64_values(inputs[1]);
            const auto rows = static_cast<std::size_t>(inputs[0].shape[0]);
            testing::FakeOutput output{std::vector<float>(rows), {inputs[0].shape[0], 1}};
            const std::size_t length = ids.size() / rows;
            for (std::size_t i = 0; i < ids.size(); ++i) {
              output.values[i / length] += static_cast<float>(ids[i] * mask[i]);
            }
            return std::vector{output};
          }};
}

std::unique_ptr<const Task> summing_task() {
  TaskResources resources;
  resources.task = "text-classification";
  resources.config = std::make_shared<const ModelConfig>(
      parse_json(R"({"id2label": {"0": "sum"}, "problem_type": "regression"})", "config.json"));
  resources.tokenizer = Tokenizer::from_pretrained(tokenizer_folder("bert-sentiment"));
  resources.open_session = [](const GraphRole&) { return testing::make_session(summing_graph()); };
  return make_text_classification(resources);
}

class SharedTokenizer : public ::testing::TestWithParam<const char*> {};

TEST_P(SharedTokenizer, GivesEveryThreadTheSameEncodings) {
  const auto tokenizer = Tokenizer::from_pretrained(tokenizer_folder(GetParam()));
  std::vector<Encoding> expected;
  for (const std::string& text : texts()) expected.push_back(tokenizer.encode(text));
  std::atomic<int> wrong{0};
  testing::on_threads(kThreads, [&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t at = static_cast<std::size_t>(thread + round) % texts().size();
      const Encoding encoding = tokenizer.encode(texts()[at]);
      const bool equal =
          encoding.ids == expected[at].ids && encoding.offsets == expected[at].offsets &&
          tokenizer.decode(encoding.ids, true) == tokenizer.decode(expected[at].ids, true);
      wrong += equal ? 0 : 1;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

INSTANTIATE_TEST_SUITE_P(Models, SharedTokenizer,
                         ::testing::Values("bert-sentiment", "roberta-emotions"),
                         [](const auto& param) {
                           std::string name = param.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

TEST(SharedTask, GivesEveryThreadItsOwnAnswers) {
  const std::unique_ptr<const Task> task = summing_task();
  std::vector<Json> expected;
  for (const std::string& text : texts()) expected.push_back(task->call(text, Json::object()));
  const Json all = texts();
  const Json together = task->call(all, {{"batch_size", 3}});
  std::atomic<int> wrong{0};
  testing::on_threads(kThreads, [&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t at = static_cast<std::size_t>(thread + round) % texts().size();
      wrong += task->call(texts()[at], Json::object()) == expected[at] ? 0 : 1;
      if (round % 5 == 0) wrong += task->call(all, {{"batch_size", 3}}) == together ? 0 : 1;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

TEST(SharedTask, AFailingCallHarmsNoOther) {
  const std::unique_ptr<const Task> task = summing_task();
  const Json expected = task->call(texts()[0], Json::object());
  std::atomic<int> refused{0};
  std::atomic<int> wrong{0};
  testing::on_threads(kThreads, [&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      if (thread % 2 == 0) {
        wrong += task->call(texts()[0], Json::object()) == expected ? 0 : 1;
        continue;
      }
      try {
        (void)task->call(42, Json::object());
      } catch (const std::exception&) {
        ++refused;
      }
    }
  });
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_EQ(refused.load(), kThreads / 2 * kRounds);
}

TEST(Detection, FirstUseFromManyThreadsFindsOneAnswer) {
  std::vector<const Availability*> seen(kThreads);
  testing::on_threads(kThreads, [&](int thread) {
    seen[static_cast<std::size_t>(thread)] = &availability(Accelerator::ort);
  });
  for (const Availability* found : seen) EXPECT_EQ(found, seen.front());
}

TEST(LogSink, TakesNotesOfManyThreadsOneAtATime) {
  int notes = 0;  // not atomic: the library promises one call at a time
  set_log_sink([&](LogLevel, std::string_view) { ++notes; });
  testing::on_threads(kThreads, [](int) {
    for (int round = 0; round < kRounds; ++round) log(LogLevel::warning, "note");
  });
  set_log_sink({});
  EXPECT_EQ(notes, kThreads * kRounds);
}

}  // namespace
}  // namespace penstock
