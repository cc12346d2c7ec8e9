// SPDX-License-Identifier: Apache-2.0
// What every backend does when a graph is opened, and how it refuses.
#include <gmock/gmock.h>

#include <filesystem>
#include <penstock/error.hpp>
#include <random>

#include "conformance/candidates.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;

class Load : public BackendSuite {
 protected:
  // Opens a file that must be refused; returns the error.
  Error refusal(const std::filesystem::path& path) const {
    SessionOptions options;
    options.model_path = path;
    return refusal(options);
  }
  Error refusal(const SessionOptions& options) const {
    try {
      const Session session(backend(), options);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << options.model_path << " was accepted";
    return Error(ErrorCode::internal, "");
  }
  void expect_still_works() const {
    const Session session = open("add");
    const std::vector<Tensor> inputs = {floats({1, 1}, {1}), floats({1, 1}, {2})};
    EXPECT_EQ(values_of(session.run(inputs)[0]), std::vector<float>{3});
  }
};

TEST_P(Load, TellsTheRuntimesVersionAndItsDevices) {
  EXPECT_THAT(backend()->runtime_version(), ::testing::ContainsRegex("[0-9]+\\.[0-9]+"));
  EXPECT_FALSE(backend()->devices().empty());
}

TEST_P(Load, ListsPortsInTheGraphsOrderWithTypeAndShape) {
  const Session session = open("add");
  ASSERT_EQ(session.inputs().size(), 2U);
  EXPECT_EQ(session.inputs()[0].name, "x");
  EXPECT_EQ(session.inputs()[1].name, "y");
  EXPECT_EQ(session.inputs()[0].dtype, DType::float32);
  EXPECT_EQ(session.inputs()[0].shape, (Shape{-1, -1}));
  ASSERT_EQ(session.outputs().size(), 1U);
  EXPECT_EQ(session.outputs()[0].name, "sum");
}

TEST_P(Load, NamesOfOutputsAreThoseOfTheGraph) {
  const Session session = open("through");
  ASSERT_EQ(session.outputs().size(), 2U);
  EXPECT_EQ(session.outputs()[0].name, "same");
  EXPECT_EQ(session.outputs()[1].name, "twice");
}

TEST_P(Load, AMissingFileIsNamed) {
  const Error error = refusal(graph("no_such_graph"));
  EXPECT_EQ(error.code(), ErrorCode::not_found);
  EXPECT_THAT(error.what(), HasSubstr("no_such_graph"));
}

TEST_P(Load, AFolderInsteadOfAFileIsNamed) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / ("folder" + GetParam().extension);
  std::filesystem::create_directory(path);
  EXPECT_THAT(refusal(path).what(), HasSubstr("folder"));
}

TEST_P(Load, AnEmptyFileIsNamed) {
  const TemporaryFolder folder;
  const Error error = refusal(folder.write("empty" + GetParam().extension, ""));
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_THAT(error.what(), HasSubstr("empty"));
  expect_still_works();
}

TEST_P(Load, EveryTruncationIsAnErrorOrAGraph) {
  const TemporaryFolder folder;
  const std::string intact = read_file(graph("add"));
  for (std::size_t size = 1; size < intact.size(); size += 1 + intact.size() / 80) {
    SessionOptions options;
    options.model_path = folder.write("cut" + GetParam().extension, intact.substr(0, size));
    try {
      const Session session(backend(), options);
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("cut")) << size;
    }
  }
  expect_still_works();
}

TEST_P(Load, RandomBytesAreAnError) {
  const TemporaryFolder folder;
  std::mt19937 generator(7);
  for (int round = 0; round < 20; ++round) {
    std::string bytes(static_cast<std::size_t>(1 + 100 * round), '\0');
    for (char& byte : bytes) byte = static_cast<char>(generator() & 0xFFU);
    EXPECT_THAT(refusal(folder.write("random" + GetParam().extension, bytes)).what(),
                HasSubstr("random"));
  }
  expect_still_works();
}

TEST_P(Load, ATextOfAnotherKindIsAnError) {
  const TemporaryFolder folder;
  const auto path = folder.write("text" + GetParam().extension, "version https://git-lfs\noid 1\n");
  EXPECT_THAT(refusal(path).what(), HasSubstr("text"));
}

TEST_P(Load, AGraphInMemoryIsTheSameGraph) {
  const std::string bytes = read_file(graph("add"));
  SessionOptions options;
  options.model_bytes = bytes;
  const Session session(backend(), options);
  const std::vector<Tensor> inputs = {floats({1, 2}, {1, 2}), floats({1, 2}, {10, 20})};
  EXPECT_EQ(values_of(session.run(inputs)[0]), (std::vector<float>{11, 22}));
}

TEST_P(Load, EmptyMemoryIsAnError) { EXPECT_EQ(refusal(SessionOptions{}).code(), ErrorCode::io); }

TEST_P(Load, AnUnknownOptionIsNamedWithThoseThatExist) {
  SessionOptions options;
  options.model_path = graph("add");
  options.options = {{"no_such_option", "1"}};
  const Error error = refusal(options);
  EXPECT_EQ(error.code(), ErrorCode::invalid_argument);
  EXPECT_THAT(error.what(), HasSubstr("no_such_option"));
  EXPECT_THAT(error.what(), HasSubstr("it knows"));
}

INSTANTIATE_TEST_SUITE_P(Every, Load, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
