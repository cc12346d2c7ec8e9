// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// The files that SentencePiece writes: spiece.model, sentencepiece.bpe.model, tokenizer.model, ...

namespace penstock::converters {

// The numbers are those of the file (ModelProto.SentencePiece.Type).
enum class PieceType : std::uint8_t {
  normal = 1,
  unknown = 2,
  control = 3,
  user_defined = 4,
  unused = 5,
  byte = 6,
};

struct SentencePiece {
  std::string text;  // valid UTF-8, not empty
  float score = 0;   // finite
  PieceType type = PieceType::normal;
};

// What tokenizers need of a ModelProto; defaults are those of its schema.
struct SentencePieceModel {
  static constexpr std::int32_t kUnigram = 1;
  static constexpr std::int32_t kBpe = 2;

  std::vector<SentencePiece> pieces;  // at least one
  // trainer_spec
  std::int32_t model_type = kUnigram;  // 3 and 4: words and characters
  bool byte_fallback = false;
  bool treat_whitespace_as_suffix = false;
  std::int32_t unk_id = 0;  // as written; piece_to_id goes by the piece of type unknown
  std::string unk_piece = "<unk>";
  std::string unk_surface = " \xE2\x81\x87 ";  // what it is decoded to
  // normalizer_spec
  std::string precompiled_charsmap;
  bool add_dummy_prefix = true;
  bool remove_extra_whitespaces = true;
  bool escape_whitespaces = true;

  // As SentencePieceProcessor::Load accepts the bytes: throws Error{io} when they are no ModelProto
  // or when pieces are missing, repeated or inconsistent. `origin` names the file in errors.
  [[nodiscard]] static SentencePieceModel parse(std::string_view bytes, std::string_view origin);
  [[nodiscard]] static SentencePieceModel read(const std::filesystem::path& path);
};

// SentencePieceProcessor::PieceToId. The model must outlive it.
class PieceIds {
 public:
  explicit PieceIds(const SentencePieceModel& model);

  // The unknown piece's id for a text that is no piece.
  [[nodiscard]] std::uint32_t id_of(std::string_view text) const;

 private:
  std::unordered_map<std::string_view, std::uint32_t> normal_;
  std::unordered_map<std::string_view, std::uint32_t> reserved_;  // control, unknown, byte
  std::uint32_t unknown_ = 0;
};

}  // namespace penstock::converters
