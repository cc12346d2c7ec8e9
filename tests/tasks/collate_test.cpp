// SPDX-License-Identifier: Apache-2.0
#include "tasks/collate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace penstock {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

Encoding encoding(std::vector<std::uint32_t> ids) {
  Encoding result;
  result.type_ids.assign(ids.size(), 1);
  result.attention_mask.assign(ids.size(), 1);
  result.ids = std::move(ids);
  return result;
}

class CollateTest : public ::testing::Test {
 protected:
  NamedTensors collated(const CollateRules& rules) const {
    const std::vector<const Encoding*> rows = {&long_, &short_};
    return collate(rows, rules);
  }

  Encoding long_ = encoding({11, 12, 13});
  Encoding short_ = encoding({21});
};

TEST_F(CollateTest, PadsOnTheRightWithThePadToken) {
  const NamedTensors tensors = collated({.pad_token_id = 9});
  EXPECT_THAT(tensors.at("input_ids").shape(), ElementsAre(2, 3));
  EXPECT_THAT(tensors.at("input_ids").values<std::int64_t>(), ElementsAre(11, 12, 13, 21, 9, 9));
  EXPECT_THAT(tensors.at("attention_mask").values<std::int64_t>(), ElementsAre(1, 1, 1, 1, 0, 0));
  EXPECT_THAT(tensors.at("token_type_ids").values<std::int64_t>(), ElementsAre(1, 1, 1, 1, 0, 0));
}

TEST_F(CollateTest, PadsOnTheLeft) {
  const NamedTensors tensors = collated({.pad_token_id = 9, .padding_side = Side::left});
  EXPECT_THAT(tensors.at("input_ids").values<std::int64_t>(), ElementsAre(11, 12, 13, 9, 9, 21));
  EXPECT_THAT(tensors.at("attention_mask").values<std::int64_t>(), ElementsAre(1, 1, 1, 0, 0, 1));
}

TEST_F(CollateTest, LeavesOutWhatTheTokenizerDoesNotGive) {
  const NamedTensors tensors = collated({.token_type_ids = false, .attention_mask = false});
  EXPECT_EQ(tensors.size(), 1U);
  EXPECT_NE(tensors.find("input_ids"), nullptr);
}

TEST_F(CollateTest, RowWithoutTokensGivesEmptyTensors) {
  const Encoding none = encoding({});
  const std::vector<const Encoding*> rows = {&none};
  EXPECT_THAT(collate(rows, {}).at("input_ids").shape(), ElementsAre(1, 0));
}

}  // namespace
}  // namespace penstock
