// SPDX-License-Identifier: Apache-2.0
#include "export/torch_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <penstock/error.hpp>
#include <string>

#include "export/checkpoint.hpp"
#include "export/pickle.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::native {
namespace {

using ::testing::HasSubstr;

constexpr const char* kArchive = PENSTOCK_TEST_DATA "/export/bert-old-names/pytorch_model.bin";
constexpr const char* kOldFile = PENSTOCK_TEST_DATA "/export/bert-untied/pytorch_model.bin";

std::string contents(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string refusal(std::string_view pickle) {
  try {
    (void)read_pickle(pickle, "model.bin");
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("model.bin"));
    return error.what();
  }
  return "accepted";
}

// Reads the bytes as a file; true when they were refused by an Error.
bool is_refused(const std::string& bytes) {
  const penstock::testing::TemporaryFolder folder;
  const auto path = folder.path() / "pytorch_model.bin";
  std::ofstream(path, std::ios::binary) << bytes;
  try {
    (void)read_torch_file(InputFile(path));
  } catch (const Error&) {
    return true;
  }
  return false;
}

TEST(TorchFile, BothFormsHoldTheSameKindOfTable) {
  for (const char* path : {kArchive, kOldFile}) {
    const TensorTable table = read_torch_file(InputFile(path));
    const StoredTensor& words = table.at("bert.embeddings.word_embeddings.weight");
    EXPECT_EQ(words.dtype, DType::float32);
    EXPECT_EQ(words.shape, (Shape{40, 12}));
    EXPECT_EQ(words.size, 40U * 12U * 4U);
  }
}

TEST(TorchFile, EveryTruncationIsRefused) {
  for (const char* path : {kArchive, kOldFile}) {
    const std::string whole = contents(path);
    for (std::size_t size = 0; size < whole.size(); size += 97)
      EXPECT_TRUE(is_refused(whole.substr(0, size))) << path << " " << size;
  }
}

TEST(TorchFile, DamagedBytesNeverDoMoreThanThrow) {
  for (const char* path : {kArchive, kOldFile}) {
    const std::string whole = contents(path);
    for (std::size_t at = 0; at < whole.size(); at += 61) {
      std::string damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
      (void)is_refused(damaged);
    }
  }
}

TEST(TorchFile, OtherFilesAreRefused) {
  EXPECT_TRUE(is_refused(""));
  EXPECT_TRUE(is_refused("PK"));
  EXPECT_TRUE(is_refused("version https://git-lfs.github.com/spec/v1\n"));
  EXPECT_TRUE(is_refused(std::string("PK\5\6", 4) + std::string(18, '\0')));
}

TEST(Pickle, CallsOfAnythingButTorchAreRefusedByName) {
  EXPECT_THAT(refusal("\x80\x02"
                      "cposix\nsystem\nX\x02\0\0\0ls\x85R."),
              HasSubstr("'posix.system'"));
  EXPECT_THAT(refusal("cbuiltins\neval\n."), HasSubstr("'builtins.eval'"));
  EXPECT_THAT(refusal("\x80\x04\x8c\x05posix\x8c\x06system\x93."), HasSubstr("'posix.system'"));
}

TEST(Pickle, OpcodesThatNoCheckpointNeedsAreRefused) {
  EXPECT_THAT(refusal("(iposix\nsystem\n."), HasSubstr("opcode"));  // INST
  EXPECT_THAT(refusal("\x82\x01."), HasSubstr("opcode"));           // EXT1
  EXPECT_THAT(refusal("(cposix\n"), HasSubstr("cut short"));
}

TEST(Pickle, StackUnderflowsAreRefused) {
  using namespace std::string_view_literals;
  for (const std::string_view bad :
       {"."sv, "t."sv, "R."sv, "(R."sv, "s."sv, "u."sv, "a."sv, "\x85."sv, "Q."sv, "h\x05."sv,
        "q\x01."sv, "b."sv, "(e."sv, "NN\x86R."sv})
    EXPECT_THAT(refusal(bad), HasSubstr("pickle")) << bad;
}

TEST(Pickle, LengthsBeyondTheEndAreRefused) {
  using namespace std::string_view_literals;
  for (const std::string_view bad :
       {"X\xff\xff\xff\xff"sv, "\x8d\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\x8a\xff"sv, "J\1"sv,
        "\x8c\5ab"sv, ""sv})
    EXPECT_THAT(refusal(bad), HasSubstr("cut short"));
}

TEST(Pickle, ATupleAMillionDeepIsOnlyDeep) {
  std::string deep = "N";
  deep.append(1'000'000, '\x85');
  const Pickle pickle = read_pickle(deep + ".", "model.bin");
  EXPECT_EQ(pickle.values.size(), 1'000'001U);
}

TEST(Pickle, NumbersAreWhatPythonWrote) {
  using namespace std::string_view_literals;
  const auto number = [](std::string_view bytes) {
    const Pickle pickle = read_pickle(bytes, "model.bin");
    return pickle.at(pickle.root).integer;
  };
  EXPECT_EQ(number("K\xff."sv), 255);
  EXPECT_EQ(number("M\x01\x02."sv), 513);
  EXPECT_EQ(number("J\xff\xff\xff\xff."sv), -1);
  EXPECT_EQ(number("\x8a\x02\x00\x80."sv), -32768);
  EXPECT_EQ(number("\x8a\x05\x00\x00\x00\x00\x01."sv), 4294967296);
}

}  // namespace
}  // namespace penstock::native
