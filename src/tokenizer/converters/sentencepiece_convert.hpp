// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "tokenizer/converters/sentencepiece_model.hpp"
#include "tokenizer/pretrained_files.hpp"

namespace penstock::converters {

// The SentencePiece model that the folder's class is read from; absent when the class has none.
// The file need not be there.
[[nodiscard]] std::optional<std::filesystem::path> sentencepiece_file(const PretrainedFiles& files);

// The tokenizer.json that convert_slow_tokenizer makes of that file, which must be there. Throws
// Error{io} when it is no SentencePiece model, Error{unsupported} when its kind has no fast form.
[[nodiscard]] std::string convert_sentencepiece(const PretrainedFiles& files);

// The same with the model of that file at hand.
[[nodiscard]] std::string convert_sentencepiece(const PretrainedFiles& files,
                                                const SentencePieceModel& model);

}  // namespace penstock::converters
