// SPDX-License-Identifier: Apache-2.0
#include "export/safetensors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <penstock/error.hpp>
#include <string>

#include "support/temporary_folder.hpp"

namespace penstock::native {
namespace {

using ::testing::HasSubstr;

std::string little_endian(std::uint64_t value) {
  std::string bytes;
  for (int i = 0; i < 8; ++i, value >>= 8U) bytes.push_back(static_cast<char>(value & 0xFFU));
  return bytes;
}

class SafetensorsTest : public ::testing::Test {
 protected:
  InputFile file(const std::string& bytes) {
    const auto path = folder_.path() / "model.safetensors";
    std::ofstream(path, std::ios::binary) << bytes;
    return InputFile(path);
  }
  TensorTable read(const std::string& header, const std::string& data = {}) {
    return read_safetensors(file(little_endian(header.size()) + header + data));
  }
  std::string refusal(const std::string& header, const std::string& data = {}) {
    return refusal_of(little_endian(header.size()) + header + data);
  }
  std::string refusal_of(const std::string& bytes) {
    try {
      (void)read_safetensors(file(bytes));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::io);
      EXPECT_THAT(error.what(), HasSubstr("model.safetensors"));
      return error.what();
    }
    return "accepted";
  }

 private:
  penstock::testing::TemporaryFolder folder_;
};

constexpr const char* kTwo =
    R"({"__metadata__":{"format":"pt"},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},)"
    R"("a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}})";

TEST_F(SafetensorsTest, PlacesTensorsInTheFile) {
  const TensorTable table = read(kTwo, std::string(8, 'x'));
  ASSERT_EQ(table.size(), 2U);
  const StoredTensor& b = table.at("b");
  EXPECT_EQ(b.dtype, DType::float16);
  EXPECT_EQ(b.shape, Shape{2});
  EXPECT_EQ(b.offset, 8 + std::string(kTwo).size() + 4);
  EXPECT_EQ(b.size, 4U);
  EXPECT_EQ(table.at("a").dtype, DType::float32);
}

TEST_F(SafetensorsTest, ReadsScalarsEmptyTensorsAndNone) {
  EXPECT_TRUE(read("{}").empty());
  const TensorTable table = read(R"({"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},)"
                                 R"("e":{"dtype":"F32","shape":[0,7],"data_offsets":[4,4]}})",
                                 "1234");
  EXPECT_EQ(table.at("s").size, 4U);
  EXPECT_EQ(table.at("e").size, 0U);
}

TEST_F(SafetensorsTest, FilesCutShortAreRefused) {
  EXPECT_THAT(refusal_of(""), HasSubstr("fewer than 8 bytes"));
  EXPECT_THAT(refusal_of("1234567"), HasSubstr("fewer than 8 bytes"));
  EXPECT_THAT(refusal_of(little_endian(100) + "{}"), HasSubstr("header would be 100 bytes"));
  EXPECT_THAT(refusal(kTwo, "1234567"), HasSubstr("lies at [4, 8] of 7"));
}

TEST_F(SafetensorsTest, AbsurdHeaderLengthsAreRefused) {
  EXPECT_THAT(refusal_of(little_endian(~std::uint64_t{0}) + "{}"), HasSubstr("at most"));
  EXPECT_THAT(refusal_of(little_endian(100'000'001) + "{}"), HasSubstr("at most"));
}

TEST_F(SafetensorsTest, BytesThatNoTensorOwnsAreRefused) {
  EXPECT_THAT(refusal(kTwo, std::string(9, 'x')), HasSubstr("tensors end"));
  EXPECT_THAT(refusal(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", "12"),
              HasSubstr("gap"));
}

TEST_F(SafetensorsTest, OverlappingTensorsAreRefused) {
  EXPECT_THAT(refusal(R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},)"
                      R"("b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                      "123"),
              HasSubstr("'b' overlaps"));
}

TEST_F(SafetensorsTest, SizesThatDoNotFitTheShapeAreRefused) {
  EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", "1234"),
              HasSubstr("tensor 'a' of the shape [2] and the dtype F32 has 4 bytes"));
  EXPECT_THAT(refusal(R"({"a":{"dtype":"F64","shape":[4294967296,4294967296],)"
                      R"("data_offsets":[0,0]}})"),
              HasSubstr("has 0 bytes"));
  EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", "1234"),
              HasSubstr("size -1"));
  EXPECT_THAT(refusal(R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", "1234"),
              HasSubstr("size 1.5"));
  EXPECT_THAT(refusal(R"({"a":{"dtype":"U8","shape":[18446744073709551615],)"
                      R"("data_offsets":[0,1]}})",
                      "1"),
              HasSubstr("size 18446744073709551615"));
}

TEST_F(SafetensorsTest, OffsetsThatAreNoneAreRefused) {
  for (const char* offsets :
       {"[4,0]", "[0]", "[0,4,8]", "[-4,0]", "[0,\"4\"]", "null", "[0,18446744073709551615]"}) {
    const std::string header =
        std::string(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":)") + offsets + "}}";
    EXPECT_THAT(refusal(header, "1234"), HasSubstr("tensor 'a'")) << offsets;
  }
}

TEST_F(SafetensorsTest, UnknownTypesAreRefused) {
  EXPECT_THAT(refusal(R"({"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}})", "1234"),
              HasSubstr("unknown dtype 'F33'"));
  EXPECT_THAT(refusal(R"({"a":{"shape":[1],"data_offsets":[0,4]}})", "1234"),
              HasSubstr("no dtype"));
  EXPECT_THAT(refusal(R"({"a":7})"), HasSubstr("no dtype"));
}

TEST_F(SafetensorsTest, HeadersThatAreNoObjectAreRefused) {
  EXPECT_THAT(refusal("[1]"), HasSubstr("does not start with '{'"));
  EXPECT_THAT(refusal("{\"a\""), HasSubstr("JSON"));
  EXPECT_THAT(refusal("{\"\xff\":1}"), HasSubstr("JSON"));
}

TEST_F(SafetensorsTest, NestingAMillionDeepIsRefused) {
  std::string header = "{\"a\":";
  for (int i = 0; i < 1'000'000; ++i) header += '[';
  EXPECT_THAT(refusal(header), HasSubstr("nests"));
}

TEST_F(SafetensorsTest, FoldersAndMissingFilesAreRefused) {
  const penstock::testing::TemporaryFolder folder;
  EXPECT_THROW(InputFile file(folder.path()), Error);
  EXPECT_THROW(InputFile file(folder.path() / "none"), Error);
}

}  // namespace
}  // namespace penstock::native
