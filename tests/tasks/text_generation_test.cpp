// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <penstock/error.hpp>
#include <penstock/text_generation.hpp>
#include <stop_token>

#include "support/backends.hpp"

// text-generation with a small decoder of random weights, on real runtimes.

namespace penstock {
namespace {

const Json kUser = {{{"role", "user"}, {"content", "Hi"}}};
const TextGenerationOptions kGreedy = {.max_new_tokens = 6, .do_sample = false};

PipelineOptions model(const char* accelerator = "ort") {
  PipelineOptions options;
  options.model = PENSTOCK_TEST_DATA "/models/mistral-chat";
  options.accelerator = accelerator;
  return options;
}

class TextGenerationTest : public ::testing::Test {
 protected:
  void SetUp() override { PENSTOCK_REQUIRE_BACKEND("ort"); }
};

TEST_F(TextGenerationTest, AnswersAsTheReference) {
  const Pipeline pipe = pipeline("text-generation", model());
  std::ifstream file(PENSTOCK_TEST_DATA "/../golden/text-generation.json");
  const Json golden = Json::parse(file);
  for (const Json& item : golden.at("cases")) {
    const std::string what = item["inputs"].dump() + " " + item["call"].dump();
    try {
      const Json got = pipe(item["inputs"], item["call"]);
      EXPECT_EQ(got, item.value("expected", Json())) << what;
    } catch (const Error& error) {
      EXPECT_EQ(error.what(), item.value("error", "no error")) << what;
    }
  }
}

TEST_F(TextGenerationTest, PiecesAreTheText) {
  const TextGeneration generate(model());
  std::string text;
  int ends = 0;
  std::size_t tokens = 0;
  GenerationCallbacks callbacks;
  callbacks.on_text = [&](const GeneratedText& piece) {
    text += piece.text;
    ends += piece.end ? 1 : 0;
  };
  callbacks.on_token = [&](const GeneratedToken& token) {
    ++tokens;
    EXPECT_LE(token.logprob, 0.0F);
  };
  const GenerationResult result = generate("Hi you", kGreedy, callbacks);
  EXPECT_EQ(text, result.sequences.at(0).text);
  EXPECT_EQ(ends, 1);
  EXPECT_EQ(tokens, 6U);
  EXPECT_EQ(result.timings.new_tokens, 6U);
  EXPECT_GT(result.timings.first_token.count(), 0);
  EXPECT_GT(result.timings.tokenize.count(), 0);
}

// Python's text of a row that ends early holds the padding behind it.
TEST_F(TextGenerationTest, PiecesAreTheTextWhereSpecialTokensShow) {
  const TextGeneration generate(model());
  Json ends = Json::array();
  for (int id = 3; id < 12; ++id) ends.push_back(id);
  const TextGenerationOptions options = {
      .max_new_tokens = 30,
      .do_sample = true,
      .num_return_sequences = 4,
      .seed = 7,
      .parameters = {{"skip_special_tokens", false}, {"eos_token_id", ends}}};
  std::array<std::string, 4> texts;
  GenerationCallbacks callbacks;
  callbacks.on_text = [&](const GeneratedText& piece) { texts.at(piece.row) += piece.text; };
  const GenerationResult result = generate("Hi you", options, callbacks);
  std::size_t longest = 0;
  std::size_t shortest = 30;
  for (std::size_t row = 0; row < texts.size(); ++row) {
    EXPECT_EQ(texts[row], result.sequences.at(row).text) << row;
    longest = std::max(longest, result.sequences.at(row).new_tokens);
    shortest = std::min(shortest, result.sequences.at(row).new_tokens);
  }
  EXPECT_LT(shortest, longest);
}

TEST_F(TextGenerationTest, BeamsGiveTheirTextAtTheEnd) {
  const TextGeneration generate(model());
  TextGenerationOptions options = kGreedy;
  options.num_beams = 3;
  std::string text;
  GenerationCallbacks callbacks;
  callbacks.on_text = [&](const GeneratedText& piece) { text += piece.text; };
  EXPECT_EQ(generate("Hi you", options, callbacks).sequences.at(0).text, text);
}

// As in the reference, nothing but the length ends the text then.
TEST_F(TextGenerationTest, AnEmptyStopSequenceHasNoTokens) {
  const Pipeline pipe = pipeline("text-generation", model());
  const Json call = {{"max_new_tokens", 40}, {"do_sample", false}, {"return_tensors", true}};
  Json stopped = call;
  stopped["stop_sequence"] = "";
  const std::size_t prompt = 2;
  EXPECT_EQ(pipe("Hi", stopped)[0]["generated_token_ids"].size(), prompt + 40U);
}

TEST_F(TextGenerationTest, AStopKeepsWhatThereIs) {
  const TextGeneration generate(model());
  std::stop_source stop;
  std::size_t tokens = 0;
  GenerationCallbacks callbacks;
  callbacks.stop = stop.get_token();
  callbacks.on_token = [&](const GeneratedToken&) {
    if (++tokens == 2) stop.request_stop();
  };
  const GenerationResult result = generate("Hi you", kGreedy, callbacks);
  EXPECT_EQ(result.sequences.at(0).finish_reason, FinishReason::cancelled);
  EXPECT_LT(result.sequences.at(0).new_tokens, 6U);
}

TEST_F(TextGenerationTest, ABatchAnswersAsOneByOne) {
  const Pipeline pipe = pipeline("text-generation", model());
  const Json texts = {"Hi", "and you ?", "a b c d"};
  const Json alone = pipe(texts, {{"max_new_tokens", 6}, {"do_sample", false}});
  EXPECT_EQ(pipe(texts, {{"max_new_tokens", 6}, {"do_sample", false}, {"batch_size", 3}}), alone);
}

// apply_chat_template passes truncation=False on; a text would be cut.
TEST_F(TextGenerationTest, AMaximumAloneCutsNoChat) {
  const Pipeline pipe = pipeline("text-generation", model());
  Json call = {{"max_new_tokens", 6}, {"do_sample", false}};
  const Json whole = pipe(kUser, call);
  call["max_length"] = 2;
  EXPECT_EQ(pipe(kUser, call), whole);
  call["truncation"] = true;
  EXPECT_NE(pipe(kUser, call), whole);
}

TEST_F(TextGenerationTest, ASeedRepeatsTheSample) {
  const TextGeneration generate(model());
  const TextGenerationOptions options = {.max_new_tokens = 20, .seed = 7};
  EXPECT_EQ(generate("Hi", options).sequences.at(0).ids,
            generate("Hi", options).sequences.at(0).ids);
}

TEST_F(TextGenerationTest, AChatWithATemplateOfTheCall) {
  const TextGeneration generate(model());
  TextGenerationOptions options = kGreedy;
  options.chat.chat_template = "{{ messages[0].content }} you";
  EXPECT_EQ(generate.chat(kUser, options).sequences.at(0).text,
            generate("Hi you", kGreedy).sequences.at(0).text);
}

TEST_F(TextGenerationTest, ATemplateThatFailsSpoilsNothing) {
  const TextGeneration generate(model());
  TextGenerationOptions options = kGreedy;
  options.chat.chat_template = "{{ raise_exception('Only pirates!') }}";
  try {
    (void)generate.chat(kUser, options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "Only pirates!");
  }
  EXPECT_EQ(generate.chat(kUser, kGreedy).sequences.size(), 1U);
}

TEST_F(TextGenerationTest, ParametersAreCheckedWithoutACall) {
  const Pipeline pipe = pipeline("text-generation", model());
  EXPECT_NO_THROW(pipe.check_parameters({{"max_new_tokens", 5}, {"return_full_text", false}}));
  EXPECT_THROW(pipe.check_parameters({{"max_new_tokens", "five"}}), Error);
  EXPECT_THROW(pipe.check_parameters({{"max_tokens", 5}}), Error);
  const Json scores = {{"return_dict_in_generate", true}, {"output_scores", true}};
  EXPECT_THROW(pipe.check_parameters(scores), Error);
  EXPECT_NO_THROW(pipe.check_parameters({{"return_dict_in_generate", true}}));
  const std::vector<std::string> names = pipe.parameter_names();
  for (const char* name : {"max_new_tokens", "return_full_text", "seed", "assistant_model"}) {
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), name)) << name;
  }
}

// Sums of lengths do not wrap around.
TEST_F(TextGenerationTest, LengthsBeyondReason) {
  const Pipeline pipe = pipeline("text-generation", model());
  const Json call = {{"max_time", 0.0}, {"do_sample", false}, {"return_tensors", true}};
  const auto tokens = [&](const char* key, std::int64_t value, const Json& more) {
    Json parameters = call;
    parameters.update(more);
    parameters[key] = value;
    return pipe("Hi", parameters)[0]["generated_token_ids"].size();
  };
  EXPECT_EQ(tokens("max_length", INT64_MAX, {{"prefix", "a"}}), 4U);
  EXPECT_EQ(tokens("min_length", INT64_MAX, {{"prefix", "a"}}), 4U);
  EXPECT_EQ(tokens("max_new_tokens", INT64_MAX, Json::object()), 3U);
  EXPECT_THROW((void)tokens("max_new_tokens", INT64_MIN, Json::object()), Error);
  EXPECT_THROW((void)tokens("max_new_tokens", INT64_MIN, {{"handle_long_generation", "hole"}}),
               Error);
  Json beyond = call;
  beyond.update({{"prefix", "a"}, {"max_length", UINT64_MAX}});
  EXPECT_THROW((void)pipe("Hi", beyond), Error);
}

TEST_F(TextGenerationTest, ParametersAreAnObject) {
  const TextGeneration generate(model());
  EXPECT_THROW((void)generate("Hi", {.max_new_tokens = 2, .parameters = Json::array()}), Error);
  EXPECT_NO_THROW((void)generate("Hi", {.max_new_tokens = 2, .parameters = nullptr}));
}

TEST_F(TextGenerationTest, OtherInputsAreRefused) {
  const Pipeline pipe = pipeline("text-generation", model());
  for (const Json& bad :
       {Json(1), Json(nullptr), Json::array(), Json({1, 2}), Json({{"text", "a"}})}) {
    EXPECT_THROW((void)pipe(bad), Error) << bad;
  }
}

TEST_F(TextGenerationTest, OnlyAPipelineOfItsTask) {
  PipelineOptions options;
  options.model = PENSTOCK_MODELS "/sentiment";
  options.accelerator = "ort";
  EXPECT_THROW(TextGeneration(pipeline("text-classification", options)), Error);
}

}  // namespace
}  // namespace penstock
