// SPDX-License-Identifier: Apache-2.0
#pragma once

// Everything at once, for small programs. Larger ones include what they use.

#include <penstock/accelerator.hpp>
#include <penstock/chat.hpp>
#include <penstock/error.hpp>
#include <penstock/export.hpp>
#include <penstock/feature_extraction.hpp>
#include <penstock/fill_mask.hpp>
#include <penstock/generation.hpp>
#include <penstock/inspect.hpp>
#include <penstock/json.hpp>
#include <penstock/log.hpp>
#include <penstock/pipeline.hpp>
#include <penstock/question_answering.hpp>
#include <penstock/results.hpp>
#include <penstock/sentence_embedder.hpp>
#include <penstock/similarity.hpp>
#include <penstock/summarization.hpp>
#include <penstock/tensor.hpp>
#include <penstock/text2text_generation.hpp>
#include <penstock/text_classification.hpp>
#include <penstock/text_generation.hpp>
#include <penstock/text_ranking.hpp>
#include <penstock/token_classification.hpp>
#include <penstock/tokenizer.hpp>
#include <penstock/translation.hpp>
#include <penstock/version.hpp>
#include <penstock/zero_shot_classification.hpp>
