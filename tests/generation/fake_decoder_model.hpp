// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <penstock/error.hpp>
#include <penstock/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "generation/generate.hpp"
#include "generation/generation_defaults.hpp"
#include "models/decoder_model.hpp"

// FakeLM of tools/make_generation_golden.py: logits are hashes of the last two tokens, their number
// and what the encoder read, exact in float32.

namespace penstock::testing {

struct FakeModelOptions {
  std::int64_t vocab_size = 40;
  std::int64_t levels = 65536;
  std::vector<std::int64_t> eos;
  double eos_bonus = 0;
  bool encoder_decoder = false;
  bool can_crop = true;
  std::size_t positions = SIZE_MAX;      // a longer text fails, as on a real runtime
  FileJson config = FileJson::object();  // further members of config.json

  static FakeModelOptions from_json(const Json& json) {
    FakeModelOptions options;
    options.vocab_size = json.value("vocab_size", options.vocab_size);
    options.levels = json.value("levels", options.levels);
    options.eos = json.value("eos", options.eos);
    options.eos_bonus = json.value("eos_bonus", options.eos_bonus);
    return options;
  }
};

// What happened to a fake model, for tests of how it is used.
struct FakeModelLog {
  std::vector<std::size_t> columns;  // of each forward
  std::vector<std::vector<std::int32_t>> reorders;
};

class FakeDecoderState final : public DecoderState {
 public:
  FakeDecoderState(const FakeModelOptions& options, std::vector<std::int64_t> encoder,
                   FakeModelLog* log)
      : options_(options), encoder_(std::move(encoder)), log_(log) {}

  Logits forward(const DecoderInput& input) override {
    if (rows_.empty()) rows_.resize(input.rows);
    if (encoder_.empty()) encoder_.resize(input.rows, 0);
    if (rows_.size() != input.rows || encoder_.size() != input.rows ||
        input.input_ids.size() != input.rows * input.columns || input.columns == 0 ||
        input.attention_mask.size() != input.rows * (length_ + input.columns)) {
      throw std::logic_error("forward: shapes do not fit");
    }
    if (length_ + input.columns > options_.positions) {
      throw Error(ErrorCode::backend, "no such position");
    }
    if (log_ != nullptr) log_->columns.push_back(input.columns);
    const std::size_t positions = input.all_positions ? input.columns : 1;
    logits_.clear();
    for (std::size_t row = 0; row < input.rows; ++row) {
      for (std::size_t column = 0; column < input.columns; ++column) {
        const auto mask = input.attention_mask[row * (length_ + input.columns) + length_ + column];
        rows_[row].push_back({input.input_ids[row * input.columns + column], mask != 0});
        if (input.all_positions || column + 1 == input.columns) append_logits(row);
      }
    }
    length_ += input.columns;
    const auto vocabulary = static_cast<std::size_t>(options_.vocab_size);
    return {logits_.data(), input.rows, positions, vocabulary, vocabulary};
  }

  void reorder(std::span<const std::int32_t> rows) override {
    if (log_ != nullptr) log_->reorders.emplace_back(rows.begin(), rows.end());
    std::vector<std::vector<Token>> moved;
    std::vector<std::int64_t> encoder;
    for (const std::int32_t row : rows) {
      moved.push_back(rows_.at(static_cast<std::size_t>(row)));
      encoder.push_back(encoder_.at(static_cast<std::size_t>(row)));
    }
    rows_.swap(moved);
    encoder_.swap(encoder);
    std::fill(logits_.begin(), logits_.end(), -1e30F);  // lent until this call
  }

  void crop(std::size_t length) override {
    for (auto& row : rows_) row.resize(length);
    length_ = length;
  }
  bool can_crop() const noexcept override { return options_.can_crop; }
  std::size_t length() const noexcept override { return length_; }
  std::chrono::nanoseconds runtime_time() const noexcept override { return {}; }

 private:
  struct Token {
    std::int64_t id = 0;
    bool read = true;
  };

  static std::uint32_t mix(std::uint32_t h) {
    h ^= h >> 15U;
    h *= 2246822519U;
    h ^= h >> 13U;
    h *= 3266489917U;
    return h ^ (h >> 16U);
  }

  void append_logits(std::size_t row) {
    std::vector<std::int64_t> ids;
    for (const Token& token : rows_[row]) {
      if (token.read) ids.push_back(token.id);
    }
    const std::int64_t before = ids.size() > 1 ? ids[ids.size() - 2] : 0;
    const auto count = static_cast<std::int64_t>(ids.size());
    const std::int64_t base =
        ids.back() * 7919 + before * 104729 + count * 15485863 + encoder_[row] * 32452843;
    const std::size_t first = logits_.size();
    for (std::int64_t v = 0; v < options_.vocab_size; ++v) {
      const std::uint32_t hash = mix(static_cast<std::uint32_t>(base + v * 49979687)) >> 16U;
      const std::int64_t step = static_cast<std::int64_t>(hash) * options_.levels >> 16;
      logits_.push_back(static_cast<float>(
          static_cast<double>(step) * 8.0 / static_cast<double>(options_.levels) - 4.0));
    }
    for (const std::int64_t v : options_.eos) {
      float& logit = logits_[first + static_cast<std::size_t>(v)];
      logit = static_cast<float>(static_cast<double>(logit) + options_.eos_bonus);
    }
  }

  const FakeModelOptions& options_;
  std::vector<std::vector<Token>> rows_;
  std::vector<std::int64_t> encoder_;
  FakeModelLog* log_;
  std::size_t length_ = 0;
  std::vector<float> logits_;
};

class FakeDecoderModel final : public DecoderModel {
 public:
  explicit FakeDecoderModel(FakeModelOptions options, FakeModelLog* log = nullptr)
      : options_(std::move(options)), log_(log), config_(make_config(options_)) {}

  std::unique_ptr<DecoderState> start(const NamedTensors& encoder_inputs,
                                      const std::stop_token& /*stop*/) const override {
    std::vector<std::int64_t> encoder;
    if (const Tensor* ids = encoder_inputs.find("input_ids")) {
      const auto values = ids->values<std::int64_t>();
      const auto columns = static_cast<std::size_t>(ids->dim(1));
      for (std::size_t at = 0; at < values.size(); at += columns) {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < columns; ++i) sum += values[at + i];
        encoder.push_back(sum);
      }
    }
    return std::make_unique<FakeDecoderState>(options_, std::move(encoder), log_);
  }
  bool is_encoder_decoder() const noexcept override { return options_.encoder_decoder; }
  const ModelConfig& config() const noexcept override { return config_; }

 private:
  static ModelConfig make_config(const FakeModelOptions& options) {
    FileJson json = options.config;
    json["vocab_size"] = options.vocab_size;
    return ModelConfig(json);
  }

  FakeModelOptions options_;
  FakeModelLog* log_;
  ModelConfig config_;
};

// The cases of tests/golden/{name}.json.
inline Json golden_cases(const std::string& name) {
  std::ifstream file(std::string(PENSTOCK_TEST_DATA) + "/../golden/" + name + ".json");
  return Json::parse(file)["cases"];
}

// [rows][columns] of JSON as one array.
inline std::vector<std::int64_t> flat(const Json& rows) {
  std::vector<std::int64_t> all;
  for (const Json& row : rows) {
    for (const Json& value : row) all.push_back(value.get<std::int64_t>());
  }
  return all;
}

inline Tensor tensor_of(std::vector<std::int64_t>& values, std::size_t rows) {
  const auto columns = static_cast<std::int64_t>(values.size() / rows);
  return Tensor::borrow(DType::int64, {static_cast<std::int64_t>(rows), columns}, values.data());
}

// Parameters of generate() over the global defaults.
inline GenerationConfig config_of(const Json& parameters, GenerationConfig model = {}) {
  GenerationDefaults::Sources sources;
  sources.model = std::move(model);
  return GenerationDefaults(sources).for_call(parameters);
}

// generate() on one prompt.
inline GenerationOutput generate_from(const DecoderModel& model, const Json& parameters,
                                      const std::vector<std::int64_t>& ids,
                                      const GenerationHooks& hooks = {}) {
  GenerationInput input;
  input.columns = ids.size();
  input.input_ids = ids;
  return generate(model, config_of(parameters), input, hooks);
}

}  // namespace penstock::testing
