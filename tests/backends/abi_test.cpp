// SPDX-License-Identifier: Apache-2.0
// The layout of the C table: a change here breaks every plug-in and needs a new ABI number.
#include <gtest/gtest.h>
#include <penstock/backend_abi.h>

#include <cstddef>
#include <penstock/tensor.hpp>

namespace penstock {
namespace {

static_assert(sizeof(void*) == 8, "the numbers below are those of 64-bit systems");

TEST(Abi, TheNumberIsOne) { EXPECT_EQ(PENSTOCK_BACKEND_ABI_VERSION, 1U); }

TEST(Abi, SizesOfTheStructs) {
  EXPECT_EQ(sizeof(PenstockError), 16U);
  EXPECT_EQ(sizeof(PenstockPort), 24U);
  EXPECT_EQ(sizeof(PenstockTensor), 56U);
  EXPECT_EQ(sizeof(PenstockKeyValue), 16U);
  EXPECT_EQ(sizeof(PenstockSessionOptions), 64U);
  EXPECT_EQ(sizeof(PenstockCancel), 24U);
  EXPECT_EQ(sizeof(PenstockTimings), 8U);
  EXPECT_EQ(sizeof(PenstockRunArgs), 72U);
  EXPECT_EQ(sizeof(PenstockStringList), 32U);
  EXPECT_EQ(sizeof(PenstockBackend), 128U);
}

TEST(Abi, OffsetsOfATensor) {
  EXPECT_EQ(offsetof(PenstockTensor, rank), 4U);
  EXPECT_EQ(offsetof(PenstockTensor, shape), 8U);
  EXPECT_EQ(offsetof(PenstockTensor, data), 16U);
  EXPECT_EQ(offsetof(PenstockTensor, byte_size), 24U);
  EXPECT_EQ(offsetof(PenstockTensor, value), 32U);
  EXPECT_EQ(offsetof(PenstockTensor, release), 40U);
  EXPECT_EQ(offsetof(PenstockTensor, private_data), 48U);
}

TEST(Abi, OffsetsOfARun) {
  EXPECT_EQ(offsetof(PenstockRunArgs, inputs), 8U);
  EXPECT_EQ(offsetof(PenstockRunArgs, outputs), 24U);
  EXPECT_EQ(offsetof(PenstockRunArgs, keep_on_backend), 40U);
  EXPECT_EQ(offsetof(PenstockRunArgs, state), 48U);
  EXPECT_EQ(offsetof(PenstockRunArgs, cancel), 56U);
  EXPECT_EQ(offsetof(PenstockRunArgs, timings), 64U);
}

TEST(Abi, OffsetsOfTheTable) {
  EXPECT_EQ(offsetof(PenstockBackend, name), 8U);
  EXPECT_EQ(offsetof(PenstockBackend, capabilities), 16U);
  EXPECT_EQ(offsetof(PenstockBackend, private_data), 24U);
  EXPECT_EQ(offsetof(PenstockBackend, runtime_version), 32U);
  EXPECT_EQ(offsetof(PenstockBackend, session_create), 48U);
  EXPECT_EQ(offsetof(PenstockBackend, session_run), 80U);
  EXPECT_EQ(offsetof(PenstockBackend, state_create), 88U);
  EXPECT_EQ(offsetof(PenstockBackend, state_release), 112U);
  EXPECT_EQ(offsetof(PenstockBackend, release), 120U);
}

TEST(Abi, ElementTypesAreThoseOfDType) {
  EXPECT_EQ(static_cast<int>(DType::undefined), PENSTOCK_DTYPE_UNDEFINED);
  EXPECT_EQ(static_cast<int>(DType::float32), PENSTOCK_FLOAT32);
  EXPECT_EQ(static_cast<int>(DType::float16), PENSTOCK_FLOAT16);
  EXPECT_EQ(static_cast<int>(DType::bfloat16), PENSTOCK_BFLOAT16);
  EXPECT_EQ(static_cast<int>(DType::int32), PENSTOCK_INT32);
  EXPECT_EQ(static_cast<int>(DType::int64), PENSTOCK_INT64);
  EXPECT_EQ(static_cast<int>(DType::boolean), PENSTOCK_BOOL);
  EXPECT_EQ(static_cast<int>(DType::string), PENSTOCK_STRING);
}

}  // namespace
}  // namespace penstock
