// SPDX-License-Identifier: Apache-2.0
#include "tasks/sentence_similarity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "fake_task.hpp"
#include "support/temporary_folder.hpp"

namespace penstock {
namespace {

namespace fs = std::filesystem;
using testing::FakeGraph;
using testing::FakeOutput;
using ::testing::HasSubstr;
using testing::refusal;

const Json kNoOptions = Json::object();

FakeOutput sentence_vectors(const PenstockTensor& input_ids) {
  return testing::id_vectors(input_ids, 1.0F);
}

FakeGraph token_graph(const char* output = "last_hidden_state") {
  return {{{"input_ids"}, {"attention_mask"}},
          {{output, PENSTOCK_FLOAT32, {-1, -1, 2}}},
          [](std::span<const PenstockTensor> inputs) {
            return std::vector{sentence_vectors(inputs[0])};
          }};
}

class SentenceSimilarityTest : public ::testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_.path() / name).parent_path());
    std::ofstream(folder_.path() / name) << text;
  }

  void write_modules() const {
    write("modules.json",
          R"([{"path": "", "type": "sentence_transformers.models.Transformer"},
              {"path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}])");
  }

  [[nodiscard]] std::unique_ptr<const Task> task(FakeGraph graph = token_graph(),
                                                 Json parameters = Json::object()) const {
    return testing::make_task({.name = "sentence-similarity",
                               .make = make_sentence_similarity,
                               .graph = std::move(graph),
                               .parameters = std::move(parameters),
                               .folder = folder_.path()});
  }

  testing::TemporaryFolder folder_;
};

// [CLS] film [SEP] are 2, 92 and 3: their mean is 97 / 3.
const Json kFilmVector = {static_cast<double>(97.0F / 3.0F), 1.0};
const Json kNoVectors = {2.5, 1.0};

TEST_F(SentenceSimilarityTest, TextGetsItsMeanVector) {
  EXPECT_EQ(task()->call("film", kNoOptions), kFilmVector);
  EXPECT_EQ(task()->call("", kNoOptions), kNoVectors);
  EXPECT_EQ(task()->call(Json::array({"film", ""}), kNoOptions),
            Json::array({kFilmVector, kNoVectors}));
  EXPECT_EQ(task()->call(Json::array(), kNoOptions), Json::array());
}

TEST_F(SentenceSimilarityTest, SourceIsComparedWithEachSentence) {
  const Json scores = task()->call({{"source_sentence", "film"}, {"sentences", {"film", ""}}},
                                   {{"similarity_fn_name", "dot"}});
  ASSERT_EQ(scores.size(), 2U);
  EXPECT_FLOAT_EQ(scores[0].get<float>(), 97.0F / 3.0F * 97.0F / 3.0F + 1);
  EXPECT_FLOAT_EQ(scores[1].get<float>(), 97.0F / 3.0F * 2.5F + 1);
}

TEST_F(SentenceSimilarityTest, NothingToCompareWithGivesAnEmptyList) {
  EXPECT_EQ(task()->call({{"source_sentence", "film"}, {"sentences", Json::array()}}, kNoOptions),
            Json::array());
}

TEST_F(SentenceSimilarityTest, BatchesChangeNoVector) {
  const Json texts = {"", "film", "film story", "film film film"};
  EXPECT_EQ(task()->call(texts, {{"batch_size", 3}}), task()->call(texts, kNoOptions));
}

TEST_F(SentenceSimilarityTest, SpaceAroundTextsDoesNotCount) {
  EXPECT_EQ(task()->call(" \t film\u00a0\u001f\n", kNoOptions), kFilmVector);
}

TEST_F(SentenceSimilarityTest, VectorsAreCutThenNormalized) {
  EXPECT_EQ(task()->call("film", {{"truncate_dim", 1}}), Json::array({kFilmVector[0]}));
  EXPECT_EQ(task()->call("film", {{"truncate_dim", 9}}), kFilmVector);
  EXPECT_EQ(task()->call("film", {{"truncate_dim", 1}, {"normalize_embeddings", true}}),
            Json::array({1.0}));
}

TEST_F(SentenceSimilarityTest, LongTextsAreCutAtTheModelsLength) {
  const std::string text = testing::repeated("film", 40);
  const auto last = [&](const Task& made) { return made.call(text, kNoOptions)[0].get<float>(); };
  write("1_Pooling/config.json", R"({"pooling_mode": "mean_sqrt_len_tokens"})");
  EXPECT_FLOAT_EQ(last(*task()), (30 * 92 + 5) / std::sqrt(32.0F));  // model_max_length
  write("sentence_bert_config.json", R"({"max_seq_length": 9})");
  EXPECT_FLOAT_EQ(last(*task()), (7 * 92 + 5) / 3.0F);
}

TEST_F(SentenceSimilarityTest, PromptsStandInFrontOfTexts) {
  write("config_sentence_transformers.json",
        R"({"prompts": {"query": "film "}, "default_prompt_name": "query"})");
  const auto made = task();
  const Json twice = task()->call("film", {{"prompt", "film "}});
  EXPECT_EQ(made->call("film", kNoOptions), twice);
  EXPECT_EQ(made->call("film", {{"prompt_name", "document"}}), kFilmVector);
  EXPECT_EQ(made->call("film", {{"prompt", ""}}), kFilmVector);
  EXPECT_EQ(task(token_graph(), {{"prompt", ""}})->call("film", kNoOptions), kFilmVector);
  EXPECT_THAT(refusal(*made, "film", {{"prompt_name", "bogus"}}), HasSubstr("'bogus' not found"));
}

TEST_F(SentenceSimilarityTest, PromptTokensCanBeLeftOutOfThePooling) {
  write("1_Pooling/config.json", R"({"include_prompt": false})");
  // [CLS] film film [SEP] without the first two.
  EXPECT_EQ(task()->call("film", {{"prompt", "film "}}).dump(), "[47.5,1.0]");
}

TEST_F(SentenceSimilarityTest, GraphMayBringItsOwnEmbedding) {
  const FakeGraph graph = {
      {{"input_ids"}},
      {{"token_embeddings", PENSTOCK_FLOAT32, {-1, -1, 2}}, {"sentence_embedding"}},
      [](std::span<const PenstockTensor> inputs) {
        return std::vector{sentence_vectors(inputs[0]),
                           FakeOutput{{7.0F, 8.0F, 9.0F}, {inputs[0].shape[0], 3}}};
      }};
  EXPECT_EQ(task(graph)->call("film", kNoOptions).dump(), "[7.0,8.0,9.0]");
  write_modules();  // now the modules say how to make it
  write("1_Pooling/config.json", "{}");
  EXPECT_EQ(task(graph)->call("film", kNoOptions), kFilmVector);
  write("modules.json", R"([{"path": "1_LSTM", "type": "sentence_transformers.models.LSTM"}])");
  EXPECT_EQ(task(graph)->call("film", kNoOptions).dump(), "[7.0,8.0,9.0]");
}

TEST_F(SentenceSimilarityTest, TokenEmbeddingsAreAnotherNameForHiddenStates) {
  EXPECT_EQ(task(token_graph("token_embeddings"))->call("film", kNoOptions), kFilmVector);
  EXPECT_EQ(task(token_graph("output_0"))->call("film", kNoOptions), kFilmVector);
}

TEST_F(SentenceSimilarityTest, ModulesThatCannotRunAreNamedWhenLoading) {
  write("modules.json", R"([{"path": "1_LSTM", "type": "sentence_transformers.models.LSTM"}])");
  try {
    (void)task();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_THAT(error.what(), HasSubstr("output sentence_embedding"));
  }
}

TEST_F(SentenceSimilarityTest, GraphOfAnotherTaskIsRefusedWhenLoading) {
  const FakeGraph graph = {{{"input_ids"}}, {{"logits"}}, {}};
  EXPECT_THROW((void)task(graph), Error);
}

TEST_F(SentenceSimilarityTest, BadInputsAreRefusedAndTheNextIsUnharmed) {
  const auto made = task();
  EXPECT_THAT(refusal(*made, 5), HasSubstr("got 5"));
  EXPECT_THAT(refusal(*made, {{"source_sentence", "a"}}), HasSubstr("\"sentences\""));
  EXPECT_THAT(refusal(*made, {{"source_sentence", "a"}, {"sentences", "b"}}), HasSubstr("got"));
  EXPECT_THAT(refusal(*made, {{"source_sentence", "a"}, {"sentences", {1}}}), HasSubstr("got 1"));
  EXPECT_THAT(refusal(*made, "a", {{"similarity_fn_name", "cos"}}), HasSubstr("\"cos\""));
  EXPECT_THAT(refusal(*made, "a", {{"truncate_dim", 0}}), HasSubstr("at least 1"));
  EXPECT_THAT(refusal(*made, "a", {{"pool", true}}), HasSubstr("`pool`"));
  EXPECT_EQ(made->call("film", kNoOptions), kFilmVector);
}

}  // namespace
}  // namespace penstock
