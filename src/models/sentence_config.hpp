// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/sentence_layers.hpp"

// What a sentence-transformers repository says besides its graph: modules.json, 1_Pooling,
// sentence_bert_config.json, config_sentence_transformers.json.

namespace penstock {

enum class PoolingMode { cls, max, mean, mean_sqrt_len, weighted_mean, last_token };

struct SentenceConfig {
  // Token vectors to one vector; several modes give their results side by side, in this order.
  std::vector<PoolingMode> pooling = {PoolingMode::mean};
  bool include_prompt = true;  // false: the prompt's tokens are left out of the pooling
  std::vector<std::shared_ptr<const SentenceLayer>> layers;  // after the pooling
  // Whether the repository says what its modules are; if not, a graph that gives a
  // sentence_embedding knows best.
  bool has_modules = false;
  // Why the modules cannot be run here; a graph that contains them can still be.
  std::optional<std::string> problem;

  std::optional<std::size_t> max_seq_length;  // tokens, specials counted
  bool do_lower_case = false;

  std::vector<std::pair<std::string, std::string>> prompts;  // by name
  std::optional<std::string> default_prompt_name;
  std::string similarity = "cosine";  // similarity_fn_name

  // Throws Error{invalid_argument} with the names there are.
  [[nodiscard]] const std::string& prompt(const std::string& name) const;
};

// Files that are not there leave the defaults: mean pooling, cosine, no prompts. Throws Error{io}
// for a file that cannot be understood.
[[nodiscard]] SentenceConfig load_sentence_config(const std::filesystem::path& folder);

}  // namespace penstock
