// SPDX-License-Identifier: Apache-2.0
#include "models/graph_role.hpp"

#include <cstddef>

namespace penstock {
namespace {

constexpr std::string_view kSuffix = ".onnx";

bool ends_as_onnx(std::string_view path) { return path.ends_with(kSuffix); }

// Whether `word` stands somewhere before a ".onnx", after position `from`.
bool holds(std::string_view path, std::string_view word, std::size_t from = 0) {
  const std::size_t at = path.find(word, from);
  return at != std::string_view::npos && path.find(kSuffix, at + word.size()) != path.npos;
}

bool is_encoder(std::string_view path) { return holds(path, "encoder"); }

bool holds_after_decoder(std::string_view path, std::string_view word) {
  const std::size_t at = path.find("decoder");
  return at != std::string_view::npos && holds(path, word, at + std::string_view("decoder").size());
}

bool is_decoder_with_past(std::string_view path) { return holds_after_decoder(path, "with_past"); }

bool is_merged_decoder(std::string_view path) { return holds_after_decoder(path, "merged"); }

// The reference's negative look-ahead is tested at each character between "decoder" and ".onnx",
// each tested before that character's predecessor: a word right after "decoder" gets through there.
// No exporter writes such a name; here neither word may follow.
bool is_decoder(std::string_view path) {
  return holds(path, "decoder") && !is_decoder_with_past(path) && !is_merged_decoder(path);
}

}  // namespace

const GraphRole kModelGraph = {"model.onnx", R"(.*\.onnx$)", ends_as_onnx, "openvino_model.xml",
                               "file_name"};
const GraphRole kEncoderGraph = {"encoder_model.onnx", R"((.*)?encoder(.*)?\.onnx)", is_encoder,
                                 "openvino_encoder_model.xml", "encoder_file_name"};
const GraphRole kDecoderGraph = {"decoder_model.onnx",
                                 R"((.*)?decoder((?!(with_past|merged)).)*?\.onnx)", is_decoder,
                                 "openvino_decoder_model.xml", "decoder_file_name"};
const GraphRole kDecoderWithPastGraph = {
    "decoder_with_past_model.onnx", R"((.*)?decoder(.*)?with_past(.*)?\.onnx)",
    is_decoder_with_past, "openvino_decoder_with_past_model.xml", "decoder_with_past_file_name"};
const GraphRole kMergedDecoderGraph = {"decoder_model_merged.onnx",
                                       R"((.*)?decoder(.*)?merged(.*)?\.onnx)", is_merged_decoder,
                                       "openvino_decoder_model.xml", "decoder_file_name"};

}  // namespace penstock
