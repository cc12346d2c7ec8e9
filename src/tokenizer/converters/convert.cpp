// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/convert.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "tokenizer/converters/pipelines.hpp"
#include "tokenizer/converters/sentencepiece_convert.hpp"

namespace penstock::converters {
namespace {

constexpr std::string_view kVocabTxt[] = {"vocab.txt"};
constexpr std::string_view kVocabAndMerges[] = {"vocab.json", "merges.txt"};

struct ConverterRow {
  std::string_view tokenizer_class;
  std::span<const std::string_view> needs;
  Json (*convert)(const PretrainedFiles&);
};

constexpr ConverterRow kConverters[] = {
    {"BartTokenizerFast", kVocabAndMerges, convert_roberta},
    {"BertTokenizerFast", kVocabTxt, convert_bert},
    {"BlenderbotTokenizerFast", kVocabAndMerges, convert_blenderbot},
    {"CLIPTokenizerFast", kVocabAndMerges, convert_clip},
    {"CodeGenTokenizerFast", kVocabAndMerges, convert_gpt2},
    {"ConvBertTokenizerFast", kVocabTxt, convert_bert},
    {"DPRContextEncoderTokenizerFast", kVocabTxt, convert_bert},
    {"DPRQuestionEncoderTokenizerFast", kVocabTxt, convert_bert},
    {"DPRReaderTokenizerFast", kVocabTxt, convert_bert},
    {"DebertaTokenizerFast", kVocabAndMerges, convert_deberta},
    {"DistilBertTokenizerFast", kVocabTxt, convert_bert},
    {"ElectraTokenizerFast", kVocabTxt, convert_bert},
    {"FunnelTokenizerFast", kVocabTxt, convert_funnel},
    {"GPT2TokenizerFast", kVocabAndMerges, convert_gpt2},
    {"HerbertTokenizerFast", kVocabAndMerges, convert_herbert},
    {"LEDTokenizerFast", kVocabAndMerges, convert_roberta},
    {"LayoutLMTokenizerFast", kVocabTxt, convert_bert},
    {"LayoutLMv2TokenizerFast", kVocabTxt, convert_bert},
    {"LayoutLMv3TokenizerFast", kVocabAndMerges, convert_layoutlmv3},
    {"LongformerTokenizerFast", kVocabAndMerges, convert_roberta},
    {"LxmertTokenizerFast", kVocabTxt, convert_bert},
    {"MPNetTokenizerFast", kVocabTxt, convert_mpnet},
    {"MarkupLMTokenizerFast", kVocabAndMerges, convert_markuplm},
    {"MobileBertTokenizerFast", kVocabTxt, convert_bert},
    {"MvpTokenizerFast", kVocabAndMerges, convert_roberta},
    {"OpenAIGPTTokenizerFast", kVocabAndMerges, convert_openai_gpt},
    {"Qwen2TokenizerFast", kVocabAndMerges, convert_qwen2},
    {"RealmTokenizerFast", kVocabTxt, convert_bert},
    {"RetriBertTokenizerFast", kVocabTxt, convert_bert},
    {"RobertaTokenizerFast", kVocabAndMerges, convert_roberta},
    {"SplinterTokenizerFast", kVocabTxt, convert_splinter},
    {"SqueezeBertTokenizerFast", kVocabTxt, convert_bert},
    {"WhisperTokenizerFast", kVocabAndMerges, convert_whisper},
};

const ConverterRow* find_row(const PretrainedFiles& files) {
  const std::string_view name = files.tokenizer_class().name;
  const auto* row =
      std::find_if(std::begin(kConverters), std::end(kConverters),
                   [name](const ConverterRow& r) { return r.tokenizer_class == name; });
  return row == std::end(kConverters) ? nullptr : row;
}

}  // namespace

bool has_own_converter(const PretrainedFiles& files) { return find_row(files) != nullptr; }

std::optional<std::string> convert(const PretrainedFiles& files) {
  if (const auto model = sentencepiece_file(files)) {
    if (!std::filesystem::exists(*model)) return std::nullopt;
    return convert_sentencepiece(files);
  }
  const ConverterRow* row = find_row(files);
  if (row == nullptr) return std::nullopt;
  for (const std::string_view name : row->needs) {
    if (!std::filesystem::exists(files.folder / name)) return std::nullopt;
  }
  return row->convert(files).dump();
}

std::string looks_for(const PretrainedFiles& files) {
  if (const auto model = sentencepiece_file(files)) return model->filename().string();
  std::string names;
  if (const ConverterRow* row = find_row(files)) {
    for (const std::string_view name : row->needs) {
      names += (names.empty() ? "" : " and ") + std::string(name);
    }
  }
  return names;
}

}  // namespace penstock::converters
