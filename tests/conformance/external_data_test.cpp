// SPDX-License-Identifier: Apache-2.0
// Weights in a file beside the graph.
#include <gmock/gmock.h>

#include <penstock/error.hpp>

#include "conformance/candidates.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// The location is spelled within the graph; "../" and absolute paths of the same length stand in.
constexpr std::string_view kLocation = "external.weights";

class ExternalData : public BackendSuite {
 protected:
  void SetUp() override {
    BackendSuite::SetUp();
    if (!IsSkipped() && !GetParam().has_external_data)
      GTEST_SKIP() << "declared: this format has no external weights";
  }

  fs::path assemble(const TemporaryFolder& folder, std::string_view location = kLocation) const {
    std::string bytes = read_file(graph("external"));
    bytes.replace(bytes.find(kLocation), kLocation.size(), location);
    return folder.write("model" + GetParam().extension, bytes);
  }

  void expect_runs(const fs::path& path) const {
    SessionOptions options;
    options.model_path = path;
    expect_runs(options);
  }
  void expect_runs(const SessionOptions& options) const {
    const Session session(backend(), options);
    const std::vector<Tensor> inputs = {floats({1, 1, 3}, {1, 1, 1})};
    EXPECT_EQ(values_of(session.run(inputs)[0]), (std::vector<float>{6, 60}));
  }

  Error refusal(const fs::path& path) const {
    SessionOptions options;
    options.model_path = path;
    try {
      const Session session(backend(), options);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << path << " was accepted";
    return Error(ErrorCode::internal, "");
  }
};

TEST_P(ExternalData, IsReadFromBesideTheGraph) { expect_runs(graph("external")); }

TEST_P(ExternalData, OfAGraphInMemoryIsReadFromTheGivenFolder) {
  const std::string bytes = read_file(graph("external"));
  SessionOptions options;
  options.model_bytes = bytes;
  options.external_data_folder = data();
  const fs::path before = fs::current_path();
  expect_runs(options);
  EXPECT_EQ(fs::current_path(), before);
}

TEST_P(ExternalData, OfAGraphInMemoryNeedsAFolder) {
  const std::string bytes = read_file(graph("external"));
  SessionOptions options;
  options.model_bytes = bytes;
  EXPECT_THROW(Session(backend(), options), Error);
}

TEST_P(ExternalData, AMissingFileIsNamed) {
  const TemporaryFolder folder;
  const Error error = refusal(assemble(folder));
  EXPECT_EQ(error.code(), ErrorCode::not_found);
  EXPECT_THAT(error.what(), HasSubstr(std::string(kLocation)));
}

TEST_P(ExternalData, AFileCutShortIsNamedWithBothSizes) {
  const TemporaryFolder folder;
  folder.write(kLocation, std::string(10, '\0'));
  const Error error = refusal(assemble(folder));
  EXPECT_EQ(error.code(), ErrorCode::io);
  EXPECT_THAT(error.what(), HasSubstr("24 bytes"));
  EXPECT_THAT(error.what(), HasSubstr("10"));
}

TEST_P(ExternalData, OutsideTheFolderIsRefused) {
  const TemporaryFolder folder;
  for (const std::string_view location :
       {"../al.weights///", "/etc/ld.so.cache", "a/../../weights/"}) {
    ASSERT_EQ(location.size(), kLocation.size());
    const Error error = refusal(assemble(folder, location));
    EXPECT_EQ(error.code(), ErrorCode::invalid_argument) << error.what();
  }
}

// The Hugging Face cache: both files are links into ../../blobs, named by their hashes.
TEST_P(ExternalData, ThroughTheLinksOfTheHuggingFaceCache) {
  const TemporaryFolder folder;
  folder.write("blobs/aaaa", read_file(graph("external")));
  folder.write("blobs/bbbb", read_file(data() / kLocation));
  const fs::path snapshot = folder.path() / "snapshots" / "main";
  fs::create_directories(snapshot);
  fs::create_symlink("../../blobs/aaaa", snapshot / ("model" + GetParam().extension));
  fs::create_symlink("../../blobs/bbbb", snapshot / kLocation);
  expect_runs(snapshot / ("model" + GetParam().extension));
}

INSTANTIATE_TEST_SUITE_P(Every, ExternalData, ::testing::ValuesIn(candidates()), candidate_name);

}  // namespace
}  // namespace penstock::testing
