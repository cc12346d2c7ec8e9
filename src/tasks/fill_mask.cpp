// SPDX-License-Identifier: Apache-2.0
#include "tasks/fill_mask.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <utility>

#include "core/log.hpp"
#include "postprocess/activation.hpp"
#include "postprocess/top_k.hpp"

namespace penstock {
namespace {

constexpr std::string_view kNoMaskToken = "The tokenizer does not define a `mask_token`.";
constexpr std::string_view kNoTarget = "At least one target must be provided when passed.";

std::vector<std::string> parse_targets(const Json& value) {
  constexpr std::string_view kAllowed = "a string or a list of strings";
  if (value.is_string()) return {value.get<std::string>()};
  if (!value.is_array()) refuse_parameter("targets", kAllowed, value);
  std::vector<std::string> targets;
  for (const Json& target : value) {
    if (!target.is_string()) refuse_parameter("targets", kAllowed, value);
    targets.push_back(target.get<std::string>());
  }
  return targets;
}

// The reference looks at the tokenizer before the model.
const TaskResources& with_mask(const TaskResources& resources) {
  if (resources.tokenizer.value().special_token_id(Tokenizer::Role::mask)) return resources;
  throw Error(ErrorCode::invalid_argument, std::string(kNoMaskToken));
}

[[noreturn]] void refuse_target(std::uint32_t id, std::size_t vocabulary) {
  throw Error(ErrorCode::invalid_argument, "A target's token id is " + std::to_string(id) +
                                               ", but the model scores only " +
                                               std::to_string(vocabulary) + " tokens.");
}

// Indices of the proposals: into `targets` where there are any, else token ids.
std::vector<std::size_t> best(std::span<const float> scores, std::int64_t k) {
  if (k < 0 || static_cast<std::size_t>(k) > scores.size()) {
    throw Error(ErrorCode::invalid_argument, "`top_k` must be from 0 to the number of scores, " +
                                                 std::to_string(scores.size()) + ", got " +
                                                 std::to_string(k) + ".");
  }
  return top_k(scores, static_cast<std::size_t>(k));
}

}  // namespace

FillMaskTask::FillMaskTask(const TaskResources& resources) : TextTask(with_mask(resources)) {
  mask_token_id_ = tokenizer().special_token_id(Tokenizer::Role::mask).value();
  mask_token_ = tokenizer().special_token(Tokenizer::Role::mask).value_or("");
  set_defaults(resources.parameters);
}

// A list of one text is answered as that text alone.
Json FillMaskTask::call(const Json& inputs, const Json& parameters) const {
  Json answer = TextTask::call(inputs, parameters);
  return inputs.is_array() && inputs.size() == 1 ? std::move(answer.front()) : std::move(answer);
}

std::vector<std::uint32_t> FillMaskTask::target_ids(std::span<const std::string> targets) const {
  std::vector<std::uint32_t> ids;
  for (const std::string& target : targets) {
    if (const auto id = tokenizer().token_to_id(target)) {
      ids.push_back(*id);
      continue;
    }
    EncodeOptions encode;
    encode.add_special_tokens = false;
    encode.truncation = TruncationStrategy::longest_first;
    encode.max_length = 1;
    const Encoding encoding = tokenizer().encode({target, std::nullopt, {}}, encode);
    const std::string unknown =
        "The specified target token `" + target + "` does not exist in the model vocabulary. ";
    if (encoding.ids.empty()) {
      log(LogLevel::warning,
          unknown + "We cannot replace it with anything meaningful, ignoring it");
      continue;
    }
    ids.push_back(encoding.ids.front());
    log(LogLevel::warning,
        unknown + "Replacing with `" + tokenizer().id_to_token(ids.back()).value_or("") + "`.");
  }
  if (ids.empty()) throw Error(ErrorCode::invalid_argument, std::string(kNoTarget));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

void FillMaskTask::apply(ParameterSet& parameters, Options& options) const {
  if (const auto k = parameters.take_integer("top_k")) options.top_k = *k;
  const Json* targets = parameters.take("targets");
  if (targets != nullptr && !targets->is_null()) {
    options.target_ids = target_ids(parse_targets(*targets));
  }
  const Json* nested = parameters.take("tokenizer_kwargs");
  if (nested != nullptr && !nested->is_null()) {
    ParameterSet tokenizer_kwargs(*nested);
    options.tokenizer.apply(tokenizer_kwargs);
    tokenizer_kwargs.finish("tokenizer_kwargs");
  }
}

std::string_view FillMaskTask::parse(const Json& item, const Options& /*options*/) const {
  if (item.is_string()) return item.get_ref<const std::string&>();
  throw Error(ErrorCode::invalid_argument,
              "An input of fill-mask must be a string, got " + shown(item) + ".");
}

std::vector<Encoding> FillMaskTask::preprocess(const std::string_view& input,
                                               const Options& options) const {
  EncodeOptions encode = options.tokenizer.encode_options();
  encode.ids_only = true;
  std::vector<Encoding> rows;
  rows.push_back(tokenizer().encode({input, std::nullopt, {}}, encode));
  const auto& ids = rows.front().ids;
  if (std::find(ids.begin(), ids.end(), mask_token_id_) == ids.end()) {
    throw Error(ErrorCode::invalid_argument,
                "No mask_token (" + mask_token_ + ") found on the input");
  }
  return rows;
}

CollateRules FillMaskTask::rules(const Options& options) const {
  return collate_rules(tokenizer(), options.tokenizer);
}

// With several masks the others stay readable: special tokens are kept in the text then.
MaskProposal FillMaskTask::proposal(const Encoding& encoding, std::size_t mask, std::uint32_t id,
                                    bool single_mask) const {
  std::vector<std::uint32_t> ids = encoding.ids;
  ids[mask] = id;
  if (const auto pad = tokenizer().special_token_id(Tokenizer::Role::pad)) std::erase(ids, *pad);
  MaskProposal made;
  made.token = id;
  made.token_str = tokenizer().decode({&id, 1});
  made.sequence = tokenizer().decode(ids, single_mask);
  return made;
}

FillMaskTask::Result FillMaskTask::postprocess(const std::string_view& /*input*/,
                                               std::span<const Encoding> features,
                                               std::span<const RowOutputs> rows,
                                               const Options& options) const {
  const Encoding& encoding = features.front();
  const RowView logits = rows.front().tokens("logits");
  if (logits.shape.size() != 1) {
    refuse_output("fill-mask", "logits", "[batch, tokens, vocabulary]", logits);
  }
  const auto vocabulary = static_cast<std::size_t>(logits.shape[0]);
  const bool single_mask =
      std::count(encoding.ids.begin(), encoding.ids.end(), mask_token_id_) == 1;
  Result result;
  for (std::size_t i = 0; i < encoding.size(); ++i) {
    if (encoding.ids[i] != mask_token_id_) continue;
    const std::span<const float> own = logits.values.subspan(i * vocabulary, vocabulary);
    std::vector<float> scores(own.begin(), own.end());
    softmax(scores);
    std::int64_t k = options.top_k;
    if (options.target_ids) {
      std::vector<float> restricted;
      for (const std::uint32_t id : *options.target_ids) {
        if (id >= vocabulary) refuse_target(id, vocabulary);
        restricted.push_back(scores[id]);
      }
      scores = std::move(restricted);
      k = std::min(k, static_cast<std::int64_t>(scores.size()));
    }
    std::vector<MaskProposal> proposals;
    for (const std::size_t index : best(scores, k)) {
      const std::uint32_t id =
          options.target_ids ? (*options.target_ids)[index] : static_cast<std::uint32_t>(index);
      proposals.push_back(proposal(encoding, i, id, single_mask));
      proposals.back().score = scores[index];
    }
    result.push_back(std::move(proposals));
  }
  return result;
}

Json FillMaskTask::to_json(Result result, const Options& /*options*/) const {
  Json masks = Json::array();
  for (std::vector<MaskProposal>& proposals : result) {
    Json list = Json::array();
    for (MaskProposal& made : proposals) {
      list.push_back({{"score", static_cast<double>(made.score)},
                      {"token", made.token},
                      {"token_str", std::move(made.token_str)},
                      {"sequence", std::move(made.sequence)}});
    }
    masks.push_back(std::move(list));
  }
  return masks.size() == 1 ? std::move(masks.front()) : std::move(masks);
}

std::unique_ptr<const Task> make_fill_mask(const TaskResources& resources) {
  return std::make_unique<FillMaskTask>(resources);
}

}  // namespace penstock
