// SPDX-License-Identifier: Apache-2.0
// transformers.models.vit.modeling_vit and deit.modeling_deit.
#include "export/activation.hpp"
#include "export/encoder_layer.hpp"
#include "export/families/families.hpp"
#include "export/heads.hpp"

namespace penstock::native {
namespace {

struct VitSize {
  EncoderSize encoder;
  std::int64_t image = 0;
  std::int64_t patch = 0;
  std::int64_t channels = 0;
  bool qkv_bias = true;
  bool distilled = false;  // DeiT: a second token stands before the patches
};

VitSize read_size(FamilyConfig& config, bool distilled) {
  VitSize size;
  size.encoder = read_encoder_size(config, kBertSize);
  size.image = config.size("image_size", 224);
  size.patch = config.size("patch_size", 16);
  size.channels = config.size("num_channels", 3);
  size.qkv_bias = config.flag("qkv_bias", true);
  size.distilled = distilled;
  return size;
}

// [batch, 1 or 2 + patches, hidden]
Value embed(GraphBuilder& g, const Value& pixels, const VitSize& size) {
  const std::int64_t hidden = size.encoder.hidden;
  const std::string projection = "embeddings.patch_embeddings.projection";
  const Value grid = g.op(
      "Conv",
      {pixels, g.weight(projection + ".weight", {hidden, size.channels, size.patch, size.patch}),
       g.weight(projection + ".bias", {hidden})},
      {{"strides", std::vector<std::int64_t>{size.patch, size.patch}}});
  const Value patches = turned(g, g.op("Reshape", {grid, g.integers({0, hidden, -1})}), {0, 2, 1});
  const Value batch = g.op("Shape", {pixels}, {{"end", std::int64_t{1}}});
  const Value shape = g.op_of("Concat", {batch, g.integers({1}), g.integers({hidden})}, 1,
                              {{"axis", std::int64_t{0}}})
                          .front();
  std::vector<Value> parts;
  parts.reserve(3);
  parts.push_back(g.op("Expand", {g.weight("embeddings.cls_token", {1, 1, hidden}), shape}));
  if (size.distilled)
    parts.push_back(
        g.op("Expand", {g.weight("embeddings.distillation_token", {1, 1, hidden}), shape}));
  const std::int64_t side = size.image / size.patch;
  const std::int64_t places = side * side + static_cast<std::int64_t>(parts.size());
  parts.push_back(patches);
  const Value tokens = g.op_of("Concat", parts, 1, {{"axis", std::int64_t{1}}}).front();
  return g.op("Add", {tokens, g.weight("embeddings.position_embeddings", {1, places, hidden})});
}

// Normalises before attention and before the feed-forward network.
Value layer(GraphBuilder& g, const Value& x, const std::string& at, const VitSize& size) {
  const EncoderSize& encoder = size.encoder;
  const std::int64_t hidden = encoder.hidden;
  const auto norm = [&](const Value& value, const char* name) {
    return layer_norm(g, value, at + name, hidden, encoder.eps);
  };
  const Value in = norm(x, "layernorm_before");
  const auto part = [&](const char* name) {
    return linear(g, in, at + "attention.attention." + name, hidden, hidden, size.qkv_bias);
  };
  const Value q = part("query");
  const Value k = part("key");
  const Value v = part("value");
  const Value mixed = linear(g, attention(g, q, k, v, {}, encoder.attention()),
                             at + "attention.output.dense", hidden, hidden);
  const Value middle = g.op("Add", {mixed, x});
  const Value wide = linear(g, norm(middle, "layernorm_after"), at + "intermediate.dense", hidden,
                            encoder.intermediate);
  const Value narrow = linear(g, activate(g, wide, encoder.activation), at + "output.dense",
                              encoder.intermediate, hidden);
  return g.op("Add", {narrow, middle});
}

constexpr std::string_view kTaught = "DeiTForImageClassificationWithTeacher";

bool has_teacher(FamilyConfig& config) {
  const FileJson& names = config.member("architectures");
  if (!names.is_array()) return false;
  for (const FileJson& name : names)
    if (name.is_string() && name.get_ref<const std::string&>() == kTaught) return true;
  return false;
}

Value classify(Build& build, const Value& x, const VitSize& size, std::int64_t labels) {
  GraphBuilder& g = build.graph;
  const std::int64_t hidden = size.encoder.hidden;
  if (!size.distilled || !has_teacher(build.config))
    return linear(g, first_token(g, x), "classifier", hidden, labels);
  const Value second = g.op("Gather", {x, g.integer(1)}, {{"axis", std::int64_t{1}}});
  const Value own = linear(g, first_token(g, x), "cls_classifier", hidden, labels);
  const Value taught = linear(g, second, "distillation_classifier", hidden, labels);
  return g.op("Div", {g.op("Add", {own, taught}), g.number(2.0F)});
}

void build_vision(Build& build, bool distilled) {
  GraphBuilder& g = build.graph;
  build.config.ignore({"encoder_stride", "pooler_output_size", "pooler_act", "image_mean",
                       "image_std", "interpolate_pos_encoding"});
  const VitSize size = read_size(build.config, distilled);
  const Value pixels = image_input(g, size.channels, size.image);
  Value x = embed(g, pixels, size);
  const std::int64_t layers = build.config.size("num_hidden_layers", 12);
  for (std::int64_t i = 0; i < layers; ++i)
    x = layer(g, x, "encoder.layer." + std::to_string(i) + ".", size);
  x = layer_norm(g, x, "layernorm", size.encoder.hidden, size.encoder.eps);
  if (build.head == Head::base) return base_output(g, x, size.encoder.hidden);
  if (build.head != Head::image_classification) refuse_head(build);
  const std::int64_t labels = build.config.num_labels();
  sequence_output(g, classify(build, x, size, labels), labels);
}

}  // namespace

void build_vit(Build& build) { build_vision(build, false); }

void build_deit(Build& build) { build_vision(build, true); }

}  // namespace penstock::native
