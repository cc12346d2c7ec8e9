// SPDX-License-Identifier: Apache-2.0
#include "export/families/relative_positions.hpp"

#include <cmath>
#include <penstock/error.hpp>
#include <vector>

#include "core/ascii.hpp"
#include "export/distance_scores.hpp"

namespace penstock::native {
namespace {

constexpr std::int64_t kMaxDistances = 65536;  // of a table stored in the graph

std::vector<std::string> split_at_bars(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (c == '|') {
      words.emplace_back();
    } else if (c != ' ') {
      words.back() += ascii::to_lower(c);
    }
  }
  return words;
}

[[noreturn]] void refuse_config(const std::string& what) {
  throw Error(ErrorCode::unsupported,
              "config.json: " + what + " is not supported by the natively built graph.");
}

// make_log_bucket_position for 0, 1, 2, ... up to the distance from which clipping makes all equal.
// In float, as the reference computes.
std::vector<std::int64_t> bucket_table(std::int64_t buckets, std::int64_t farthest) {
  const std::int64_t middle = buckets / 2;
  if (middle < 1 || farthest - 1 <= middle || farthest > kMaxDistances)
    refuse_config("position_buckets=" + std::to_string(buckets) + " with distances up to " +
                  std::to_string(farthest));
  const float half = static_cast<float>(middle);
  const float range = std::log(static_cast<float>(farthest - 1) / half);
  std::vector<std::int64_t> table;
  for (std::int64_t distance = 0; distance <= farthest; ++distance) {
    const float log = std::log(static_cast<float>(distance) / half) / range;
    const std::int64_t far =
        static_cast<std::int64_t>(std::ceil(log * static_cast<float>(middle - 1)));
    table.push_back(distance <= middle ? distance : far + middle);
  }
  return table;
}

// [sequence, sequence]: position of the query minus position of the key, in buckets where the
// config has some.
Value distances(Build& build, const Value& ids, std::int64_t buckets, std::int64_t farthest) {
  GraphBuilder& g = build.graph;
  const Value length = g.op("Gather", {g.op("Shape", {ids}), g.integer(1)});
  const Value places = g.op("Range", {g.integer(0), length, g.integer(1)});
  const Value difference = g.op("Sub", {g.op("Unsqueeze", {places, g.integers({1})}),
                                        g.op("Unsqueeze", {places, g.integers({0})})});
  if (buckets <= 0) return difference;
  const Value near = g.op("Min", {g.op("Abs", {difference}), g.integer(farthest)});
  const Value bucket = g.op("Gather", {g.integers(bucket_table(buckets, farthest)), near});
  return g.op("Mul", {bucket, g.op("Sign", {difference})});
}

Value clip(GraphBuilder& g, const Value& value, std::int64_t span) {
  const Value low = g.op("Max", {g.op("Add", {value, g.integer(span)}), g.integer(0)});
  return g.op("Min", {low, g.integer(2 * span - 1)});
}

// Scores of every content vector against every relative position, then those of each pair:
// [batch, heads, sequence, sequence].
Value gathered(GraphBuilder& g, const Value& content, const Value& positions, const Value& index,
               const AttentionSize& size) {
  const Value heads = split_heads(g, content, size);
  const Value rows = g.op("Reshape", {positions, g.integers({-1, size.heads, size.head_size})});
  const Value columns = g.op("Transpose", {rows}, {{"perm", std::vector<std::int64_t>{1, 2, 0}}});
  return scores_by_distance(g, heads, columns, index);
}

}  // namespace

PositionTerms position_terms(FamilyConfig& config) {
  const FileJson& given = config.member("pos_att_type");
  std::vector<std::string> words;
  if (given.is_string()) words = split_at_bars(given.get<std::string>());
  if (given.is_array()) {
    for (const FileJson& word : given)
      words.push_back(word.is_string() ? word.get<std::string>() : word.dump());
  }
  PositionTerms terms;
  for (const std::string& word : words) {
    if (word == "c2p") {
      terms.content_to_position = true;
    } else if (word == "p2c") {
      terms.position_to_content = true;
    } else if (!word.empty() && word != "none" && word != "p2p") {
      refuse_config("pos_att_type '" + word + "'");
    }
  }
  return terms;
}

std::optional<RelativePositions> relative_positions(Build& build, const Value& ids,
                                                    const EncoderSize& size) {
  GraphBuilder& g = build.graph;
  FamilyConfig& config = build.config;
  if (!config.flag("relative_attention", false)) return std::nullopt;
  std::int64_t farthest = config.integer("max_relative_positions", -1);
  if (farthest < 1) farthest = config.size("max_position_embeddings", 512);
  const std::int64_t buckets = config.integer("position_buckets", -1);
  RelativePositions relative;
  relative.span = buckets > 0 ? buckets : farthest;
  relative.share_att_key = config.flag("share_att_key", false);
  relative.embeddings = g.weight("encoder.rel_embeddings.weight", {2 * relative.span, size.hidden});
  for (const std::string& word : split_at_bars(config.text("norm_rel_ebd", "none"))) {
    if (word == "layer_norm") {
      relative.embeddings =
          layer_norm(g, relative.embeddings, "encoder.LayerNorm", size.hidden, size.eps);
    } else if (word != "none") {
      refuse_config("norm_rel_ebd '" + word + "'");
    }
  }
  const Value distance = distances(build, ids, buckets, farthest);
  relative.to_position = clip(g, distance, relative.span);
  relative.to_content = clip(g, g.op("Neg", {distance}), relative.span);
  return relative;
}

std::optional<Value> relative_scores(GraphBuilder& g, const Value& q, const Value& k,
                                     const std::string& at, const AttentionSize& size,
                                     const PositionTerms& terms,
                                     const RelativePositions& relative) {
  const std::int64_t hidden = size.heads * size.head_size;
  const auto projected = [&](const char* own, const char* shared) {
    const std::string name = at + "attention.self." + (relative.share_att_key ? shared : own);
    return linear(g, relative.embeddings, name, hidden, hidden);
  };
  std::optional<Value> sum;
  if (terms.content_to_position)
    sum = gathered(g, q, projected("pos_key_proj", "key_proj"), relative.to_position, size);
  if (terms.position_to_content) {
    const Value score =
        gathered(g, k, projected("pos_query_proj", "query_proj"), relative.to_content, size);
    const Value turned =
        g.op("Transpose", {score}, {{"perm", std::vector<std::int64_t>{0, 1, 3, 2}}});
    sum = sum ? g.op("Add", {*sum, turned}) : turned;
  }
  if (sum) sum = g.op("Mul", {*sum, g.number(static_cast<float>(size.scale))});
  return sum;
}

}  // namespace penstock::native
