// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "tokenizer/pretrained_files.hpp"

namespace penstock::converters {

// The tokenizer.json that transformers' convert_slow_tokenizer makes of the vocabulary files of
// the folder's class. Absent when Penstock does not convert that class or its files are not there.
// Throws Error{io} when a file does not hold what it should.
[[nodiscard]] std::optional<std::string> convert(const PretrainedFiles& files);

// Whether the class is read from files that no other class has: vocab.txt, or vocab.json with
// merges.txt.
[[nodiscard]] bool has_own_converter(const PretrainedFiles& files);

// The files that `convert` looks for, for messages; empty for a class that is not converted.
[[nodiscard]] std::string looks_for(const PretrainedFiles& files);

}  // namespace penstock::converters
