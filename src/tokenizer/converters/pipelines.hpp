// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>

#include "tokenizer/pretrained_files.hpp"

// One function for each converter of transformers: files of a folder -> tokenizer.json. The files
// must be there.

namespace penstock::converters {

// vocab.txt (word_piece_pipelines.cpp)
[[nodiscard]] Json convert_bert(const PretrainedFiles& files);
[[nodiscard]] Json convert_funnel(const PretrainedFiles& files);
[[nodiscard]] Json convert_mpnet(const PretrainedFiles& files);
[[nodiscard]] Json convert_splinter(const PretrainedFiles& files);

// vocab.json and merges.txt, pieces of bytes (byte_level_pipelines.cpp)
[[nodiscard]] Json convert_blenderbot(const PretrainedFiles& files);
[[nodiscard]] Json convert_deberta(const PretrainedFiles& files);
[[nodiscard]] Json convert_gpt2(const PretrainedFiles& files);
[[nodiscard]] Json convert_layoutlmv3(const PretrainedFiles& files);
[[nodiscard]] Json convert_markuplm(const PretrainedFiles& files);
[[nodiscard]] Json convert_qwen2(const PretrainedFiles& files);
[[nodiscard]] Json convert_roberta(const PretrainedFiles& files);
[[nodiscard]] Json convert_whisper(const PretrainedFiles& files);

// vocab.json and merges.txt, words that end with </w> (word_end_pipelines.cpp)
[[nodiscard]] Json convert_clip(const PretrainedFiles& files);
[[nodiscard]] Json convert_herbert(const PretrainedFiles& files);
[[nodiscard]] Json convert_openai_gpt(const PretrainedFiles& files);

}  // namespace penstock::converters
