// SPDX-License-Identifier: Apache-2.0
#include <penstock/summarization.hpp>

namespace penstock {

Summarization::Summarization(const PipelineOptions& options)
    : Text2TextGeneration(penstock::pipeline("summarization", options)) {}

}  // namespace penstock
