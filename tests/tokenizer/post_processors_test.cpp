// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "component_test_support.hpp"
#include "tokenizer/truncation.hpp"

// Expected values were read off tokenizers 0.22.2.

namespace penstock::testing {
namespace {

constexpr const char* kBertProcessing =
    R"({"type":"BertProcessing","sep":["[SEP]",102],"cls":["[CLS]",101]})";
constexpr const char* kRoberta =
    R"({"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],
        "trim_offsets":true,"add_prefix_space":true})";
constexpr const char* kTemplate = R"({"type":"TemplateProcessing",
    "single":[{"SpecialToken":{"id":"X","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],
    "pair":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"X","type_id":2}},
            {"Sequence":{"id":"B","type_id":1}}],
    "special_tokens":{"X":{"id":"X","ids":[90,91],"tokens":["x0","x1"]}}})";

// An encoding's token texts are views into its post-processor, so these live to the end.
const PostProcessor* kept(const char* processor) {
  static std::vector<std::unique_ptr<PostProcessor>> all;
  return all.emplace_back(post_processor_of(processor)).get();
}
EngineEncoding single(const char* processor, bool add_special_tokens = true) {
  return post_process(kept(processor), encoding_of(10, 2), std::nullopt, add_special_tokens);
}
EngineEncoding pair(const char* processor, bool add_special_tokens = true) {
  return post_process(kept(processor), encoding_of(10, 2), encoding_of(20, 1), add_special_tokens);
}

TEST(BertProcessing, PutsClsAndSepAround) {
  const EngineEncoding one = single(kBertProcessing);
  EXPECT_EQ(one.ids, (Ids{101, 10, 11, 102}));
  EXPECT_EQ(one.special_tokens_mask, (std::vector<std::uint8_t>{1, 0, 0, 1}));
  EXPECT_EQ(one.words, (Ids{kNone, 0, 1, kNone}));
  EXPECT_EQ(one.offsets.front(), Offsets{});
  EXPECT_EQ(one.sequence_ranges[0], (EngineEncoding::Range{1, 3}));
  const EngineEncoding two = pair(kBertProcessing);
  EXPECT_EQ(two.ids, (Ids{101, 10, 11, 102, 20, 102}));
  EXPECT_EQ(two.type_ids, (Ids{0, 0, 0, 0, 1, 1}));
  EXPECT_EQ(two.sequence_ranges[1], (EngineEncoding::Range{4, 5}));
}

TEST(BertProcessing, CountsWhatItAdds) {
  EXPECT_EQ(post_processor_of(kBertProcessing)->added_tokens(false), 2U);
  EXPECT_EQ(post_processor_of(kBertProcessing)->added_tokens(true), 3U);
}

TEST(BertProcessing, WithoutSpecialTokensOnlyTypesAreSet) {
  const EngineEncoding two = pair(kBertProcessing, false);
  EXPECT_EQ(two.ids, (Ids{10, 11, 20}));
  EXPECT_EQ(two.type_ids, (Ids{0, 0, 1}));
}

TEST(RobertaProcessing, PutsTwoSepsBetweenAndTypeZeroEverywhere) {
  EXPECT_EQ(single(kRoberta).ids, (Ids{0, 10, 11, 2}));
  const EngineEncoding two = pair(kRoberta);
  EXPECT_EQ(two.ids, (Ids{0, 10, 11, 2, 2, 20, 2}));
  EXPECT_EQ(two.type_ids, Ids(7, 0));
  EXPECT_EQ(two.sequence_ranges[1], (EngineEncoding::Range{5, 6}));
  EXPECT_EQ(post_processor_of(kRoberta)->added_tokens(true), 4U);
}

TEST(RobertaProcessing, ClearsTypesWithoutSpecialTokensToo) {
  EXPECT_EQ(pair(kRoberta, false).type_ids, Ids(3, 0));
}

EngineEncoding trimmed(std::string_view token, Offsets offsets, bool add_prefix_space,
                       std::size_t place) {
  EngineEncoding encoding;
  for (std::size_t i = 0; i < place; ++i) encoding.push(0, 0, "x", {1, 1}, 0, false, true);
  encoding.push(1, 0, token, offsets, 0, false, true);
  const auto processor =
      post_processor_of(R"({"type":"ByteLevel","trim_offsets":true,"add_prefix_space":)" +
                        std::string(add_prefix_space ? "true}" : "false}"));
  return post_process(processor.get(), encoding, std::nullopt, true);
}

TEST(ByteLevelPostProcessor, TakesSpacesOutOfTheOffsets) {
  EXPECT_EQ(trimmed("Ġab", {3, 6}, false, 1).offsets.back(), (Offsets{4, 6}));
  EXPECT_EQ(trimmed("ab ĠĠ", {3, 8}, false, 1).offsets.back(), (Offsets{3, 5}));
}

TEST(ByteLevelPostProcessor, KeepsTheSpaceThatAddPrefixSpacePutFirst) {
  EXPECT_EQ(trimmed("Ġab", {0, 2}, true, 0).offsets.back(), (Offsets{0, 2}));
  EXPECT_EQ(trimmed("Ġab", {0, 2}, true, 1).offsets.back(), (Offsets{0, 2})) << "offset 0";
  EXPECT_EQ(trimmed("Ġab", {0, 3}, false, 0).offsets.back(), (Offsets{1, 3}));
  EXPECT_EQ(trimmed("ĠĠab", {0, 4}, true, 0).offsets.back(), (Offsets{2, 4})) << "two spaces";
}

TEST(ByteLevelPostProcessor, ALoneSpaceBecomesEmptyAtItsEnd) {
  EXPECT_EQ(trimmed("Ġ", {0, 1}, false, 0).offsets.back(), (Offsets{1, 1}));
}

TEST(TemplateProcessing, FollowsThePieces) {
  const EngineEncoding one = single(kTemplate);
  EXPECT_EQ(one.ids, (Ids{90, 91, 10, 11}));
  EXPECT_EQ(one.tokens[1], "x1");
  const EngineEncoding two = pair(kTemplate);
  EXPECT_EQ(two.ids, (Ids{10, 11, 90, 91, 20}));
  EXPECT_EQ(two.type_ids, (Ids{0, 0, 2, 2, 1}));
  EXPECT_EQ(two.special_tokens_mask, (std::vector<std::uint8_t>{0, 0, 1, 1, 0}));
  EXPECT_EQ(post_processor_of(kTemplate)->added_tokens(false), 2U);
}

TEST(TemplateProcessing, WithoutSpecialTokensTypesOfSequencesStay) {
  EXPECT_EQ(pair(kTemplate, false).ids, (Ids{10, 11, 20}));
  EXPECT_EQ(pair(kTemplate, false).type_ids, (Ids{0, 0, 1}));
}

TEST(TemplateProcessing, OverflowsKeepTheTypesTheyWereMadeWith) {
  EngineEncoding first = encoding_of(10, 3);
  EngineEncoding second = encoding_of(20, 3);
  second.type_ids = {1, 1, 1};
  truncate(first, 2, 0, Side::right);
  truncate(second, 2, 0, Side::right);
  const auto processor = post_processor_of(R"({"type":"TemplateProcessing","single":[],
      "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":0}}],
      "special_tokens":{}})");
  const EngineEncoding all = post_process(processor.get(), first, second, true);
  EXPECT_EQ(all.type_ids, Ids(4, 0));
  ASSERT_EQ(all.overflowing.size(), 3U);
  EXPECT_EQ(all.overflowing[0].ids, (Ids{12, 20, 21}));
  EXPECT_EQ(all.overflowing[1].ids, (Ids{12, 22}));
  EXPECT_EQ(all.overflowing[2].ids, (Ids{10, 11, 22}));
  EXPECT_EQ(all.overflowing[2].type_ids, (Ids{0, 0, 1}));
}

TEST(TemplateProcessing, AnUndeclaredSpecialTokenIsAnErrorWhenUsed) {
  const char* json = R"({"type":"TemplateProcessing","pair":[],"special_tokens":{},
                         "single":[{"SpecialToken":{"id":"X","type_id":0}}]})";
  EXPECT_EQ(error_of([&] { (void)single(json); }), ErrorCode::invalid_argument);
  EXPECT_EQ(single(json, false).size(), 0U);
}

TEST(TemplateProcessing, ASecondSequenceForOneTextIsAnError) {
  const char* json = R"({"type":"TemplateProcessing","pair":[],"special_tokens":{},
                         "single":[{"Sequence":{"id":"B","type_id":0}}]})";
  EXPECT_EQ(error_of([&] { (void)single(json); }), ErrorCode::invalid_argument);
}

TEST(SequencePostProcessor, RunsItsPartsInOrder) {
  const std::string json = std::string(R"({"type":"Sequence","processors":[)") +
                           R"({"type":"ByteLevel","trim_offsets":true,"add_prefix_space":true},)" +
                           kTemplate + "]}";
  EXPECT_EQ(single(json.c_str()).ids, (Ids{90, 91, 10, 11}));
  EXPECT_EQ(post_processor_of(json)->added_tokens(true), 2U);
}

TEST(SequencePostProcessor, ATemplateAfterATemplateIsAnError) {
  const std::string json =
      std::string(R"({"type":"Sequence","processors":[)") + kTemplate + "," +
      R"({"type":"TemplateProcessing","single":[],"pair":[{"Sequence":{"id":"A",
                              "type_id":0}},{"Sequence":{"id":"A","type_id":0}},
                              {"Sequence":{"id":"A","type_id":0}}],"special_tokens":{}},)" +
      kTemplate + "]}";
  EXPECT_EQ(error_of([&] { (void)pair(json.c_str()); }), ErrorCode::invalid_argument);
}

TEST(PostProcessorType, FieldsCountForMoreThanTheType) {
  const char* json = R"({"type":"BertProcessing","sep":["</s>",2],"cls":["<s>",0],
                         "trim_offsets":true,"add_prefix_space":true})";
  EXPECT_EQ(post_processor_of(json)->added_tokens(true), 4U) << "Roberta";
  EXPECT_EQ(post_processor_of(R"({"type":"RobertaProcessing","sep":["b",1],"cls":["a",0]})")
                ->added_tokens(true),
            3U)
      << "Bert";
}

TEST(PostProcessorType, RefusesWhatTheReferenceRefuses) {
  for (const char* json :
       {R"({"sep":["b",1,2],"cls":["a",0]})", R"({"sep":["b",-1],"cls":["a",0]})",
        R"({"type":"ByteLevel","add_prefix_space":true})",
        R"({"add_prefix_space":true,"trim_offsets":true})", R"({"processors":[]})",
        R"({"type":"Sequence","processors":[null]})",
        R"({"type":"TemplateProcessing","single":[],"pair":[]})",
        R"({"type":"TemplateProcessing","single":["$A"],"pair":[],"special_tokens":{}})",
        R"({"type":"TemplateProcessing","single":[{"Sequence":{"id":"C","type_id":0}}],"pair":[],
            "special_tokens":{}})",
        R"({"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}}],"pair":[],
            "special_tokens":{}})"}) {
    EXPECT_EQ(error_of([&] { (void)post_processor_of(json); }), ErrorCode::io) << json;
  }
}

}  // namespace
}  // namespace penstock::testing
