// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/text2text_generation.hpp>

// Typed calls of summarization (transformers' SummarizationPipeline).
//
//     penstock::Summarization summarize({.model = "models/bart-sum"});
//     std::cout << summarize("A long article ...").sequences.front().text;
//
//     const penstock::Json parameters = {{"max_new_tokens", 40}, {"batch_size", 4}};
//     for (const penstock::GenerationResult& result : summarize(articles, parameters)) ...

namespace penstock {

// The calls, their parameters and errors are Text2TextGeneration's.
class Summarization : public Text2TextGeneration {
 public:
  explicit Summarization(const PipelineOptions& options);
};

}  // namespace penstock
