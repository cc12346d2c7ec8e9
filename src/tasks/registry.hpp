// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "models/model_graphs.hpp"
#include "tasks/task.hpp"
#include "tasks/task_name.hpp"

namespace penstock {

// Whether a task has a preprocessor of a kind (transformers' _load_tokenizer and its like):
// `optional` loads it when the model has one.
enum class Need { never, optional, required };

// What a task reads from its model; without it, it has no answer.
enum class Reads {
  labels,         // logits [batch, labels]
  token_labels,   // logits [batch, tokens, labels]
  tokens,         // logits [batch, tokens, vocabulary]
  answer_bounds,  // start_logits and end_logits [batch, tokens]
  vectors,        // last_hidden_state [batch, tokens, hidden] or a vector made of it
  next_tokens,    // a decoder's logits [batch, tokens, vocabulary]
};

struct TaskEntry {
  std::string_view id;
  TaskFactory make;
  Need tokenizer;
  Need feature_extractor;
  Need image_processor;
  Need processor;
  ModelGraphs graphs;  // those that a model must have
  Reads reads;
};

// Every task that Penstock runs, sorted by id. A new one is one row here.
[[nodiscard]] std::span<const TaskEntry> task_table();

// Throws Error{unsupported} "Task '{task}' is not supported by {runtime}. Only [...] are
// supported.", `runtime` being how a sentence calls the accelerator.
[[nodiscard]] const TaskEntry& find_task(const TaskName& name, std::string_view runtime);

}  // namespace penstock
