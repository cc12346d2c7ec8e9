// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <penstock/error.hpp>
#include <penstock/summarization.hpp>
#include <penstock/text2text_generation.hpp>
#include <penstock/translation.hpp>
#include <string>

#include "support/backends.hpp"

// tests/golden/text2text.json (tools/make_text2text_golden.py): text2text-generation, summarization
// and translation on real runtimes, with a tokenizer of one token a letter.

namespace penstock {
namespace {

PipelineOptions writer_options(const std::string& model, const std::string& accelerator,
                               const std::string& tokenizer = "letter-tokenizer") {
  PipelineOptions options;
  options.model = PENSTOCK_TEST_DATA "/models/" + model;
  options.tokenizer = PENSTOCK_TEST_DATA "/" + tokenizer;
  options.accelerator = accelerator;
  return options;
}

class Text2TextGoldenTest : public ::testing::TestWithParam<const char*> {};

TEST_P(Text2TextGoldenTest, AnswersAsTheReference) {
  PENSTOCK_REQUIRE_BACKEND(GetParam());
  std::ifstream file(std::string(PENSTOCK_TEST_DATA) + "/../golden/text2text.json");
  const Json golden = Json::parse(file);
  std::map<std::string, std::unique_ptr<Pipeline>> pipelines;
  std::size_t checked = 0;
  for (const Json& item : golden["cases"]) {
    if (item["accelerator"] != GetParam()) continue;
    SCOPED_TRACE(item.dump());
    const auto task = item["task"].get<std::string>();
    const auto model = item["model"].get<std::string>();
    const auto tokenizer = item.value("tokenizer", std::string("letter-tokenizer"));
    auto& pipe = pipelines[task + " " + model + " " + tokenizer];
    if (pipe == nullptr) {
      pipe =
          std::make_unique<Pipeline>(pipeline(task, writer_options(model, GetParam(), tokenizer)));
    }
    ++checked;
    try {
      const Json got = (*pipe)(item["inputs"], item["call"]);
      EXPECT_FALSE(item.contains("error")) << got;
      EXPECT_EQ(got, item.value("expected", Json()));
    } catch (const Error& error) {
      ASSERT_TRUE(item.contains("error")) << error.what();
      EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
    }
  }
  EXPECT_GT(checked, 0U);
}

// The runtime has no such position; Penstock says how long the text is, once.
TEST(Text2TextGeneration, ATextTooLongForTheEncoderIsToldInTokens) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options("mbart-translation", "ort"));
  const std::string text(100, 'a');
  try {
    (void)write(text);
    FAIL() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    const std::string_view said = error.what();
    EXPECT_EQ(said.find("The text is 101 tokens long and the model takes at most 64;"), 0U) << said;
    EXPECT_EQ(said.find("The text is", 1), said.npos) << said;
  }
  EXPECT_EQ(write(text.substr(0, 63), {{"max_new_tokens", 2}}).sequences.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Accelerators, Text2TextGoldenTest, ::testing::Values("ort", "ov"),
                         [](const auto& parameter) { return std::string(parameter.param); });

constexpr const char* kModel = "marian-translation";

TEST(Text2TextGeneration, PiecesTogetherAreTheText) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options(kModel, "ort"));
  std::string text;
  std::size_t tokens = 0;
  bool ended = false;
  GenerationCallbacks callbacks;
  callbacks.on_text = [&](const GeneratedText& piece) {
    text += piece.text;
    ended = ended || piece.end;
  };
  callbacks.on_token = [&](const GeneratedToken& token) {
    EXPECT_LE(token.logprob, 0.0F);
    ++tokens;
  };
  const Json parameters = {{"num_beams", 1}, {"max_new_tokens", 12}};
  const GenerationResult result = write("a red house.", parameters, callbacks);
  EXPECT_EQ(text, result.sequences.front().text);
  EXPECT_EQ(tokens, result.sequences.front().new_tokens);
  EXPECT_TRUE(ended);
  EXPECT_EQ(result.timings.new_tokens, tokens);
  EXPECT_GT(result.timings.first_token.count(), 0);
}

TEST(Text2TextGeneration, BeamsGiveTheirTextAtTheEnd) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options(kModel, "ort"));
  std::vector<std::string> pieces;
  GenerationCallbacks callbacks;
  callbacks.on_text = [&](const GeneratedText& piece) {
    EXPECT_EQ(piece.row, pieces.size());
    EXPECT_TRUE(piece.end);
    pieces.emplace_back(piece.text);
  };
  const Json parameters = {{"max_new_tokens", 8}, {"num_beams", 3}, {"num_return_sequences", 2}};
  const std::vector<std::string_view> texts = {"a red house.", "two"};
  const auto results = write(texts, parameters, callbacks);
  ASSERT_EQ(pieces.size(), 4U);
  for (std::size_t row = 0; row < 4; ++row) {
    EXPECT_EQ(pieces[row], results[row / 2].sequences.at(row % 2).text);
  }
  callbacks.on_token = [](const GeneratedToken&) {};
  EXPECT_THROW((void)write(texts, parameters, callbacks), Error);
}

TEST(Text2TextGeneration, TokenizingIsTimed) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options(kModel, "ort"));
  EXPECT_GT(write("a red house.", {{"max_new_tokens", 2}}).timings.tokenize.count(), 0);
}

// As SummarizationPipeline is a Text2TextGenerationPipeline.
TEST(Text2TextGeneration, SummarizationIsOne) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Summarization summarize(writer_options(kModel, "ort"));
  const Text2TextGeneration& write = summarize;
  EXPECT_EQ(write.pipeline().task(), "summarization");
  const Json parameters = {{"max_new_tokens", 4}};
  EXPECT_EQ(write("two words", parameters).sequences.at(0).ids,
            summarize("two words", parameters).sequences.at(0).ids);
}

TEST(Text2TextGeneration, AStopStringEndsTheText) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options(kModel, "ort"));
  const Json plain = {{"num_beams", 1}, {"max_new_tokens", 12}};
  const std::string whole = write("two words", plain).sequences.front().text;
  ASSERT_GT(whole.size(), 5U);
  Json stopped = plain;
  stopped["stop_strings"] = whole.substr(3, 2);
  const GenerationResult result = write("two words", stopped);
  EXPECT_EQ(result.sequences.front().finish_reason, FinishReason::stop);
  EXPECT_EQ(result.sequences.front().text, whole.substr(0, whole.find(whole.substr(3, 2)) + 2));
}

TEST(Text2TextGeneration, NoStopStringAtAllIsRefused) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Text2TextGeneration write(writer_options(kModel, "ort"));
  const Json parameters = {{"stop_strings", Json::array()}, {"max_new_tokens", 4}};
  EXPECT_THROW((void)write("a red house.", parameters), Error);
}

TEST(Text2TextGeneration, AListGivesWhatItsTextsGive) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Summarization summarize(writer_options(kModel, "ort"));
  const std::vector<std::string_view> texts = {"one", "two words", "three of them"};
  const Json parameters = {{"max_new_tokens", 8}};
  const auto together = summarize(texts, parameters);
  ASSERT_EQ(together.size(), 3U);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    EXPECT_EQ(together[i].sequences.front().text,
              summarize(texts[i], parameters).sequences.front().text);
  }
}

TEST(Text2TextGeneration, HasNoUseForADictionary) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  const Pipeline pipe = pipeline("translation", writer_options(kModel, "ort"));
  EXPECT_THROW(pipe.check_parameters({{"return_dict_in_generate", true}}), Error);
  EXPECT_NO_THROW(pipe.check_parameters({{"return_dict_in_generate", false}}));
}

TEST(Translation, RefusesAnotherTask) {
  PENSTOCK_REQUIRE_BACKEND("ort");
  EXPECT_NO_THROW(Translation(writer_options(kModel, "ort"), "translation_en_to_fr"));
  EXPECT_THROW(Translation(writer_options(kModel, "ort"), "summarization"), Error);
}

}  // namespace
}  // namespace penstock
