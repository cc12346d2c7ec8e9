// SPDX-License-Identifier: Apache-2.0
#include "models/model_config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <penstock/error.hpp>
#include <utility>

namespace penstock {
namespace {

// Model types whose first position is pad_token_id + 1 (create_position_ids_from_input_ids).
constexpr std::array<std::string_view, 17> kPositionsStartPastPadding = {"camembert",
                                                                         "data2vec-text",
                                                                         "esm",
                                                                         "ibert",
                                                                         "layoutlmv3",
                                                                         "lilt",
                                                                         "longformer",
                                                                         "luke",
                                                                         "markuplm",
                                                                         "mluke",
                                                                         "mpnet",
                                                                         "roberta",
                                                                         "roberta-prelayernorm",
                                                                         "xlm-roberta",
                                                                         "xlm-roberta-xl",
                                                                         "xmod",
                                                                         "bridgetower_text_model"};

// Their configuration classes map max_position_embeddings to n_positions. Others, as T5, keep an
// n_positions that means nothing.
constexpr std::array<std::string_view, 6> kNPositions = {"codegen",     "ctrl", "gpt2",
                                                         "gpt_bigcode", "gptj", "openai-gpt"};

std::optional<std::size_t> positive(std::optional<std::int64_t> value) {
  return value && *value > 0 ? std::optional(static_cast<std::size_t>(*value)) : std::nullopt;
}

[[noreturn]] void refuse_file(const std::string& origin, const std::string& reason) {
  throw Error(ErrorCode::io, origin + ": " + reason);
}

std::string text_of(const FileJson& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::map<std::int64_t, std::string> read_id2label(const FileJson& json, const std::string& origin) {
  std::map<std::int64_t, std::string> labels;
  const auto found = json.find("id2label");
  if (found == json.end() || found->is_null()) return labels;
  if (!found->is_object()) refuse_file(origin, "Argument id2label should be a dictionary.");
  for (const auto& [key, value] : found->items()) {
    std::int64_t id = 0;
    const char* end = key.data() + key.size();
    const auto [stop, error] = std::from_chars(key.data(), end, id);
    if (error != std::errc{} || stop != end) {
      refuse_file(origin, "id2label has the key \"" + key + "\"; its keys must be whole numbers.");
    }
    labels[id] = text_of(value);
  }
  return labels;
}

std::string read_problem_type(const ModelConfig& config, const std::string& origin) {
  const auto found = config.json().find("problem_type");
  if (found == config.json().end() || found->is_null()) return {};
  std::string name = text_of(*found);
  if (name == "regression" || name == "single_label_classification" ||
      name == "multi_label_classification") {
    return name;
  }
  refuse_file(origin, "The config parameter `problem_type` was not understood: received " + name +
                          " but only 'regression', 'single_label_classification' and "
                          "'multi_label_classification' are valid.");
}

}  // namespace

ModelConfig::ModelConfig(FileJson json, std::string_view origin)
    : json_(std::move(json)), origin_(origin) {
  if (!json_.is_object()) refuse_file(origin_, "a model's configuration must be a JSON object.");
  model_type_ = string("model_type").value_or("");
  const auto found = json_.find("architectures");
  if (found != json_.end() && found->is_array()) {
    for (const FileJson& name : *found) architectures_.push_back(text_of(name));
  }
  id2label_ = read_id2label(json_, origin_);
  problem_type_ = read_problem_type(*this, origin_);
}

ModelConfig ModelConfig::from_file(const std::filesystem::path& file_or_folder) {
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(file_or_folder, ignored);
  const std::filesystem::path file = is_folder ? file_or_folder / "config.json" : file_or_folder;
  return ModelConfig(read_json_file(file), file.string());
}

std::size_t ModelConfig::num_labels() const noexcept {
  if (!id2label_.empty()) return id2label_.size();
  const auto found = json_.find("num_labels");
  if (found == json_.end() || !found->is_number_unsigned()) return 2;
  return found->get<std::size_t>();
}

std::string ModelConfig::label(std::size_t index) const {
  if (id2label_.empty()) return "LABEL_" + std::to_string(index);
  const auto found = id2label_.find(static_cast<std::int64_t>(index));
  if (found != id2label_.end()) return found->second;
  refuse_file(origin_,
              "id2label names " + std::to_string(id2label_.size()) +
                  " labels, none of them for output " + std::to_string(index) +
                  " of the model; add it or use the configuration the model was saved with.");
}

std::optional<std::size_t> ModelConfig::max_position_embeddings() const {
  const bool named =
      std::find(kNPositions.begin(), kNPositions.end(), model_type_) != kNPositions.end();
  const auto own = named ? positive(integer("n_positions")) : std::nullopt;
  return own ? own : positive(integer("max_position_embeddings"));
}

std::optional<std::size_t> ModelConfig::max_tokens() const {
  const auto own = positive(integer("max_encoder_position_embeddings"));  // LED
  const std::optional<std::size_t> positions = own ? own : max_position_embeddings();
  const bool shifted =
      std::find(kPositionsStartPastPadding.begin(), kPositionsStartPastPadding.end(),
                model_type_) != kPositionsStartPastPadding.end();
  if (!positions || !shifted) return positions;
  const std::int64_t pad = pad_token_id().value_or(0);
  if (pad < -1 || pad >= static_cast<std::int64_t>(*positions) - 1) return std::nullopt;
  return *positions - static_cast<std::size_t>(pad + 1);
}

std::optional<std::int64_t> ModelConfig::integer(std::string_view key) const {
  const auto found = json_.find(key);
  if (found == json_.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<bool> ModelConfig::boolean(std::string_view key) const {
  const auto found = json_.find(key);
  if (found == json_.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>();
}

std::optional<std::string> ModelConfig::string(std::string_view key) const {
  const auto found = json_.find(key);
  if (found == json_.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

}  // namespace penstock
