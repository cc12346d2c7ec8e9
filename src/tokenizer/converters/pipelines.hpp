// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/json.hpp>

#include "tokenizer/pretrained_files.hpp"

// One function for each converter of transformers: files of a folder -> tokenizer.json. The files
// must be there.

namespace penstock::converters {

[[nodiscard]] Json convert_bert(const PretrainedFiles& files);     // vocab.txt
[[nodiscard]] Json convert_gpt2(const PretrainedFiles& files);     // vocab.json, merges.txt
[[nodiscard]] Json convert_roberta(const PretrainedFiles& files);  // vocab.json, merges.txt

}  // namespace penstock::converters
