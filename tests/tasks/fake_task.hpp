// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <utility>
#include <vector>

#include "support/fake_session.hpp"
#include "tasks/task.hpp"

// Tasks on graphs that look at each token by itself, with the tokenizers of tests/data/models.

namespace penstock::testing {

// What each token id gets from a graph; `other` is for the ids that are not listed.
struct TokenTable {
  std::map<std::int64_t, std::vector<float>> rows;
  std::vector<float> other;

  [[nodiscard]] const std::vector<float>& of(std::int64_t id) const {
    const auto found = rows.find(id);
    return found == rows.end() ? other : found->second;
  }
};

// Logits whose softmax gives back the probabilities.
inline TokenTable logits_of(TokenTable probabilities) {
  const auto to_logits = [](std::vector<float>& row) {
    for (float& p : row) p = std::log(p);
  };
  for (auto& [id, row] : probabilities.rows) to_logits(row);
  to_logits(probabilities.other);
  return probabilities;
}

// [rows, tokens, width] with the table's row for each token; without the last dimension if `flat`.
inline FakeOutput lookup(const PenstockTensor& input_ids, const TokenTable& table,
                         bool flat = false) {
  FakeOutput output{{}, {input_ids.shape[0], input_ids.shape[1]}};
  if (!flat) output.shape.push_back(static_cast<std::int64_t>(table.other.size()));
  for (const std::int64_t id : int64_values(input_ids)) {
    const std::vector<float>& row = table.of(id);
    output.values.insert(output.values.end(), row.begin(), row.end());
  }
  return output;
}

// [rows, tokens, 2]: each token's vector is its id and `second`.
inline FakeOutput id_vectors(const PenstockTensor& input_ids, float second) {
  FakeOutput output{{}, {input_ids.shape[0], input_ids.shape[1], 2}};
  for (const std::int64_t id : int64_values(input_ids)) {
    output.values.push_back(static_cast<float>(id));
    output.values.push_back(second);
  }
  return output;
}

inline FakeGraph token_graph(TokenTable table, std::string output = "logits") {
  return {{{"input_ids"}, {"attention_mask"}},
          {{std::move(output)}},
          [table = std::move(table)](std::span<const PenstockTensor> inputs) {
            return std::vector{lookup(inputs[0], table)};
          }};
}

struct FakeTask {
  const char* name;
  TaskFactory make;
  FakeGraph graph;
  Json parameters = Json::object();
  const char* config = "{}";
  std::filesystem::path tokenizer = PENSTOCK_TEST_DATA "/models/bert-sentiment";
  std::filesystem::path folder{};  // further files of the model
};

inline std::unique_ptr<const Task> make_task(const FakeTask& from) {
  TaskResources resources;
  resources.task = from.name;
  resources.config = std::make_shared<const ModelConfig>(parse_json(from.config, "config.json"));
  resources.tokenizer = Tokenizer::from_pretrained(from.tokenizer.string());
  resources.open_session = [&](const GraphRole&) { return make_session(from.graph); };
  resources.parameters = from.parameters;
  resources.folder = from.folder;
  return from.make(resources);
}

// The message of a call that has to be refused as a wrong argument.
inline std::string refusal(const Task& task, const Json& inputs,
                           const Json& parameters = Json::object()) {
  try {
    (void)task.call(inputs, parameters);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << inputs << parameters;
  return "";
}

// `count` times the word and a space.
inline std::string repeated(const std::string& word, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += word + " ";
  return text;
}

inline std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

}  // namespace penstock::testing
