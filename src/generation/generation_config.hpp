// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <penstock/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace penstock {

enum class EarlyStopping { no, yes, never };  // False, True, "never"

// A number that remembers whether Python would have seen an int: some checks ask for a float.
struct GenerationNumber {
  double value = 0;
  bool integer = false;
  bool operator==(const GenerationNumber& other) const noexcept { return value == other.value; }
};

struct SequenceBias {
  std::vector<std::int64_t> ids;
  double bias = 0;
  bool operator==(const SequenceBias&) const = default;
};

// transformers' WatermarkingConfig (green and red lists).
struct WatermarkingConfig {
  double greenlist_ratio = 0.25;
  double bias = 2.0;
  std::int64_t hashing_key = 15485863;
  std::string seeding_scheme = "lefthash";
  std::int64_t context_width = 1;
  bool operator==(const WatermarkingConfig&) const = default;
};

// transformers' GenerationConfig: its names, its global defaults; an empty optional is Python's
// None. A plain value: what it means is generate()'s business.
struct GenerationConfig {
  using Ids = std::vector<std::int64_t>;

  // Length.
  std::optional<std::int64_t> max_length = 20;
  std::optional<std::int64_t> max_new_tokens;
  std::optional<std::int64_t> min_length = 0;
  std::optional<std::int64_t> min_new_tokens;
  EarlyStopping early_stopping = EarlyStopping::no;
  std::optional<double> max_time;  // seconds
  std::optional<std::vector<std::string>> stop_strings;

  // Strategy.
  std::optional<bool> do_sample = false;
  std::int64_t num_beams = 1;
  std::optional<bool> use_cache = true;
  std::optional<std::string> cache_implementation;

  // Logits.
  std::optional<GenerationNumber> temperature = GenerationNumber{1.0};
  std::optional<std::int64_t> top_k = 50;
  std::optional<double> top_p = 1.0;
  std::optional<double> min_p;
  std::optional<double> typical_p = 1.0;
  std::optional<double> epsilon_cutoff = 0.0;
  std::optional<double> eta_cutoff = 0.0;
  std::optional<GenerationNumber> repetition_penalty = GenerationNumber{1.0};
  std::optional<GenerationNumber> encoder_repetition_penalty = GenerationNumber{1.0};
  std::optional<double> length_penalty = 1.0;
  std::optional<std::int64_t> no_repeat_ngram_size = 0;
  std::optional<std::vector<Ids>> bad_words_ids;
  std::optional<bool> renormalize_logits = false;
  std::optional<std::int64_t> forced_bos_token_id;
  std::optional<Ids> forced_eos_token_id;
  std::optional<bool> remove_invalid_values = false;
  std::optional<std::pair<std::int64_t, double>> exponential_decay_length_penalty;
  std::optional<Ids> suppress_tokens;
  std::optional<Ids> begin_suppress_tokens;
  std::optional<std::vector<SequenceBias>> sequence_bias;
  std::optional<bool> token_healing = false;
  std::optional<double> guidance_scale;
  std::optional<WatermarkingConfig> watermarking_config;

  // Output.
  std::int64_t num_return_sequences = 1;
  std::optional<bool> output_scores = false;
  std::optional<bool> output_logits;
  std::optional<bool> return_dict_in_generate = false;

  // Tokens.
  std::optional<std::int64_t> pad_token_id;
  std::optional<std::int64_t> bos_token_id;
  std::optional<Ids> eos_token_id;
  std::optional<std::int64_t> encoder_no_repeat_ngram_size = 0;
  std::optional<std::int64_t> decoder_start_token_id;

  // Assisted generation.
  std::optional<std::int64_t> num_assistant_tokens = 20;
  std::optional<std::string> num_assistant_tokens_schedule = "constant";
  std::optional<double> assistant_confidence_threshold = 0.4;
  std::optional<std::int64_t> prompt_lookup_num_tokens;
  std::optional<std::int64_t> max_matching_ngram_size;
  std::optional<std::int64_t> assistant_early_exit;

  // Known to the reference, and only tested for being there.
  std::optional<bool> low_memory;
  std::optional<double> penalty_alpha;
  std::int64_t num_beam_groups = 1;

  // Keys without a member above, by name: those the reference knows (dola_layers, constraints, ...)
  // and those that a generation_config.json holds beside them (lang_to_id, ...). Null: None.
  Json others = Json::object();

  // The format's version, of a file. Not a parameter.
  std::string transformers_version;

  // Penstock's own: seed of this request's random numbers. None: a new one each time.
  std::optional<std::uint64_t> seed;

  // Whether the call itself gave max_length or min_length (the reference's has_default_*).
  bool max_length_in_call = false;
  bool min_length_in_call = false;

  // GenerationConfig(**json): keys that are not the reference's stay in `others`, but those of
  // a config.json (`_from_model_config`) are dropped. Throws Error{invalid_argument} with the
  // reference's words.
  [[nodiscard]] static GenerationConfig from_json(const Json& json);

  // GenerationConfig.update: takes the keys that it knows; returns the others, in order.
  // Throws like validate(), and for a value of another type than the key's.
  [[nodiscard]] Json update(const Json& parameters);

  // Throws Error{invalid_argument} where the reference raises ValueError; logs its warnings.
  void validate() const;

  // Values that stand at the global default become those of `model` that do not (use_model_defaults
  // of _prepare_generation_config).
  void fill_defaults(const GenerationConfig& model);

  // Every key with its value, as GenerationConfig.to_dict().
  [[nodiscard]] Json to_json() const;
};

}  // namespace penstock
