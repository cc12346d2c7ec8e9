// SPDX-License-Identifier: Apache-2.0
// Element types pass as the graph declares them; nothing is converted on the way.
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/candidates.hpp"

namespace penstock::testing {
namespace {

class DTypes : public BackendSuite {
 protected:
  template <typename T>
  void expect_doubled(const std::string& graph_name, DType dtype, const std::vector<T>& values) {
    const Session session = open(graph_name);
    EXPECT_EQ(session.inputs()[0].dtype, dtype);
    EXPECT_EQ(session.outputs()[0].dtype, dtype);
    Tensor input = Tensor::zeros(dtype, {1, static_cast<std::int64_t>(values.size())});
    std::copy(values.begin(), values.end(), static_cast<T*>(input.data()));
    const std::vector<Tensor> outputs = session.run(std::span(&input, 1));
    ASSERT_EQ(outputs[0].dtype(), dtype);
    const auto* doubled = static_cast<const T*>(outputs[0].data());
    for (std::size_t i = 0; i < values.size(); ++i)
      EXPECT_EQ(doubled[i], static_cast<T>(values[i] + values[i]));
  }

  void expect_cast(const std::string& name, DType dtype, const std::vector<float>& values) {
    if (!GetParam().calculates) return;
    const Session to = open("to_" + name);
    const Session from = open("from_" + name);
    EXPECT_EQ(to.outputs()[0].dtype, dtype);
    EXPECT_EQ(from.inputs()[0].dtype, dtype);
    const Tensor input = floats({1, static_cast<std::int64_t>(values.size())}, values);
    const std::vector<Tensor> cast = to.run(std::span(&input, 1));
    ASSERT_EQ(cast[0].dtype(), dtype);
    const std::vector<Tensor> back = from.run(std::span(cast.data(), 1));
    EXPECT_EQ(values_of(back[0]), values);
  }
};

TEST_P(DTypes, Int32) {
  expect_doubled<std::int32_t>("twice_int32", DType::int32, {1, -2, 1 << 29});
}
TEST_P(DTypes, Int64) {
  const std::int64_t large = GetParam().wide_numbers ? std::int64_t{1} << 40 : 1 << 29;
  expect_doubled<std::int64_t>("twice_int64", DType::int64, {1, -2, large});
}
TEST_P(DTypes, UInt8) { expect_doubled<std::uint8_t>("twice_uint8", DType::uint8, {1, 2, 100}); }
TEST_P(DTypes, Float64) {
  expect_doubled<double>("twice_float64", DType::float64,
                         {0.25, GetParam().wide_numbers ? -1e100 : -1e30F, 3});
}
TEST_P(DTypes, Float16) { expect_cast("float16", DType::float16, {0.5, -2, 1024}); }
TEST_P(DTypes, BFloat16) { expect_cast("bfloat16", DType::bfloat16, {0.5, -2, 1024}); }
TEST_P(DTypes, Boolean) { expect_cast("bool", DType::boolean, {1, 0, 1}); }

INSTANTIATE_TEST_SUITE_P(Every, DTypes, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
