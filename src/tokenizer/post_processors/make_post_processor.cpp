// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>

#include "tokenizer/component_table.hpp"
#include "tokenizer/components.hpp"
#include "tokenizer/post_processor.hpp"
#include "tokenizer/post_processors/bert_processing.hpp"
#include "tokenizer/post_processors/byte_level.hpp"
#include "tokenizer/post_processors/roberta_processing.hpp"
#include "tokenizer/post_processors/sequence.hpp"
#include "tokenizer/post_processors/template_processing.hpp"

namespace penstock {
namespace {

using PostProcessorRow = ComponentRow<PostProcessor>;

// In the order in which the reference tries them: the fields of an object count for more than its
// type, so that BertProcessing with RobertaProcessing's fields is the latter.
constexpr std::array kPostProcessors{
    PostProcessorRow{"RobertaProcessing", post_processors::make_roberta_processing,
                     ComponentMatch::fields_too},
    PostProcessorRow{"BertProcessing", post_processors::make_bert_processing,
                     ComponentMatch::fields_too},
    PostProcessorRow{"ByteLevel", post_processors::make_byte_level, ComponentMatch::type_only},
    PostProcessorRow{"TemplateProcessing", post_processors::make_template_processing,
                     ComponentMatch::fields_too},
    PostProcessorRow{"Sequence", post_processors::make_sequence, ComponentMatch::type_only},
};

}  // namespace

std::unique_ptr<PostProcessor> make_post_processor(const JsonView& json) {
  return make_by_fields<PostProcessor>(json, kPostProcessors);
}

}  // namespace penstock
