// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>
#include <string_view>

#include "generation/generation_config.hpp"

namespace penstock {

// Calls visit(key, pointer to member) for every member of a GenerationConfig that is a key of the
// reference.
template <typename Visitor>
void for_each_field(Visitor&& visit) {
  using C = GenerationConfig;
  visit("max_length", &C::max_length);
  visit("max_new_tokens", &C::max_new_tokens);
  visit("min_length", &C::min_length);
  visit("min_new_tokens", &C::min_new_tokens);
  visit("early_stopping", &C::early_stopping);
  visit("max_time", &C::max_time);
  visit("stop_strings", &C::stop_strings);
  visit("do_sample", &C::do_sample);
  visit("num_beams", &C::num_beams);
  visit("use_cache", &C::use_cache);
  visit("cache_implementation", &C::cache_implementation);
  visit("temperature", &C::temperature);
  visit("top_k", &C::top_k);
  visit("top_p", &C::top_p);
  visit("min_p", &C::min_p);
  visit("typical_p", &C::typical_p);
  visit("epsilon_cutoff", &C::epsilon_cutoff);
  visit("eta_cutoff", &C::eta_cutoff);
  visit("repetition_penalty", &C::repetition_penalty);
  visit("encoder_repetition_penalty", &C::encoder_repetition_penalty);
  visit("length_penalty", &C::length_penalty);
  visit("no_repeat_ngram_size", &C::no_repeat_ngram_size);
  visit("bad_words_ids", &C::bad_words_ids);
  visit("renormalize_logits", &C::renormalize_logits);
  visit("forced_bos_token_id", &C::forced_bos_token_id);
  visit("forced_eos_token_id", &C::forced_eos_token_id);
  visit("remove_invalid_values", &C::remove_invalid_values);
  visit("exponential_decay_length_penalty", &C::exponential_decay_length_penalty);
  visit("suppress_tokens", &C::suppress_tokens);
  visit("begin_suppress_tokens", &C::begin_suppress_tokens);
  visit("sequence_bias", &C::sequence_bias);
  visit("token_healing", &C::token_healing);
  visit("guidance_scale", &C::guidance_scale);
  visit("watermarking_config", &C::watermarking_config);
  visit("num_return_sequences", &C::num_return_sequences);
  visit("output_scores", &C::output_scores);
  visit("output_logits", &C::output_logits);
  visit("return_dict_in_generate", &C::return_dict_in_generate);
  visit("pad_token_id", &C::pad_token_id);
  visit("bos_token_id", &C::bos_token_id);
  visit("eos_token_id", &C::eos_token_id);
  visit("encoder_no_repeat_ngram_size", &C::encoder_no_repeat_ngram_size);
  visit("decoder_start_token_id", &C::decoder_start_token_id);
  visit("num_assistant_tokens", &C::num_assistant_tokens);
  visit("num_assistant_tokens_schedule", &C::num_assistant_tokens_schedule);
  visit("assistant_confidence_threshold", &C::assistant_confidence_threshold);
  visit("prompt_lookup_num_tokens", &C::prompt_lookup_num_tokens);
  visit("max_matching_ngram_size", &C::max_matching_ngram_size);
  visit("assistant_early_exit", &C::assistant_early_exit);
  visit("low_memory", &C::low_memory);
  visit("penalty_alpha", &C::penalty_alpha);
  visit("num_beam_groups", &C::num_beam_groups);
}

// Reads a value of a key into its member. Throws Error{invalid_argument} that names the key.
void read_field(std::string_view key, const Json& value, std::optional<std::int64_t>& field);
void read_field(std::string_view key, const Json& value, std::optional<double>& field);
void read_field(std::string_view key, const Json& value, std::optional<bool>& field);
void read_field(std::string_view key, const Json& value, std::optional<std::string>& field);
void read_field(std::string_view key, const Json& value, std::optional<GenerationNumber>& field);
void read_field(std::string_view key, const Json& value,
                std::optional<std::vector<std::string>>& field);
void read_field(std::string_view key, const Json& value,
                std::optional<GenerationConfig::Ids>& field);
void read_field(std::string_view key, const Json& value,
                std::optional<std::vector<GenerationConfig::Ids>>& field);
void read_field(std::string_view key, const Json& value,
                std::optional<std::vector<SequenceBias>>& field);
void read_field(std::string_view key, const Json& value,
                std::optional<std::pair<std::int64_t, double>>& field);
void read_field(std::string_view key, const Json& value, std::optional<WatermarkingConfig>& field);
void read_field(std::string_view key, const Json& value, EarlyStopping& field);
void read_field(std::string_view key, const Json& value, std::int64_t& field);

// The same values as JSON.
[[nodiscard]] Json field_json(const GenerationNumber& value);
[[nodiscard]] Json field_json(const SequenceBias& value);
[[nodiscard]] Json field_json(const WatermarkingConfig& value);
[[nodiscard]] Json field_json(EarlyStopping value);
template <typename T>
[[nodiscard]] Json field_json(const T& value) {
  return value;
}
template <typename T>
[[nodiscard]] Json field_json(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(field_json(value));
  return list;
}
template <typename T>
[[nodiscard]] Json field_json(const std::optional<T>& value) {
  return value ? field_json(*value) : Json(nullptr);
}

}  // namespace penstock
