// SPDX-License-Identifier: Apache-2.0
#include "export/family_config.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <penstock/error.hpp>

#include "core/python_text.hpp"

namespace penstock::native {
namespace {

// Members that any config.json may have and that do not change what an encoder computes:
// PretrainedConfig's own, those of text generation, of training, and leftovers of old tools.
constexpr std::array<std::string_view, 89> kHarmless = {"_attn_implementation",
                                                        "_attn_implementation_autoset",
                                                        "_commit_hash",
                                                        "_name_or_path",
                                                        "_num_labels",
                                                        "architectures",
                                                        "attn_implementation",
                                                        "auto_map",
                                                        "bad_words_ids",
                                                        "begin_suppress_tokens",
                                                        "bos_token_id",
                                                        "chunk_size_feed_forward",
                                                        "cls_token_id",
                                                        "custom_pipelines",
                                                        "decoder_start_token_id",
                                                        "directionality",
                                                        "diversity_penalty",
                                                        "do_sample",
                                                        "dtype",
                                                        "early_stopping",
                                                        "encoder_no_repeat_ngram_size",
                                                        "eos_token_id",
                                                        "eos_token_ids",
                                                        "exponential_decay_length_penalty",
                                                        "finetuning_task",
                                                        "forced_bos_token_id",
                                                        "forced_eos_token_id",
                                                        "gradient_checkpointing",
                                                        "id2label",
                                                        "initializer_range",
                                                        "is_encoder_decoder",
                                                        "label2id",
                                                        "language",
                                                        "length_penalty",
                                                        "license",
                                                        "mask_token_id",
                                                        "max_length",
                                                        "max_seq_length",
                                                        "min_length",
                                                        "model_max_length",
                                                        "model_name",
                                                        "model_type",
                                                        "name",
                                                        "no_repeat_ngram_size",
                                                        "num_beam_groups",
                                                        "num_beams",
                                                        "num_choices",
                                                        "num_labels",
                                                        "num_return_sequences",
                                                        "output_attentions",
                                                        "output_hidden_states",
                                                        "output_past",
                                                        "output_scores",
                                                        "pad_token_id",
                                                        "pooler_fc_size",
                                                        "pooler_num_attention_heads",
                                                        "pooler_num_fc_layers",
                                                        "pooler_size_per_head",
                                                        "pooler_type",
                                                        "prefix",
                                                        "problem_type",
                                                        "remove_invalid_values",
                                                        "repetition_penalty",
                                                        "return_dict",
                                                        "return_dict_in_generate",
                                                        "sbert_ce_default_activation_function",
                                                        "sentence_transformers",
                                                        "sep_token_id",
                                                        "suppress_tokens",
                                                        "tags",
                                                        "task_specific_params",
                                                        "temperature",
                                                        "tokenizer_class",
                                                        "top_k",
                                                        "top_p",
                                                        "torch_dtype",
                                                        "torchscript",
                                                        "total_flos",
                                                        "train_batch_size",
                                                        "train_script",
                                                        "transformers.js_config",
                                                        "transformers_version",
                                                        "typical_p",
                                                        "use_auth_token",
                                                        "use_bfloat16",
                                                        "use_cache",
                                                        "use_return_dict",
                                                        "vocab_size",
                                                        "xla_device"};

bool is_harmless(std::string_view key) {
  if (key.find("dropout") != std::string_view::npos) return true;  // there is none at inference
  return std::find(kHarmless.begin(), kHarmless.end(), key) != kHarmless.end();
}

// What says nothing: null, false and empty collections.
bool is_empty(const FileJson& value) {
  return value.is_null() || value == false || (value.is_structured() && value.empty());
}

[[noreturn]] void refuse_type(std::string_view key, const FileJson& value, std::string_view what) {
  throw Error(ErrorCode::io, "config.json: " + std::string(key) + " is " + value.dump() + "; " +
                                 std::string(what) + " is allowed.");
}

[[noreturn]] void refuse_value(std::string_view key, const std::string& value,
                               const std::string& supported) {
  throw Error(ErrorCode::unsupported,
              "config.json: " + std::string(key) + "=" + value +
                  " is not supported by the natively built graph (supported: " + supported +
                  "). Export the model with `optimum-cli export` and give the folder it writes.");
}

}  // namespace

FamilyConfig::FamilyConfig(const FileJson& json) : json_(json) {
  expect_flag("is_decoder", false);
  expect_flag("add_cross_attention", false);
  expect_flag("is_encoder_decoder", false);
  expect_none("pruned_heads");
  expect_none("quantization_config");
  ignore({"tie_encoder_decoder", "cross_attention_hidden_size", "tie_word_embeddings"});
}

const FileJson* FamilyConfig::find(std::string_view key) {
  read_.emplace(key);
  const auto found = json_.find(key);
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

bool FamilyConfig::has(std::string_view key) const {
  const auto found = json_.find(key);
  return found != json_.end() && !found->is_null();
}

const FileJson& FamilyConfig::member(std::string_view key) {
  static const FileJson kNull;
  const FileJson* value = find(key);
  return value == nullptr ? kNull : *value;
}

std::int64_t FamilyConfig::integer(std::string_view key, std::int64_t otherwise) {
  const FileJson* value = find(key);
  if (value == nullptr) return otherwise;
  constexpr std::int64_t kLargest = std::numeric_limits<std::int32_t>::max();
  if (!value->is_number_integer() || value->get<std::int64_t>() > kLargest ||
      value->get<std::int64_t>() < -kLargest)
    refuse_type(key, *value, "an integer of 32 bits");
  return value->get<std::int64_t>();
}

std::int64_t FamilyConfig::size(std::string_view key, std::int64_t otherwise) {
  const std::int64_t value = integer(key, otherwise);
  if (value < 1) refuse_type(key, FileJson(value), "a positive integer");
  return value;
}

double FamilyConfig::number(std::string_view key, double otherwise) {
  const FileJson* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_number()) refuse_type(key, *value, "a number");
  return value->get<double>();
}

bool FamilyConfig::flag(std::string_view key, bool otherwise) {
  const FileJson* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) refuse_type(key, *value, "true or false");
  return value->get<bool>();
}

std::string FamilyConfig::text(std::string_view key, std::string_view otherwise) {
  const FileJson* value = find(key);
  if (value == nullptr) return std::string(otherwise);
  if (!value->is_string()) refuse_type(key, *value, "a string");
  return value->get<std::string>();
}

void FamilyConfig::expect_flag(std::string_view key, bool supported) {
  if (flag(key, supported) == supported) return;
  refuse_value(key, supported ? "false" : "true", supported ? "true" : "false");
}

void FamilyConfig::expect_text(std::string_view key,
                               std::initializer_list<std::string_view> supported) {
  const std::string value = text(key, *supported.begin());
  if (std::find(supported.begin(), supported.end(), value) != supported.end()) return;
  std::string names;
  for (const std::string_view name : supported)
    names.append(names.empty() ? "" : ", ").append(name);
  refuse_value(key, python_quoted(value), names);
}

void FamilyConfig::expect_none(std::string_view key) {
  const FileJson& value = member(key);
  if (!is_empty(value)) refuse_value(key, value.dump(), "none");
}

void FamilyConfig::ignore(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) read_.emplace(key);
}

std::string FamilyConfig::model_type() const {
  const auto found = json_.find("model_type");
  return found != json_.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t FamilyConfig::num_labels() {
  const FileJson& labels = member("id2label");
  if (labels.is_object()) return static_cast<std::int64_t>(labels.size());
  return size("num_labels", 2);
}

void FamilyConfig::finish() const {
  for (const auto& [key, value] : json_.items()) {
    if (is_empty(value) || read_.contains(key)) continue;
    if (is_harmless(key)) continue;
    throw Error(ErrorCode::unsupported,
                "config.json has the member " + python_quoted(key) +
                    ", of which the natively built graph of model_type " +
                    python_quoted(model_type()) +
                    " does not know whether it changes the answer. Remove it if it does not, else "
                    "export the model with `optimum-cli export`.");
  }
}

}  // namespace penstock::native
