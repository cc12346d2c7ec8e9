// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What tasks return: plain structs, one per kind of answer. Offsets count Unicode code points.

namespace penstock {

// text-classification and every other task that names classes.
struct Label {
  std::string label;
  float score = 0.0F;
};

// Offsets of an entity whose tokenizer knows none (Tokenizer::is_fast() is false); null in JSON.
inline constexpr std::uint32_t kNoOffset = 0xFFFFFFFFU;

// token-classification: a token, or a group of them when an aggregation strategy was asked for.
struct Entity {
  std::string entity;  // the label ("B-PER"); a group's without its prefix ("PER")
  float score = 0.0F;
  std::optional<std::size_t> index;  // of the token in its window, specials counted; none: a group
  std::string word;                  // the vocabulary's spelling; a group's is decoded text
  std::uint32_t start = 0;           // [start, end) of the text, or both kNoOffset
  std::uint32_t end = 0;
};

// question-answering: a stretch of the context.
struct Answer {
  double score = 0.0;       // probability; the sum of those of equal answers
  std::uint32_t start = 0;  // [start, end) of the context
  std::uint32_t end = 0;
  std::string answer;  // empty for "no answer"
};

// fill-mask: one proposal for one mask.
struct MaskProposal {
  float score = 0.0F;       // probability over the whole vocabulary
  std::uint32_t token = 0;  // its id
  std::string token_str;    // the token as text
  std::string sequence;     // the input with the mask replaced
};

// zero-shot-classification: labels by falling score.
struct ZeroShotResult {
  std::string sequence;
  std::vector<std::string> labels;
  std::vector<float> scores;  // parallel to labels
};

}  // namespace penstock
