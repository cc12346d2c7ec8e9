// SPDX-License-Identifier: Apache-2.0
// A wrong call gets one clear error, and the next call is unharmed.
#include <gmock/gmock.h>

#include <penstock/error.hpp>

#include "conformance/candidates.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;

class Failure : public BackendSuite {
 protected:
  void SetUp() override {
    BackendSuite::SetUp();
    if (backend() != nullptr) session_ = std::make_unique<Session>(backend(), options());
  }

  Error refusal(const std::vector<Tensor>& inputs, const RunOptions& run_options = {}) {
    try {
      (void)session_->run(inputs, run_options);
    } catch (const Error& error) {
      expect_still_works();
      return error;
    }
    ADD_FAILURE() << "the call was accepted";
    return Error(ErrorCode::internal, "");
  }

  void expect_still_works() {
    const std::vector<Tensor> inputs = {floats({1, 1}, {1}), floats({1, 1}, {2})};
    EXPECT_EQ(values_of(session_->run(inputs)[0]), std::vector<float>{3});
  }

  [[nodiscard]] SessionOptions options() const {
    SessionOptions given;
    given.model_path = graph("add");
    return given;
  }

  std::unique_ptr<Session> session_;
};

TEST_P(Failure, TooFewInputs) {
  const Error error = refusal({floats({1, 1}, {1})});
  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  EXPECT_THAT(error.what(), HasSubstr("2 inputs"));
}

TEST_P(Failure, AnotherElementTypeIsNamedWithTheDeclaredOne) {
  const Error error = refusal({Tensor::zeros(DType::int64, {1, 1}), floats({1, 1}, {1})});
  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  EXPECT_THAT(error.what(), HasSubstr("'x'"));
  EXPECT_THAT(error.what(), HasSubstr("float32"));
  EXPECT_THAT(error.what(), HasSubstr("int64"));
}

TEST_P(Failure, AnEmptyTensor) { (void)refusal({Tensor(), floats({1, 1}, {1})}); }

TEST_P(Failure, ATensorWithoutData) {
  (void)refusal({Tensor::borrow(DType::float32, {1, 1}, nullptr), floats({1, 1}, {1})});
}

TEST_P(Failure, ShapesThatDoNotFitEachOtherCarryTheRuntimesWords) {
  const Error error = refusal({floats({1, 2}, {1, 2}), floats({1, 3}, {1, 2, 3})});
  EXPECT_EQ(error.code(), ErrorCode::backend);
  EXPECT_GT(std::string(error.what()).size(), 20U);
}

TEST_P(Failure, AnotherRankThanDeclared) {
  if (!GetParam().calculates) return;
  const Error error = refusal({floats({1, 1, 1}, {1}), floats({1, 1, 1}, {2})});
  EXPECT_EQ(error.code(), ErrorCode::backend);
}

TEST_P(Failure, AnOutputOfAnotherSizeInTheCallersMemory) {
  if (!session_->can_bind_outputs()) return;
  const Tensor small = floats({1, 1}, {0});
  RunOptions given;
  given.outputs = {&small, 1};
  (void)refusal({floats({1, 2}, {1, 2}), floats({1, 2}, {1, 2})}, given);
}

TEST_P(Failure, AnOutputOfAnotherTypeInTheCallersMemory) {
  if (!session_->can_bind_outputs()) return;
  const Tensor wrong = Tensor::zeros(DType::int32, {1, 1});
  RunOptions given;
  given.outputs = {&wrong, 1};
  const Error error = refusal({floats({1, 1}, {1}), floats({1, 1}, {2})}, given);
  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
}

TEST_P(Failure, AskedToStopBeforeItStarts) {
  if ((backend()->capabilities() & PENSTOCK_CAN_CANCEL) == 0) return;
  std::stop_source source;
  source.request_stop();
  RunOptions given;
  given.stop = source.get_token();
  const Error error = refusal({floats({1, 1}, {1}), floats({1, 1}, {2})}, given);
  EXPECT_EQ(error.code(), ErrorCode::cancelled);
}

TEST_P(Failure, AnotherLengthThanTheGraphsFixedOne) {
  if (!GetParam().calculates) return;
  const Session fixed = open("fixed");
  const Tensor other = floats({2, 3}, {1, 2, 3, 4, 5, 6});
  if (GetParam().checks_fixed_shapes)
    EXPECT_THROW((void)fixed.run(std::span(&other, 1)), Error);
  else
    EXPECT_EQ(values_of(fixed.run(std::span(&other, 1))[0]),
              (std::vector<float>{2, 4, 6, 8, 10, 12}));
  const Tensor declared = floats({1, 4}, {1, 2, 3, 4});
  EXPECT_EQ(values_of(fixed.run(std::span(&declared, 1))[0]), (std::vector<float>{2, 4, 6, 8}));
}

INSTANTIATE_TEST_SUITE_P(Every, Failure, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
