// SPDX-License-Identifier: Apache-2.0
#include "postprocess/pooling.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace penstock {
namespace {

using Pool = void (*)(const TokenVectors&, std::span<float>) noexcept;
using Values = std::vector<float>;

// Three tokens of two numbers.
const Values kTokens = {1, -8, 3, -4, 8, -6};

Values pooled(Pool pool, std::size_t skipped = 0, const Values& tokens = kTokens) {
  Values out(2, 99.0F);
  pool({tokens, 2, skipped}, out);
  return out;
}

TEST(Pooling, ModesOverAllTokens) {
  EXPECT_EQ(pooled(cls_pool), (Values{1, -8}));
  EXPECT_EQ(pooled(max_pool), (Values{8, -4}));
  EXPECT_EQ(pooled(mean_pool), (Values{4, -6}));
  EXPECT_EQ(pooled(last_token_pool), (Values{8, -6}));
  EXPECT_FLOAT_EQ(pooled(mean_sqrt_len_pool)[0], 6.9282032F);    // 12 / sqrt(3)
  EXPECT_FLOAT_EQ(pooled(weighted_mean_pool)[0], 31.0F / 6.0F);  // (1 + 2 * 3 + 3 * 8) / 6
}

TEST(Pooling, SkippedTokensDoNotCountButKeepTheirPlaces) {
  EXPECT_EQ(pooled(cls_pool, 1), (Values{1, -8}));
  EXPECT_EQ(pooled(max_pool, 2), (Values{8, -6}));
  EXPECT_EQ(pooled(mean_pool, 1), (Values{5.5F, -5}));
  EXPECT_FLOAT_EQ(pooled(weighted_mean_pool, 1)[0], 30.0F / 5.0F);  // (2 * 3 + 3 * 8) / 5
}

TEST(Pooling, NothingLeftGivesWhatTheReferenceGives) {
  EXPECT_EQ(pooled(mean_pool, 3), (Values{0, 0}));
  EXPECT_EQ(pooled(mean_sqrt_len_pool, 5), (Values{0, 0}));
  EXPECT_EQ(pooled(weighted_mean_pool, 3), (Values{0, 0}));
  EXPECT_EQ(pooled(last_token_pool, 3), (Values{0, 0}));
  EXPECT_EQ(pooled(max_pool, 3), (Values{-1e9F, -1e9F}));
}

TEST(Pooling, NoTokensAtAllStaysFinite) {
  for (const Pool pool :
       {cls_pool, mean_pool, mean_sqrt_len_pool, weighted_mean_pool, last_token_pool}) {
    EXPECT_EQ(pooled(pool, 0, {}), (Values{0, 0}));
  }
  EXPECT_EQ(pooled(max_pool, 0, {}), (Values{-1e9F, -1e9F}));
}

}  // namespace
}  // namespace penstock
