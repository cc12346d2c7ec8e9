// SPDX-License-Identifier: Apache-2.0
#include "tasks/model_fit.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <penstock/error.hpp>
#include <string_view>
#include <vector>

#include "tasks/task_guess.hpp"

namespace penstock {
namespace {

constexpr std::array<std::string_view, 4> kVectors = {"last_hidden_state", "token_embeddings",
                                                      "sentence_embedding", "pooler_output"};
constexpr std::array<std::string_view, 3> kScores = {"logits", "start_logits", "end_logits"};
// Those that an encoder's tokenizer or EncoderModel::run() gives.
constexpr std::array<std::string_view, 4> kTokenizerInputs = {"input_ids", "attention_mask",
                                                              "token_type_ids", "position_ids"};
constexpr std::size_t kShownOutputs = 3;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// An output by its name; a graph's only output may have another, but not that of another head.
const Port* find_output(const Session& graph, std::string_view name) {
  const std::vector<Port>& outputs = graph.outputs();
  for (const Port& port : outputs) {
    if (port.name == name) return &port;
  }
  const bool only = outputs.size() == 1 && !is_one_of(kVectors, outputs.front().name) &&
                    !is_one_of(kScores, outputs.front().name);
  return only ? &outputs.front() : nullptr;
}

bool has_rank(const Port* port, std::size_t rank) {
  return port != nullptr && (!port->rank_known || port->shape.size() == rank);
}

// The last dimension, where the graph declares it.
std::optional<std::int64_t> width(const Port& port) {
  if (!port.rank_known || port.shape.empty() || port.shape.back() < 0) return std::nullopt;
  return port.shape.back();
}

// Scores of labels where scores of tokens are wanted, or the other way round.
bool is_other_kind(const Port& logits, const ModelConfig& config, bool wants_labels) {
  const auto scores = width(logits);
  const auto vocabulary = config.integer("vocab_size");
  const auto labels = static_cast<std::int64_t>(config.num_labels());
  if (!scores || !vocabulary || labels == *vocabulary) return false;
  return *scores == (wants_labels ? *vocabulary : labels);
}

bool gives_cache(const Session& graph) {
  return std::any_of(graph.inputs().begin(), graph.inputs().end(), [](const Port& port) {
    return port.name.find("past_key_values") != port.name.npos || port.name == "beam_idx";
  });
}

// A head on an encoder, exported without a cache as a plain decoder is. The reference generates
// with it only where config.json says use_cache: false.
bool is_encoder_head(const Session& graph, const ModelConfig& config) {
  constexpr std::array<std::string_view, 4> kHeads = {"fill-mask", "text-classification",
                                                      "token-classification", "question-answering"};
  if (gives_cache(graph) || config.boolean("use_cache") == false) return false;
  const std::vector<std::string> tasks = guess_tasks(config);
  return !tasks.empty() && std::all_of(tasks.begin(), tasks.end(), [&](const std::string& task) {
    return is_one_of(kHeads, task);
  });
}

bool gives(const TaskEntry& task, const Session& graph, const ModelConfig& config) {
  const Port* logits = find_output(graph, "logits");
  switch (task.reads) {
    case Reads::labels: return has_rank(logits, 2);
    case Reads::token_labels: return has_rank(logits, 3) && !is_other_kind(*logits, config, true);
    case Reads::tokens: return has_rank(logits, 3) && !is_other_kind(*logits, config, false);
    case Reads::next_tokens:
      return has_rank(logits, 3) && !is_other_kind(*logits, config, false) &&
             (task.graphs != ModelGraphs::causal_lm || !is_encoder_head(graph, config));
    case Reads::answer_bounds:
      return graph.outputs().size() > 1 && has_rank(find_output(graph, "start_logits"), 2) &&
             has_rank(find_output(graph, "end_logits"), 2);
    case Reads::vectors: break;
  }
  const auto is_score = [](const Port& port) { return is_one_of(kScores, port.name); };
  const auto is_vector = [](const Port& port) { return is_one_of(kVectors, port.name); };
  const std::vector<Port>& outputs = graph.outputs();
  return std::any_of(outputs.begin(), outputs.end(), is_vector) ||
         std::none_of(outputs.begin(), outputs.end(), is_score);
}

std::string needed_by(const TaskEntry& task, const ModelConfig& config) {
  switch (task.reads) {
    case Reads::labels: return "logits [batch, labels]";
    case Reads::token_labels:
      return "logits [batch, tokens, labels] of " + std::to_string(config.num_labels()) + " labels";
    case Reads::tokens: return "logits [batch, tokens, vocabulary]";
    case Reads::next_tokens: return "a decoder's logits [batch, tokens, vocabulary]";
    case Reads::answer_bounds: return "start_logits and end_logits [batch, tokens]";
    case Reads::vectors: break;
  }
  return "last_hidden_state [batch, tokens, hidden]";
}

std::string port_text(const Port& port) {
  if (!port.rank_known) return port.name;
  std::string shape;
  for (const std::int64_t size : port.shape) {
    shape += (shape.empty() ? "" : ", ") + (size < 0 ? std::string("?") : std::to_string(size));
  }
  return port.name + " [" + shape + "]";
}

std::string port_text(const std::vector<Port>& outputs) {
  std::string all;
  for (std::size_t i = 0; i < std::min(outputs.size(), kShownOutputs); ++i) {
    all += (i == 0 ? "" : ", ") + port_text(outputs[i]);
  }
  if (outputs.size() <= kShownOutputs) return all;
  return all + " and " + std::to_string(outputs.size() - kShownOutputs) + " more";
}

// An input that this task never has, or null.
const Port* foreign_input(const TaskEntry& task, const Session& graph) {
  const auto foreign = [&](const Port& port) {
    if (task.graphs == ModelGraphs::single) return !is_one_of(kTokenizerInputs, port.name);
    return task.graphs == ModelGraphs::causal_lm && port.name.starts_with("encoder_");
  };
  const auto found = std::find_if(graph.inputs().begin(), graph.inputs().end(), foreign);
  return found == graph.inputs().end() ? nullptr : &*found;
}

bool reads_the_same(const std::string& id, const TaskEntry& task) {
  const auto table = task_table();
  return std::any_of(table.begin(), table.end(), [&](const TaskEntry& entry) {
    return entry.id == id && entry.reads == task.reads && entry.graphs == task.graphs;
  });
}

}  // namespace

std::string other_tasks(const TaskEntry& task, const ModelConfig& config) {
  std::string names;
  for (const std::string& name : guess_tasks(config)) {
    if (reads_the_same(name, task)) return {};
    names += (names.empty() ? "" : ", ") + name;
  }
  if (names.empty()) return {};
  return "Its architecture, " + config.architectures().front() + ", is for " + names +
         ": run that task, or give a model for " + std::string(task.id) + ".";
}

namespace {

std::string advice(const TaskEntry& task, const ModelConfig& config) {
  const std::string other = other_tasks(task, config);
  return other.empty() ? "Give a model that was exported for " + std::string(task.id) + "." : other;
}

}  // namespace

void check_fit(const TaskEntry& task, const Session& graph, const ModelConfig& config) {
  const std::string id(task.id);
  if (const Port* input = foreign_input(task, graph)) {
    throw Error(ErrorCode::io, "Input " + input->name + " is required by model but not provided: " +
                                   id + " has none. " + advice(task, config));
  }
  if (gives(task, graph, config)) return;
  throw Error(ErrorCode::io, "The model gives " + port_text(graph.outputs()) + ", and " + id +
                                 " needs " + needed_by(task, config) + ". " + advice(task, config));
}

}  // namespace penstock
