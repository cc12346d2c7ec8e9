// SPDX-License-Identifier: Apache-2.0
#include "tasks/feature_extraction.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string>
#include <utility>

namespace penstock {
namespace {

constexpr std::string_view kTruncationTwice =
    "truncation parameter defined twice (given as keyword argument as well as in tokenize_kwargs)";

// The output with a vector for each token; exporters name it in several ways.
const std::string& features_output(const Session& session) {
  static constexpr std::array<std::string_view, 2> kNames = {"last_hidden_state",
                                                             "token_embeddings"};
  for (const std::string_view name : kNames) {
    for (const Port& port : session.outputs()) {
      if (port.name == name) return port.name;
    }
  }
  return session.outputs().front().name;
}

// Numbers of `shape`, nested as lists.
Json nested(const float*& values, std::span<const std::int64_t> shape) {
  if (shape.empty()) return static_cast<double>(*values++);
  Json list = Json::array();
  list.get_ref<Json::array_t&>().reserve(static_cast<std::size_t>(shape.front()));
  for (std::int64_t i = 0; i < shape.front(); ++i) {
    list.push_back(nested(values, shape.subspan(1)));
  }
  return list;
}

}  // namespace

FeatureExtractionTask::FeatureExtractionTask(const TaskResources& resources) : TextTask(resources) {
  set_defaults(resources.parameters);
}

void FeatureExtractionTask::apply(ParameterSet& parameters, Options& options) const {
  const Json* nested = parameters.take("tokenize_kwargs");
  const Json* truncation = parameters.take("truncation");
  const bool truncation_given = truncation != nullptr && !truncation->is_null();
  (void)parameters.take_bool("return_tensors");  // answers are lists of numbers either way
  if (nested != nullptr && !nested->is_null()) {
    ParameterSet tokenize_kwargs(*nested);
    if (truncation_given && tokenize_kwargs.take("truncation") != nullptr) {
      throw Error(ErrorCode::invalid_argument, std::string(kTruncationTwice));
    }
    options.tokenizer.apply(tokenize_kwargs);
    tokenize_kwargs.finish("tokenize_kwargs");
  }
  if (truncation_given) {
    const Json alone = {{"truncation", *truncation}};
    ParameterSet set(alone);
    options.tokenizer.apply(set);
  }
}

std::string_view FeatureExtractionTask::parse(const Json& item, const Options& /*options*/) const {
  if (item.is_string()) return item.get_ref<const std::string&>();
  throw Error(ErrorCode::invalid_argument,
              "An input of feature-extraction must be a string, got " + shown(item) + ".");
}

std::vector<Encoding> FeatureExtractionTask::preprocess(const std::string_view& input,
                                                        const Options& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  std::vector<Encoding> rows;
  rows.push_back(tokenizer().encode({input, std::nullopt, {}}, encode));
  return rows;
}

CollateRules FeatureExtractionTask::rules(const Options& options) const {
  return collate_rules(tokenizer(), options.tokenizer);
}

// In a batch the reference keeps the vectors of padding; here every text has its own tokens only,
// as it has when it is run alone.
Tensor FeatureExtractionTask::postprocess(const std::string_view& /*input*/,
                                          std::span<const Encoding> /*features*/,
                                          std::span<const RowOutputs> rows,
                                          const Options& /*options*/) const {
  const RowOutputs& row = rows.front();
  const std::string& name = features_output(model().session());
  const bool per_token = row.row(name).shape.size() > 1;
  // An empty text without special tokens has no tokens at all.
  const bool has_tokens = per_token && row.token_count() > 0;
  const RowView view = has_tokens ? row.tokens(name) : row.row(name);
  Shape shape = {1};
  if (has_tokens) shape.push_back(static_cast<std::int64_t>(row.token_count()));
  shape.insert(shape.end(), view.shape.begin(), view.shape.end());
  Tensor features = Tensor::zeros(DType::float32, std::move(shape));
  std::copy(view.values.begin(), view.values.end(), features.values<float>().begin());
  return features;
}

Json FeatureExtractionTask::to_json(Tensor features, const Options& /*options*/) const {
  const float* values = std::as_const(features).values<float>().data();
  return nested(values, features.shape());
}

std::unique_ptr<const Task> make_feature_extraction(const TaskResources& resources) {
  return std::make_unique<FeatureExtractionTask>(resources);
}

}  // namespace penstock
