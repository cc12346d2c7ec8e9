// SPDX-License-Identifier: Apache-2.0
#include "tasks/parameter_set.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <penstock/error.hpp>

namespace penstock {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string refusal(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    return error.what();
  }
  ADD_FAILURE() << "nothing was refused";
  return "";
}

TEST(ParameterSet, NullAndMissingAreNotGiven) {
  const Json json = {{"a", nullptr}};
  ParameterSet set(json);
  EXPECT_FALSE(set.take_bool("a"));
  EXPECT_FALSE(set.take_integer("b"));
  EXPECT_NE(set.take("a"), nullptr);
  EXPECT_EQ(set.take("b"), nullptr);
}

TEST(ParameterSet, NamesAreThoseThatWereAskedFor) {
  const Json json = {{"a", 1}, {"z", 1}};
  ParameterSet set(json);
  (void)set.take("b");
  (void)set.take_integer("a");
  (void)set.take("b");
  EXPECT_THAT(set.names(), ElementsAre("a", "b"));
}

TEST(ParameterSet, NullInsteadOfAnObjectHoldsNothing) {
  const Json null;
  ParameterSet set(null);
  EXPECT_EQ(set.take("a"), nullptr);
  set.finish("task");
}

TEST(ParameterSet, OnlyObjectsHoldParameters) {
  const Json list = {1, 2};
  EXPECT_THAT(refusal([&] { ParameterSet set(list); }), HasSubstr("a list of 2"));
}

TEST(ParameterSet, WrongTypesNameTheKeyAndTheValue) {
  const Json json = {{"flag", 1}, {"count", 2.5}, {"size", -1}, {"name", true}, {"number", "x"}};
  ParameterSet set(json);
  EXPECT_THAT(refusal([&] { (void)set.take_bool("flag"); }),
              AllOf(HasSubstr("`flag`"), HasSubstr("got 1")));
  EXPECT_THAT(refusal([&] { (void)set.take_integer("count"); }), HasSubstr("2.5"));
  EXPECT_THAT(refusal([&] { (void)set.take_size("size"); }), HasSubstr("-1"));
  EXPECT_THAT(refusal([&] { (void)set.take_string("name"); }), HasSubstr("`name`"));
  EXPECT_THAT(refusal([&] { (void)set.take_number("number"); }), HasSubstr("`number`"));
}

TEST(ParameterSet, NumbersBeyond64BitsAreRefused) {
  const Json json = {{"count", UINT64_MAX}};
  ParameterSet set(json);
  EXPECT_THAT(refusal([&] { (void)set.take_integer("count"); }), HasSubstr("whole number"));
}

TEST(ParameterSet, SmallestSizeIsKept) {
  const Json json = {{"batch_size", 0}};
  ParameterSet set(json);
  EXPECT_THAT(refusal([&] { (void)set.take_size("batch_size", 1); }), HasSubstr("at least 1"));
}

TEST(ParameterSet, UnaskedKeysAreRefusedWithTheListOfAsked) {
  const Json json = {{"top_k", 1}, {"topk", 2}};
  ParameterSet set(json);
  (void)set.take("top_k");
  (void)set.take("stride");
  EXPECT_EQ(refusal([&] { set.finish("fill-mask"); }),
            "fill-mask does not take the parameter `topk`; it takes: top_k, stride.");
}

TEST(Shown, LongTextsAreCutBetweenCharacters) {
  std::string text(79, 'a');
  const std::string cut = shown(Json(text + "éé"));
  EXPECT_EQ(cut, "\"" + text + "...");
}

}  // namespace
}  // namespace penstock
