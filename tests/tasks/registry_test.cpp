// SPDX-License-Identifier: Apache-2.0
#include "tasks/registry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <penstock/error.hpp>

namespace penstock {
namespace {

using ::testing::EndsWith;
using ::testing::StartsWith;

std::string refusal_of_name(std::string_view task) {
  try {
    (void)normalize_task(task);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::not_found);
    return error.what();
  }
  return "";
}

TEST(TaskName, AliasesBecomeIds) {
  EXPECT_EQ(normalize_task("sentiment-analysis").id, "text-classification");
  EXPECT_EQ(normalize_task("ner").id, "token-classification");
  EXPECT_EQ(normalize_task("vqa").id, "visual-question-answering");
  EXPECT_EQ(normalize_task("text-to-speech").id, "text-to-audio");
  EXPECT_EQ(normalize_task("fill-mask").id, "fill-mask");
}

TEST(TaskName, TranslationCarriesItsLanguages) {
  const TaskName name = normalize_task("translation_en_to_fr");
  EXPECT_EQ(name.id, "translation");
  EXPECT_EQ(name.full, "translation_en_to_fr");
  EXPECT_EQ(name.languages, std::pair(std::string("en"), std::string("fr")));
  EXPECT_FALSE(normalize_task("translation").languages);
}

TEST(TaskName, MalformedTranslationIsRefused) {
  for (const char* task : {"translation_foo", "translation_eng_Latn_to_fr", "translation_"}) {
    EXPECT_EQ(refusal_of_name(task), "Invalid translation task " + std::string(task) +
                                         ", use 'translation_XX_to_YY' format");
  }
}

TEST(TaskName, UnknownTaskListsEveryNameAsTheReferenceDoes) {
  const std::string message = refusal_of_name("Text-Classification");
  EXPECT_THAT(message, StartsWith("Unknown task Text-Classification, available tasks are "
                                  "['audio-classification', 'automatic-speech-recognition', "
                                  "'depth-estimation', 'document-question-answering', "));
  EXPECT_THAT(message, ::testing::HasSubstr("'mask-generation', 'ner', 'object-detection', "));
  EXPECT_THAT(message, EndsWith("'zero-shot-object-detection', 'translation_XX_to_YY']"));
}

TEST(Registry, RowsAreSortedAndUnique) {
  const auto table = task_table();
  for (std::size_t i = 1; i < table.size(); ++i) EXPECT_LT(table[i - 1].id, table[i].id);
}

TEST(Registry, EveryRowIsAKnownTask) {
  for (const TaskEntry& entry : task_table()) {
    EXPECT_EQ(normalize_task(entry.id).id, entry.id);
    EXPECT_NE(entry.make, nullptr) << entry.id;
  }
}

TEST(Registry, UnservedTaskListsTheServed) {
  try {
    (void)find_task(normalize_task("keypoint-matching"), "ONNX Runtime");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_THAT(error.what(),
                StartsWith("Task 'keypoint-matching' is not supported by ONNX Runtime. Only ['"));
    EXPECT_THAT(error.what(), EndsWith("'] are supported."));
  }
}

}  // namespace
}  // namespace penstock
