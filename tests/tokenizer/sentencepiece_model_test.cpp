// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <penstock/error.hpp>
#include <random>

#include "tokenizer/sentencepiece_support.hpp"

namespace penstock::converters {
namespace {

using namespace penstock::testing;  // the field writers

SentencePieceModel parse(const std::string& bytes) {
  return SentencePieceModel::parse(bytes, "x.model");
}

// The message of the one Error that the bytes give.
std::string refusal(const std::string& bytes) {
  try {
    (void)parse(bytes);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::io);
    EXPECT_NE(std::string(error.what()).find("x.model"), std::string::npos);
    return error.what();
  }
  return "accepted";
}

void expect_refused(const std::string& bytes, std::string_view because) {
  EXPECT_NE(refusal(bytes).find(because), std::string::npos) << refusal(bytes);
}

TEST(SentencePieceModel, ReadsPiecesAndSpecs) {
  const SentencePieceModel model = parse(
      piece_field("<unk>", 0, kUnknownPiece) + piece_field("é", -1.5F) +
      trainer_field(
          2, int_field(40, 7) + bytes_field(45, "?") + int_field(24, 1) + bytes_field(44, "!")) +
      bytes_field(3, bytes_field(2, "map") + int_field(3, 0) + int_field(4, 0) + int_field(5, 0)));
  ASSERT_EQ(model.pieces.size(), 2U);
  EXPECT_EQ(model.pieces[1].text, "é");
  EXPECT_EQ(model.pieces[1].score, -1.5F);
  EXPECT_EQ(model.pieces[0].type, PieceType::unknown);
  EXPECT_EQ(model.model_type, SentencePieceModel::kBpe);
  EXPECT_EQ(model.unk_id, 7);
  EXPECT_EQ(model.unk_piece, "?");
  EXPECT_EQ(model.unk_surface, "!");
  EXPECT_TRUE(model.treat_whitespace_as_suffix);
  EXPECT_EQ(model.precompiled_charsmap, "map");
  EXPECT_FALSE(model.add_dummy_prefix || model.remove_extra_whitespaces ||
               model.escape_whitespaces);
}

TEST(SentencePieceModel, DefaultsAreThoseOfTheSchema) {
  const SentencePieceModel model =
      parse(bytes_field(1, bytes_field(1, "a")) + piece_field("<unk>", 0, kUnknownPiece));
  EXPECT_EQ(model.pieces[0].type, PieceType::normal);
  EXPECT_EQ(model.model_type, SentencePieceModel::kUnigram);
  EXPECT_EQ(model.unk_piece, "<unk>");
  EXPECT_TRUE(model.add_dummy_prefix && model.remove_extra_whitespaces);
}

TEST(SentencePieceModel, UnknownFieldsOfEveryWireTypeAreSkipped) {
  const std::string group = tag(9, 3) + int_field(1, 5) + tag(2, 3) + tag(2, 4) + tag(9, 4);
  const std::string unknown = int_field(100, 5) + tag(101, 1) + std::string(8, 'x') +
                              bytes_field(102, "abc") + float_field(103, 1) + group;
  EXPECT_EQ(parse(unknown + small_model() + unknown).pieces.size(), 7U);
}

TEST(SentencePieceModel, AFieldOfAnotherWireTypeIsUnknown) {
  const std::string piece = bytes_field(1, bytes_field(1, "z") + int_field(2, 3));
  EXPECT_EQ(parse(small_model() + piece + int_field(1, 4)).pieces.back().score, 0.0F);
}

TEST(SentencePieceModel, AnUnknownPieceTypeCountsAsAbsent) {
  EXPECT_EQ(parse(small_model() + piece_field("z", 0, 99)).pieces.back().type, PieceType::normal);
}

TEST(SentencePieceModel, EveryTruncationIsReadOrRefused) {
  const std::string whole = small_model();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    try {
      (void)parse(whole.substr(0, size));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::io);
    }
  }
}

TEST(SentencePieceModel, AnAbsurdLengthIsRefused) {
  expect_refused(small_model() + tag(1, 2) + varint(UINT64_MAX), "beyond the end");
  expect_refused(small_model() + tag(1, 2) + varint(std::uint64_t{1} << 40), "beyond the end");
}

TEST(SentencePieceModel, ANumberThatNeverEndsIsRefused) {
  expect_refused(small_model() + tag(100, 0) + std::string(11, '\xFF'), "longer than ten bytes");
  expect_refused(small_model() + tag(100, 0) + "\xFF", "cut off");
}

TEST(SentencePieceModel, FieldNumberZeroIsRefused) {
  expect_refused(small_model() + int_field(0, 1), "no valid number");
}

TEST(SentencePieceModel, AWireTypeThatDoesNotExistIsRefused) {
  expect_refused(small_model() + tag(100, 6), "no known wire type");
  expect_refused(small_model() + tag(100, 7), "no known wire type");
}

TEST(SentencePieceModel, GroupsMustMatchAndEnd) {
  expect_refused(small_model() + tag(100, 4), "no known wire type");
  expect_refused(small_model() + tag(100, 3), "cut off");
  expect_refused(small_model() + tag(100, 3) + tag(101, 4), "did not begin");
}

TEST(SentencePieceModel, GroupsWithinGroupsAreBounded) {
  std::string nested;
  for (int i = 0; i < 100000; ++i) nested += tag(100, 3);
  expect_refused(small_model() + nested, "too deeply");
}

TEST(SentencePieceModel, APieceThatIsNotUtf8IsRefused) {
  expect_refused(small_model() + piece_field("\xC3"), "not UTF-8");
}

TEST(SentencePieceModel, AScoreThatIsNoNumberIsRefused) {
  expect_refused(small_model() + piece_field("z", std::nanf("")), "not a number");
  expect_refused(small_model() + piece_field("z", HUGE_VALF), "not a number");
}

TEST(SentencePieceModel, MissingPiecesAreRefused) {
  expect_refused("", "no pieces");
  expect_refused(trainer_field(1), "no pieces");
  expect_refused(piece_field("<unk>", 0, kUnknownPiece), "but reserved ones");
}

TEST(SentencePieceModel, AnEmptyPieceIsRefused) {
  expect_refused(small_model() + piece_field(""), "an empty piece");
}

TEST(SentencePieceModel, TheUnknownPieceMustBeThereOnce) {
  expect_refused(piece_field("a"), "no unknown piece");
  expect_refused(small_model() + piece_field("?", 0, kUnknownPiece), "two unknown pieces");
}

TEST(SentencePieceModel, ARepeatedPieceIsRefused) {
  expect_refused(small_model() + piece_field("ab"), "'ab' is repeated");
  expect_refused(small_model(2) + piece_field("ab", 0, kControlPiece), "'ab' is repeated");
}

TEST(SentencePieceModel, AReservedPieceOfAUnigramModelMayRepeatAUsualOne) {
  const SentencePieceModel model = parse(small_model() + piece_field("ab", 0, kControlPiece));
  EXPECT_EQ(PieceIds(model).id_of("ab"), 7U);
}

TEST(SentencePieceModel, BytePiecesMustBeComplete) {
  const std::string says_bytes = trainer_field(1, int_field(35, 1));
  expect_refused(small_model() + says_bytes, "256 byte pieces");
  expect_refused(small_model() + piece_field("<0x0A>", 0, kBytePiece), "byte piece");
  expect_refused(small_model() + says_bytes + piece_field("<0x0a>", 0, kBytePiece), "byte piece");
}

TEST(SentencePieceModel, RandomBytesAreReadOrRefused) {
  std::mt19937 random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string bytes = round % 2 == 0 ? std::string() : small_model();
    if (bytes.empty()) {
      bytes.resize(random() % 64);
      for (char& byte : bytes) byte = static_cast<char>(random());
    } else {
      for (int i = 0; i < 3; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    try {
      EXPECT_FALSE(parse(bytes).pieces.empty());
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::io);
    }
  }
}

TEST(SentencePieceModel, ATextThatIsNoPieceHasTheUnknownId) {
  const SentencePieceModel model = parse(piece_field("a") + piece_field("?", 0, kUnknownPiece));
  EXPECT_EQ(PieceIds(model).id_of("a"), 0U);
  EXPECT_EQ(PieceIds(model).id_of("b"), 1U);
}

}  // namespace
}  // namespace penstock::converters
