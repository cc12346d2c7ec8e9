// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <penstock/error.hpp>
#include <penstock/tensor.hpp>

namespace penstock {
namespace {

TEST(Tensor, ZerosAreZeroAndAligned) {
  Tensor tensor = Tensor::zeros(DType::int64, {2, 3});
  EXPECT_EQ(tensor.element_count(), 6U);
  EXPECT_EQ(tensor.byte_size(), 48U);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(tensor.data()) % 64, 0U);
  for (const std::int64_t value : tensor.values<std::int64_t>()) EXPECT_EQ(value, 0);
}

TEST(Tensor, AScalarHasOneElement) {
  EXPECT_EQ(Tensor::zeros(DType::float32, {}).element_count(), 1U);
}

TEST(Tensor, RefusesANegativeDimension) {
  EXPECT_THROW((void)Tensor::zeros(DType::float32, {2, -1}), Error);
}

TEST(Tensor, RefusesToBeReadAsAnotherType) {
  const Tensor tensor = Tensor::zeros(DType::int64, {1});
  try {
    (void)tensor.values<float>();
    FAIL() << "int64 was read as float32";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
    EXPECT_STREQ(error.what(), "the tensor holds int64, it was read as float32");
  }
}

TEST(Tensor, BorrowedBytesKeepTheirOwnerAlive) {
  auto owner = std::make_shared<std::vector<float>>(std::vector<float>{1.0F, 2.0F});
  const std::weak_ptr<std::vector<float>> watch = owner;
  {
    float* data = owner->data();
    const Tensor tensor = Tensor::borrow(DType::float32, {2}, data, std::move(owner));
    const Tensor copy = tensor;
    EXPECT_EQ(copy.data(), data);
    EXPECT_FALSE(watch.expired());
  }
  EXPECT_TRUE(watch.expired());
}

TEST(Tensor, HalfPrecisionConverts) {
  Tensor half = Tensor::zeros(DType::float16, {5});
  auto* bits = static_cast<std::uint16_t*>(half.data());
  bits[0] = 0x3C00;  // 1
  bits[1] = 0xC000;  // -2
  bits[2] = 0x0001;  // smallest subnormal
  bits[3] = 0x7BFF;  // largest finite
  bits[4] = 0x7C00;  // infinity
  const Tensor converted = half.to_float32();
  const auto values = converted.values<float>();
  EXPECT_EQ(values[0], 1.0F);
  EXPECT_EQ(values[1], -2.0F);
  EXPECT_EQ(values[2], 0x1p-24F);
  EXPECT_EQ(values[3], 65504.0F);
  EXPECT_EQ(values[4], std::numeric_limits<float>::infinity());
}

TEST(Tensor, BrainFloatAndIntegersConvert) {
  Tensor brain = Tensor::zeros(DType::bfloat16, {1});
  *static_cast<std::uint16_t*>(brain.data()) = 0x4049;
  const Tensor wide = brain.to_float32();
  EXPECT_EQ(wide.values<float>()[0], 3.140625F);
  Tensor integer = Tensor::zeros(DType::int64, {1});
  integer.values<std::int64_t>()[0] = -7;
  const Tensor cast = integer.to_float32();
  EXPECT_EQ(cast.values<float>()[0], -7.0F);
}

TEST(Tensor, StringsHaveNoFloatForm) {
  EXPECT_THROW((void)Tensor::zeros(DType::string, {1}).to_float32(), Error);
}

TEST(Tensor, ShapePrintsDynamicDimensions) { EXPECT_EQ(to_string(Shape{2, -1, 7}), "[2, ?, 7]"); }

TEST(NamedTensors, KeepOrderAndReplaceByName) {
  NamedTensors tensors;
  tensors.set("b", Tensor::zeros(DType::float32, {1}));
  tensors.set("a", Tensor::zeros(DType::float32, {2}));
  tensors.set("b", Tensor::zeros(DType::float32, {3}));
  ASSERT_EQ(tensors.size(), 2U);
  EXPECT_EQ(tensors.begin()->first, "b");
  EXPECT_EQ(tensors.at("b").dim(0), 3);
  EXPECT_EQ(tensors.find("c"), nullptr);
}

TEST(NamedTensors, AMissingNameListsThoseThereAre) {
  NamedTensors tensors;
  tensors.set("logits", Tensor::zeros(DType::float32, {1}));
  try {
    (void)tensors.at("scores");
    FAIL() << "an absent name was found";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "there is no tensor named 'scores'; the names are: logits");
  }
}

}  // namespace
}  // namespace penstock
