// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "backends/plugin.hpp"
#include "models/decoder.hpp"

namespace penstock::testing {

// The decoder in a folder of tests/data/models: the graphs that lie there, IRs first.
inline std::unique_ptr<DecoderModel> decoder_in(const std::filesystem::path& folder,
                                                const char* accelerator_name,
                                                SessionOptions options = {},
                                                bool logits_start = true) {
  const Accelerator accelerator = parse_accelerator(accelerator_name);
  const auto open = [&](std::initializer_list<const char*> files) -> std::unique_ptr<Session> {
    for (const char* file : files) {
      if (!std::filesystem::exists(folder / file)) continue;
      options.model_path = folder / file;
      return std::make_unique<Session>(load_backend(accelerator, availability(accelerator).library),
                                       options);
    }
    return nullptr;
  };
  DecoderSessions sessions;
  options.logits_start = logits_start;
  sessions.encoder = open({"openvino_encoder_model.xml", "encoder_model.onnx"});
  sessions.decoder = open({"openvino_model.xml", "openvino_decoder_model.xml", "model.onnx",
                           "decoder_model_merged.onnx", "decoder_model.onnx"});
  sessions.decoder_with_past = open({"decoder_with_past_model.onnx"});
  return make_decoder_model(std::move(sessions),
                            std::make_shared<const ModelConfig>(ModelConfig::from_file(folder)));
}

}  // namespace penstock::testing
