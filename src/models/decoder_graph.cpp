// SPDX-License-Identifier: Apache-2.0
#include "models/decoder_graph.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <utility>

namespace penstock {
namespace {

struct FeedName {
  std::string_view name;
  DecoderFeed feed;
};
constexpr std::array kFeedNames{
    FeedName{"input_ids", DecoderFeed::input_ids},
    FeedName{"decoder_input_ids", DecoderFeed::input_ids},
    FeedName{"attention_mask", DecoderFeed::attention_mask},
    FeedName{"decoder_attention_mask", DecoderFeed::attention_mask},
    FeedName{"position_ids", DecoderFeed::position_ids},
    FeedName{"cache_position", DecoderFeed::cache_position},
    FeedName{"token_type_ids", DecoderFeed::token_type_ids},
    FeedName{"beam_idx", DecoderFeed::beam_idx},
    FeedName{"use_cache_branch", DecoderFeed::use_cache_branch},
    FeedName{"encoder_hidden_states", DecoderFeed::encoder_hidden_states},
    FeedName{"encoder_attention_mask", DecoderFeed::encoder_attention_mask},
    FeedName{kLogitsStart, DecoderFeed::logits_start}};

// optimum's rule: every port whose name holds ".key" or ".value".
bool is_cache(std::string_view name) {
  return name.find(".key") != name.npos || name.find(".value") != name.npos;
}

// "0.decoder.key" of "past_key_values.0.decoder.key" and "present.0.decoder.key".
std::string slot_name(std::string_view port) {
  return std::string(port.substr(std::min(port.find('.'), port.size() - 1) + 1));
}

bool is_cross(std::string_view slot) { return slot.find(".encoder.") != slot.npos; }

std::string names_of(const std::vector<Port>& ports) {
  std::string names;
  for (const Port& port : ports) names += (names.empty() ? "" : ", ") + port.name;
  return names;
}

DecoderFeed feed_of(const Port& port, const std::vector<Port>& all) {
  for (const FeedName& row : kFeedNames)
    if (row.name == port.name) return row.feed;
  if (is_cache(port.name)) return DecoderFeed::past;
  throw Error(ErrorCode::io,
              "The decoder graph wants an input '" + port.name +
                  "', which text decoders do not have. Its inputs are: " + names_of(all) + ".");
}

std::size_t logits_of(const std::vector<Port>& outputs) {
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (outputs[i].name == "logits") return i;
  if (outputs.size() == 1) return 0;
  throw Error(ErrorCode::io, "The decoder graph has no output named logits; its outputs are: " +
                                 names_of(outputs) +
                                 ". Use a model that was exported for generation.");
}

// The slots of ports, by name; where no name fits, the n-th cache port is the n-th slot.
std::vector<std::size_t> slots_of(const std::vector<Port>& ports,
                                  const std::vector<CacheSlot>& slots) {
  std::vector<std::size_t> found(ports.size(), kNoSlot);
  bool any = false;
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (!is_cache(ports[i].name)) continue;
    const auto slot = std::find_if(slots.begin(), slots.end(), [&](const CacheSlot& each) {
      return each.name == slot_name(ports[i].name);
    });
    if (slot == slots.end()) continue;
    found[i] = static_cast<std::size_t>(slot - slots.begin());
    any = true;
  }
  std::size_t next = 0;
  for (std::size_t i = 0; !any && i < ports.size(); ++i)
    if (is_cache(ports[i].name) && next < slots.size()) found[i] = next++;
  return found;
}

std::optional<std::int64_t> first_integer(const ModelConfig& config,
                                          std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const auto value = config.integer(key)) return value;
  return std::nullopt;
}

std::optional<std::int64_t> query_heads(const ModelConfig& config) {
  return first_integer(
      config, {"num_attention_heads", "n_head", "n_heads", "num_heads", "decoder_attention_heads"});
}

std::optional<std::int64_t> cache_heads(const ModelConfig& config) {
  if (const auto heads = first_integer(config, {"num_key_value_heads", "num_kv_heads"}))
    return heads;
  if (config.boolean("multi_query").value_or(false)) return 1;
  return query_heads(config);
}

// transformers' old Bloom cache: rows and heads are one dimension.
bool is_old_bloom(const CacheSlot& slot, const ModelConfig& config) {
  return slot.shape.size() == 3 && config.model_type() == "bloom";
}

[[noreturn]] void refuse_shape(const CacheSlot& slot) {
  throw Error(ErrorCode::unsupported,
              "The graph keeps keys and values '" + slot.name + "' in a shape of " +
                  to_string(slot.shape) +
                  ", of which neither it nor config.json tells every size. Export the model "
                  "again with a recent Optimum.");
}

}  // namespace

DecoderGraph::DecoderGraph(std::unique_ptr<Session> opened)
    : session(std::move(opened)), logits(logits_of(session->outputs())) {
  const std::vector<Port>& inputs = session->inputs();
  for (const Port& port : inputs) feeds.push_back(feed_of(port, inputs));
  merged = takes(DecoderFeed::use_cache_branch);
  gives_cache = std::any_of(session->outputs().begin(), session->outputs().end(),
                            [](const Port& port) { return is_cache(port.name); });
  input_slots.assign(inputs.size(), kNoSlot);
  output_slots.assign(session->outputs().size(), kNoSlot);
}

bool DecoderGraph::takes(DecoderFeed feed) const noexcept {
  return std::find(feeds.begin(), feeds.end(), feed) != feeds.end();
}

std::vector<CacheSlot> DecoderGraph::past_slots() const {
  std::vector<CacheSlot> slots;
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    if (feeds[i] != DecoderFeed::past) continue;
    const Port& port = session->inputs()[i];
    std::string name = slot_name(port.name);
    const bool cross = is_cross(name);
    slots.push_back({std::move(name), cross, port.dtype, port.shape});
  }
  return slots;
}

void DecoderGraph::bind(const std::vector<CacheSlot>& slots) {
  input_slots = slots_of(session->inputs(), slots);
  output_slots = slots_of(session->outputs(), slots);
}

std::size_t token_axis(const CacheSlot& slot, const ModelConfig& config) {
  if (is_old_bloom(slot, config)) return slot.name.ends_with("key") ? 2 : 1;
  if (slot.shape.size() == 4) return slot.shape[2] >= 0 && slot.shape[1] < 0 ? 1 : 2;
  if (slot.shape.size() == 3) return 1;
  refuse_shape(slot);
}

Shape empty_cache_shape(const CacheSlot& slot, std::size_t rows, const ModelConfig& config) {
  const std::size_t axis = token_axis(slot, config);
  Shape shape = slot.shape;
  shape[0] = static_cast<std::int64_t>(rows);
  shape[axis] = 0;
  if (is_old_bloom(slot, config)) {
    const auto heads = query_heads(config);
    if (!heads) refuse_shape(slot);
    shape[0] *= *heads;
  }
  for (std::size_t i = 1; i < shape.size(); ++i) {
    if (shape[i] >= 0) continue;
    std::optional<std::int64_t> size;
    if (i + 1 < shape.size()) {
      size = cache_heads(config);
    } else {
      size = config.integer("head_dim");
      const auto width = first_integer(config, {"hidden_size", "n_embd", "d_model"});
      const auto heads = query_heads(config);
      if (!size && width && heads && *heads > 0) size = *width / *heads;
    }
    if (!size) refuse_shape(slot);
    shape[i] = *size;
  }
  return shape;
}

}  // namespace penstock
