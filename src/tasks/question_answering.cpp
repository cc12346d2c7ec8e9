// SPDX-License-Identifier: Apache-2.0
#include "tasks/question_answering.hpp"

#include <algorithm>
#include <penstock/error.hpp>
#include <string_view>
#include <utility>

#include "core/python_str.hpp"
#include "core/refuse_argument.hpp"
#include "core/utf8.hpp"
#include "postprocess/spans.hpp"

namespace penstock {
namespace {

constexpr std::size_t kMaxSeqLen = 384;
constexpr std::size_t kMaxDocStride = 128;
constexpr double kMinNullScore = 1000000.0;  // of the reference: larger than any probability

constexpr std::string_view kMissingKey =
    "You need to provide a dictionary with keys {question:..., context:...}";
constexpr std::string_view kDifferentLengths = "Questions and contexts don't have the same lengths";

const Json& member(const Json& item, const char* key) {
  const auto found = item.find(key);
  if (found == item.end()) refuse_argument(std::string(kMissingKey));
  if (found->is_null()) refuse_argument("`" + std::string(key) + "` cannot be None");
  return *found;
}

std::string_view text_field(const Json& item, const char* key) {
  const Json& value = member(item, key);
  if (!value.is_string()) {
    refuse_argument("`" + std::string(key) + "` must be a string, got " + shown(value) + ".");
  }
  return value.get_ref<const std::string&>();
}

std::string_view not_empty(std::string_view text, const char* key) {
  if (text.empty()) refuse_argument("`" + std::string(key) + "` cannot be empty");
  return text;
}

// {question: [...], context: one or [...]}, the keyword form: one object for each question.
Json split_questions(const Json& inputs) {
  const Json& questions = member(inputs, "question");
  const Json& contexts = member(inputs, "context");
  if (contexts.is_array() && contexts.size() != questions.size()) {
    refuse_argument(std::string(kDifferentLengths));
  }
  Json list = Json::array();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Json& context = contexts.is_array() ? contexts[i] : contexts;
    list.push_back({{"question", questions[i]}, {"context", context}});
  }
  return list;
}

// Answers of all windows; equal ones, whatever their case, share one entry that sums their scores.
class AnswerList {
 public:
  explicit AnswerList(std::string_view context) : characters_(utf8::to_u32(context)) {}

  void add(Offsets offsets, float score) {
    const std::size_t begin = std::min<std::size_t>(offsets.begin, characters_.size());
    const std::size_t end = std::clamp<std::size_t>(offsets.end, begin, characters_.size());
    std::string text = utf8::from_u32(std::u32string_view(characters_).substr(begin, end - begin));
    std::string key = python::lower(text);
    const auto same = std::find(keys_.begin(), keys_.end(), key);
    if (same != keys_.end()) {
      answers_[static_cast<std::size_t>(same - keys_.begin())].score += static_cast<double>(score);
      return;
    }
    keys_.push_back(std::move(key));
    answers_.push_back({static_cast<double>(score), offsets.begin, offsets.end, std::move(text)});
  }

  [[nodiscard]] std::vector<Answer> take() { return std::move(answers_); }

 private:
  std::u32string characters_;
  std::vector<std::string> keys_;
  std::vector<Answer> answers_;
};

std::vector<float> token_logits(const RowOutputs& row, std::string_view name) {
  const RowView view = row.tokens(name);
  if (!view.shape.empty()) {
    refuse_output("question-answering", name, "[batch, tokens]", view);
  }
  return {view.values.begin(), view.values.end()};
}

}  // namespace

QuestionAnsweringTask::QuestionAnsweringTask(const TaskResources& resources)
    : TextTask(resources),
      question_first_(tokenizer().padding_side() == Side::right),
      context_sequence_(question_first_ ? 1 : 0) {
  set_defaults(resources.parameters);
}

// A list of one question is answered as that question alone.
Json QuestionAnsweringTask::call(const Json& inputs, const Json& parameters) const {
  const bool listed =
      inputs.is_object() && inputs.contains("question") && inputs["question"].is_array();
  if (listed) return call(split_questions(inputs), parameters);
  if (inputs.is_array() && inputs.size() == 1) return TextTask::call(inputs[0], parameters);
  return TextTask::call(inputs, parameters);
}

Question QuestionAnsweringTask::checked(const Question& question) {
  return {not_empty(question.question, "question"), not_empty(question.context, "context")};
}

std::size_t QuestionAnsweringTask::checked_top_k(std::int64_t top_k) {
  if (top_k < 1)
    refuse_argument("top_k parameter should be >= 1 (got " + std::to_string(top_k) + ")");
  // Twice the number of candidates is looked at: keep that from overflowing.
  return static_cast<std::size_t>(std::min<std::int64_t>(top_k, INT32_MAX));
}

std::size_t QuestionAnsweringTask::checked_answer_len(std::int64_t length) {
  if (length < 1) {  // the reference's text lacks the closing parenthesis too
    refuse_argument("max_answer_len parameter should be >= 1 (got " + std::to_string(length));
  }
  return static_cast<std::size_t>(length);
}

void QuestionAnsweringTask::apply(ParameterSet& parameters, Options& options) const {
  auto top_k = parameters.take_integer("top_k");
  const auto legacy_topk = parameters.take_integer("topk");
  if (!top_k) top_k = legacy_topk;
  if (top_k) options.top_k = checked_top_k(*top_k);
  if (const auto length = parameters.take_integer("max_answer_len")) {
    options.max_answer_len = checked_answer_len(*length);
  }
  if (const auto size = parameters.take_size("max_seq_len")) options.max_seq_len = size;
  if (const auto size = parameters.take_size("doc_stride")) options.doc_stride = size;
  if (const auto size = parameters.take_size("max_question_len")) options.max_question_len = *size;
  options.handle_impossible_answer =
      parameters.take_bool("handle_impossible_answer").value_or(options.handle_impossible_answer);
  options.align_to_words = parameters.take_bool("align_to_words").value_or(options.align_to_words);
  TokenizerParameters padding;
  padding.apply_padding(parameters);
  if (padding.padding) options.padding = *padding.padding;
}

Question QuestionAnsweringTask::parse(const Json& item, const Options& /*options*/) const {
  if (!item.is_object()) {
    refuse_argument(shown(item) +
                    " argument needs to be of type (SquadExample, dict): an input is an object "
                    "{\"question\": text, \"context\": text}.");
  }
  const Question question = {text_field(item, "question"), text_field(item, "context")};
  for (const auto& [key, value] : item.items()) {
    if (key == "question" || key == "context") continue;
    refuse_argument(
        "QuestionAnsweringPipeline.create_sample() got an unexpected keyword argument '" + key +
        "'; an input has a `question` and a `context`.");
  }
  return checked(question);
}

std::vector<Encoding> QuestionAnsweringTask::preprocess(const Question& input,
                                                        const Options& options) const {
  const std::size_t limit = tokenizer().model_max_length().value_or(kMaxSeqLen);
  const std::size_t max_seq_len = options.max_seq_len.value_or(std::min(limit, kMaxSeqLen));
  const std::size_t stride = options.doc_stride.value_or(std::min(max_seq_len / 2, kMaxDocStride));
  if (stride > max_seq_len) {
    refuse_argument("`doc_stride` (" + std::to_string(stride) + ") is larger than `max_seq_len` (" +
                    std::to_string(max_seq_len) + ")");
  }
  if (!tokenizer().is_fast())
    return squad_windows(tokenizer(), input.question, SquadWords(input.context),
                         {max_seq_len, stride, options.max_question_len});
  EncodeOptions encode;
  encode.padding = options.padding;
  encode.truncation =
      question_first_ ? TruncationStrategy::only_second : TruncationStrategy::only_first;
  encode.max_length = max_seq_len;
  encode.stride = stride;
  encode.return_overflowing_tokens = true;
  const TextInput texts = question_first_ ? TextInput{input.question, input.context, {}}
                                          : TextInput{input.context, input.question, {}};
  std::vector<Encoding> windows;
  windows.push_back(tokenizer().encode(texts, encode));
  std::vector<Encoding> further = std::exchange(windows.front().overflowing, {});
  std::move(further.begin(), further.end(), std::back_inserter(windows));
  return windows;
}

// The context's tokens, and [CLS], which stands for "no answer". With tokenizers that pad on the
// left the reference's mask lets every token pass.
std::vector<std::uint8_t> QuestionAnsweringTask::allowed_tokens(const Encoding& window) const {
  const std::optional<std::uint32_t> cls = tokenizer().special_token_id(Tokenizer::Role::cls);
  std::vector<std::uint8_t> allowed(window.size(), 1);
  for (std::size_t i = 0; i < window.size(); ++i) {
    const bool of_context = !question_first_ || window.sequence_ids[i] == context_sequence_;
    const bool counts = of_context || window.ids[i] == cls;
    allowed[i] = counts && window.attention_mask[i] != 0 ? 1 : 0;
  }
  return allowed;
}

Offsets QuestionAnsweringTask::answer_offsets(const Encoding& window, std::size_t start,
                                              std::size_t end, bool align_to_words) const {
  if (align_to_words && window.word_ids[start] != kNone && window.word_ids[end] != kNone) {
    const auto first = window.word_to_chars(window.word_ids[start], context_sequence_);
    const auto last = window.word_to_chars(window.word_ids[end], context_sequence_);
    if (first && last) return {first->begin, last->end};
  }
  return {window.offsets[start].begin, window.offsets[end].end};
}

void QuestionAnsweringTask::add_answers_of_words(std::span<const TokenSpan> spans,
                                                 const SquadWords& words, const Encoding& window,
                                                 std::vector<Answer>& answers) const {
  for (const TokenSpan& span : spans) {
    const std::uint32_t first = window.word_ids[span.start];
    const std::uint32_t last = window.word_ids[span.end];
    if (first == kNone || last == kNone) continue;  // [CLS], where the reference fails
    const Offsets reach = words.reach(first, last);
    answers.push_back(
        {static_cast<double>(span.score), reach.begin, reach.end, words.text(first, last)});
  }
}

std::vector<Answer> QuestionAnsweringTask::postprocess(const Question& input,
                                                       std::span<const Encoding> windows,
                                                       std::span<const RowOutputs> rows,
                                                       const Options& options) const {
  const std::size_t k = options.align_to_words ? options.top_k * 2 + 10 : options.top_k;
  double min_null_score = kMinNullScore;
  AnswerList list(input.context);
  const bool by_words = !tokenizer().is_fast();
  const SquadWords words(by_words ? input.context : std::string_view());
  std::vector<Answer> answers;
  for (std::size_t w = 0; w < windows.size(); ++w) {
    const std::vector<std::uint8_t> allowed = allowed_tokens(windows[w]);
    std::vector<float> start = token_logits(rows[w], "start_logits");
    std::vector<float> end = token_logits(rows[w], "end_logits");
    normalize_span_logits(start, allowed);
    normalize_span_logits(end, allowed);
    if (options.handle_impossible_answer) {
      min_null_score = std::min(min_null_score, static_cast<double>(start[0] * end[0]));
    }
    start[0] = 0.0F;
    end[0] = 0.0F;
    const auto spans = decode_spans(start, end, k, options.max_answer_len, allowed);
    if (by_words) {
      add_answers_of_words(spans, words, windows[w], answers);
      continue;
    }
    for (const TokenSpan& s : spans)
      list.add(answer_offsets(windows[w], s.start, s.end, options.align_to_words), s.score);
  }
  if (!by_words) answers = list.take();
  if (options.handle_impossible_answer) answers.push_back({min_null_score, 0, 0, ""});
  std::stable_sort(answers.begin(), answers.end(),
                   [](const Answer& a, const Answer& b) { return a.score > b.score; });
  if (answers.size() > options.top_k) answers.resize(options.top_k);
  return answers;
}

Json QuestionAnsweringTask::to_json(std::vector<Answer> answers, const Options& /*options*/) const {
  Json list = Json::array();
  for (Answer& answer : answers) {
    list.push_back({{"score", answer.score},
                    {"start", answer.start},
                    {"end", answer.end},
                    {"answer", std::move(answer.answer)}});
  }
  return list.size() == 1 ? std::move(list.front()) : std::move(list);
}

std::unique_ptr<const Task> make_question_answering(const TaskResources& resources) {
  return std::make_unique<QuestionAnsweringTask>(resources);
}

}  // namespace penstock
