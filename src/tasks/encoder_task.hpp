// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "models/encoder_model.hpp"
#include "tasks/batching.hpp"
#include "tasks/row_outputs.hpp"
#include "tasks/task.hpp"

namespace penstock {

// A task whose model is run once for each row: transformers' Pipeline and ChunkPipeline.
//
//   JSON item -> parse -> Input -> preprocess -> Features (one for each row) -> collate -> run
//             -> postprocess -> Result -> to_json -> JSON answer
//
// A task says what happens at each arrow; lists, batches, padding and order are done here. Options
// derive from CallOptions. The constructor of the final class ends with set_defaults().
template <typename OptionsT, typename InputT, typename FeaturesT, typename ResultT>
class EncoderTask : public Task {
 public:
  using Options = OptionsT;
  using Input = InputT;
  using Features = FeaturesT;
  using Result = ResultT;

  // A list is a list of inputs, and gives the list of their answers; anything else is one input.
  [[nodiscard]] Json call(const Json& inputs, const Json& parameters) const override {
    const Options options = merged(parameters);
    if (!inputs.is_array()) {
      return shape_single(to_json(run_one(parse(inputs, options), options), options), inputs,
                          parameters);
    }
    std::vector<Input> items;
    items.reserve(inputs.size());
    for (const Json& item : inputs) items.push_back(parse(item, options));
    Json answers = Json::array();
    for (Result& result : run(items, options)) {
      answers.push_back(to_json(std::move(result), options));
    }
    return answers;
  }

  void check_parameters(const Json& parameters) const override { (void)merged(parameters); }

  [[nodiscard]] std::vector<std::string> parameter_names() const override {
    const Json none;
    Options options = defaults_;
    ParameterSet set(none);
    apply(set, options);
    apply_call_options(set, options);
    return set.names();
  }

  // One result for each input, in order.
  [[nodiscard]] std::vector<Result> run(std::span<const Input> inputs,
                                        const Options& options) const {
    if (options.batch_size > 1) check_batching();
    std::vector<Result> results;
    results.reserve(inputs.size());
    const std::size_t tokens = options.batch_size ? kTokensPerWindow : 1;
    while (results.size() < inputs.size()) {
      run_window(inputs.subspan(results.size()), tokens, options, results);
    }
    return results;
  }

  [[nodiscard]] Result run_one(const Input& input, const Options& options) const {
    std::vector<Result> results;
    run_window({&input, 1}, 1, options, results);
    return std::move(results.front());
  }

  // Those of the construction.
  [[nodiscard]] const Options& defaults() const noexcept { return defaults_; }

 protected:
  explicit EncoderTask(const TaskResources& resources)
      : model_(resources.open_session(kModelGraph), resources.config), name_(resources.task) {}

  // Reads the parameters that the task takes, each over its present value.
  virtual void apply(ParameterSet& parameters, Options& options) const = 0;
  // `item` outlives the result, which may refer to it.
  [[nodiscard]] virtual Input parse(const Json& item, const Options& options) const = 0;
  [[nodiscard]] virtual std::vector<Features> preprocess(const Input& input,
                                                         const Options& options) const = 0;
  [[nodiscard]] virtual NamedTensors collate(std::span<const Features* const> rows,
                                             const Options& options) const = 0;
  // Of the dimension that collate pads, and whether it pads on the left.
  [[nodiscard]] virtual std::size_t length(const Features& features) const = 0;
  [[nodiscard]] virtual bool pads_left() const { return false; }
  // equal_lengths where padding would change a row's answer.
  [[nodiscard]] virtual Mix mix() const { return Mix::any_lengths; }
  // `features` and `rows` are parallel: all that preprocess made of this input.
  [[nodiscard]] virtual Result postprocess(const Input& input, std::span<const Features> features,
                                           std::span<const RowOutputs> rows,
                                           const Options& options) const = 0;
  [[nodiscard]] virtual Json to_json(Result result, const Options& options) const = 0;
  // The answer to an input that was not a list.
  [[nodiscard]] virtual Json shape_single(Json answer, const Json& /*inputs*/,
                                          const Json& /*parameters*/) const {
    return answer;
  }
  // Throws where rows of different lengths cannot share a batch.
  virtual void check_batching() const {}
  // Whether rows can be padded at all; if not, only rows of one length run together unasked.
  [[nodiscard]] virtual bool can_pad() const { return true; }

  void set_defaults(const Json& parameters) { defaults_ = merged(parameters); }
  [[nodiscard]] const EncoderModel& model() const noexcept { return model_; }
  [[nodiscard]] const ModelConfig& config() const noexcept { return model_.config(); }

 private:
  // The call's parameters over those of the construction, key by key.
  [[nodiscard]] Options merged(const Json& parameters) const {
    Options options = defaults_;
    ParameterSet set(parameters);
    apply(set, options);
    apply_call_options(set, options);
    set.finish(name_);
    return options;
  }

  // The rows that the inputs of a window make, and what is left to do for each input.
  struct Window {
    std::span<const Input> inputs;
    std::vector<std::vector<Features>> features;  // of each input
    std::vector<std::size_t> first_row;           // of each input
    std::vector<std::size_t> pending;             // rows of each input that were not run yet
    std::vector<std::optional<Result>> results;
    // Of all inputs, one after the other:
    std::vector<const Features*> rows;
    std::vector<std::size_t> input_of;
    std::vector<RowOutputs> outputs;
  };

  // The next inputs, at least one, until they make `tokens` tokens.
  void run_window(std::span<const Input> inputs, std::size_t tokens, const Options& options,
                  std::vector<Result>& results) const {
    Window window;
    std::size_t made_tokens = 0;
    for (std::size_t i = 0; i < inputs.size() && (i == 0 || made_tokens < tokens); ++i) {
      const auto& made = window.features.emplace_back(preprocess(inputs[i], options));
      window.first_row.push_back(window.rows.size());
      window.pending.push_back(made.size());
      for (const Features& row : made) {
        window.rows.push_back(&row);
        made_tokens += std::max<std::size_t>(length(row), 1);
      }
      window.input_of.resize(window.rows.size(), i);
    }
    window.inputs = inputs.first(window.features.size());
    window.results.resize(window.inputs.size());
    window.outputs.resize(window.rows.size());
    for (std::size_t i = 0; i < window.inputs.size(); ++i) {
      if (window.pending[i] == 0) finish(window, i, options);
    }
    run_rows(window, options);
    for (std::optional<Result>& result : window.results) results.push_back(*std::move(result));
  }

  // Answers an input whose rows have all been run, and lets go of their outputs: those of a whole
  // window can be large.
  void finish(Window& window, std::size_t input, const Options& options) const {
    const std::vector<Features>& features = window.features[input];
    const std::span<RowOutputs> own =
        std::span(window.outputs).subspan(window.first_row[input], features.size());
    window.results[input] = postprocess(window.inputs[input], features, own, options);
    std::fill(own.begin(), own.end(), RowOutputs());
  }

  void run_rows(Window& window, const Options& options) const {
    const std::span<const Features* const> rows = window.rows;
    const std::size_t batch_size = options.batch_size.value_or(kRowsPerRun);
    constexpr std::size_t kOnly = 0;
    if (rows.size() == 1) return run_batch(window, {&kOnly, 1}, options);
    std::vector<std::size_t> lengths;
    lengths.reserve(rows.size());
    for (const Features* row : rows) lengths.push_back(length(*row));
    const Mix mixed = options.batch_size || can_pad() ? mix() : Mix::equal_lengths;
    for (const auto& indices : plan_batches(lengths, batch_size, mixed)) {
      run_batch(window, indices, options);
    }
  }

  // `indices`: into the window's rows.
  void run_batch(Window& window, std::span<const std::size_t> indices,
                 const Options& options) const {
    std::vector<const Features*> batch;
    std::size_t padded = 0;
    for (const std::size_t index : indices) {
      batch.push_back(window.rows[index]);
      padded = std::max(padded, length(*batch.back()));
    }
    const auto run = std::make_shared<EncoderOutputs>(model_.run(collate(batch, options)));
    for (std::size_t row = 0; row < batch.size(); ++row) {
      const std::size_t own = length(*batch[row]);
      window.outputs[indices[row]] = RowOutputs(run, row, pads_left() ? padded - own : 0, own);
    }
    for (const std::size_t index : indices) {
      const std::size_t input = window.input_of[index];
      if (--window.pending[input] == 0) finish(window, input, options);
    }
  }

  EncoderModel model_;
  std::string name_;
  Options defaults_;
};

}  // namespace penstock
