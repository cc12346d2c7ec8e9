// SPDX-License-Identifier: Apache-2.0
// What the kit for backends gives to their runs and to the opening of their runtimes.
#include "sdk/run_tensors.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>

#include "sdk/dtype_pairs.hpp"
#include "sdk/failure.hpp"
#include "sdk/on_first_use.hpp"

namespace penstock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

PenstockTensor tensor_at(void* data, std::uint64_t byte_size) {
  PenstockTensor tensor{};
  tensor.data = data;
  tensor.byte_size = byte_size;
  return tensor;
}

TEST(RunTensors, SharedBytesOverlap) {
  std::array<char, 8> bytes{};
  EXPECT_TRUE(sdk::overlap(tensor_at(bytes.data(), 8), tensor_at(&bytes[4], 4)));
  EXPECT_TRUE(sdk::overlap(tensor_at(&bytes[4], 4), tensor_at(bytes.data(), 8)));
}

TEST(RunTensors, NeighboursDoNotOverlap) {
  std::array<char, 8> bytes{};
  EXPECT_FALSE(sdk::overlap(tensor_at(bytes.data(), 4), tensor_at(&bytes[4], 4)));
}

TEST(RunTensors, NothingOverlapsWithoutData) {
  char byte = 0;
  EXPECT_FALSE(sdk::overlap(tensor_at(nullptr, 8), tensor_at(&byte, 1)));
  EXPECT_FALSE(sdk::overlap(tensor_at(&byte, 1), tensor_at(nullptr, 8)));
}

TEST(RunTensors, NoElementsHaveAPlace) {
  char byte = 0;
  EXPECT_NE(sdk::data_or_place(tensor_at(nullptr, 0)), nullptr);
  EXPECT_EQ(sdk::data_or_place(tensor_at(&byte, 1)), &byte);
}

void expect_refused(std::size_t rank, PenstockDType dtype, const std::string& words) {
  try {
    sdk::check_output("logits", rank, dtype);
    ADD_FAILURE() << "taken";
  } catch (const sdk::Failure& failure) {
    EXPECT_EQ(failure.status(), PENSTOCK_UNSUPPORTED);
    EXPECT_THAT(failure.what(), AllOf(HasSubstr("'logits'"), HasSubstr(words)));
  }
}

TEST(RunTensors, OutputsThatTheTableCannotDescribeAreRefused) {
  EXPECT_NO_THROW(sdk::check_output("logits", sdk::kMaxRank, PENSTOCK_BOOL));
  expect_refused(sdk::kMaxRank + 1, PENSTOCK_FLOAT32, "rank 17");
  expect_refused(1, PENSTOCK_STRING, "string");
  expect_refused(1, PENSTOCK_DTYPE_UNDEFINED, "undefined");
}

TEST(DTypePairs, BothWays) {
  using Pair = sdk::DTypePair<char>;
  constexpr std::array kPairs{Pair{PENSTOCK_FLOAT32, 'f'}, Pair{PENSTOCK_INT64, 'i'}};
  EXPECT_EQ(sdk::find_ours(kPairs, 'i'), PENSTOCK_INT64);
  EXPECT_EQ(sdk::find_ours(kPairs, 'x'), PENSTOCK_DTYPE_UNDEFINED);
  EXPECT_EQ(sdk::find_theirs(kPairs, PENSTOCK_FLOAT32, '?'), 'f');
  EXPECT_EQ(sdk::find_theirs(kPairs, PENSTOCK_BOOL, '?'), '?');
}

struct Runtime {
  explicit Runtime(const std::string& library) : name(library) {
    if (library.empty()) throw std::runtime_error("no library");
  }
  std::string name;
};

TEST(OnFirstUse, IsMadeOnceAndShared) {
  sdk::OnFirstUse<Runtime> runtime;
  const auto first = runtime.get(std::string("a"));
  EXPECT_EQ(runtime.get(std::string("b")), first);
  EXPECT_EQ(first->name, "a");
}

TEST(OnFirstUse, AFailureIsNotRemembered) {
  sdk::OnFirstUse<Runtime> runtime;
  EXPECT_THROW((void)runtime.get(std::string()), std::runtime_error);
  EXPECT_EQ(runtime.get(std::string("a"))->name, "a");
}

}  // namespace
}  // namespace penstock
