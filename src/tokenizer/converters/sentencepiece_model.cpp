// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/converters/sentencepiece_model.hpp"

#include <cmath>
#include <optional>
#include <penstock/error.hpp>
#include <unordered_set>

#include "core/utf8.hpp"
#include "tokenizer/converters/protobuf_fields.hpp"
#include "tokenizer/text_file.hpp"

namespace penstock::converters {
namespace {

// Field numbers of sentencepiece_model.proto.
constexpr std::uint32_t kModelPieces = 1;
constexpr std::uint32_t kModelTrainerSpec = 2;
constexpr std::uint32_t kModelNormalizerSpec = 3;
constexpr std::uint32_t kPieceText = 1;
constexpr std::uint32_t kPieceScore = 2;
constexpr std::uint32_t kPieceType = 3;
constexpr std::uint32_t kTrainerModelType = 3;
constexpr std::uint32_t kTrainerWhitespaceAsSuffix = 24;
constexpr std::uint32_t kTrainerByteFallback = 35;
constexpr std::uint32_t kTrainerUnkId = 40;
constexpr std::uint32_t kTrainerUnkSurface = 44;
constexpr std::uint32_t kTrainerUnkPiece = 45;
constexpr std::uint32_t kNormalizerCharsmap = 2;
constexpr std::uint32_t kNormalizerDummyPrefix = 3;
constexpr std::uint32_t kNormalizerExtraWhitespaces = 4;
constexpr std::uint32_t kNormalizerEscapeWhitespaces = 5;

// Protobuf leaves a member as it is when a field of its number is of no use.
template <typename Member, typename Value>
void take(Member& member, const std::optional<Value>& value) {
  if (value) member = Member(*value);
}

void take_text(std::string& member, const ProtobufFields& field) {
  const auto bytes = field.bytes();
  if (bytes && !utf8::is_valid(*bytes)) field.fail("a piece is not UTF-8");
  take(member, bytes);
}

// An enum value that the schema does not know is as if it were not there.
std::optional<std::int32_t> known_value(const ProtobufFields& field, std::int32_t largest) {
  const auto value = field.int32();
  return value && *value >= 1 && *value <= largest ? value : std::nullopt;
}

SentencePiece parse_piece(std::string_view bytes, std::string_view origin) {
  SentencePiece piece;
  ProtobufFields field(bytes, origin);
  while (field.next()) {
    switch (field.number()) {
      case kPieceText: take_text(piece.text, field); break;
      case kPieceScore: take(piece.score, field.float32()); break;
      case kPieceType: take(piece.type, known_value(field, 6)); break;
      default: break;
    }
  }
  if (!std::isfinite(piece.score)) field.fail("a piece's score is not a number");
  return piece;
}

void parse_trainer_spec(std::string_view bytes, std::string_view origin,
                        SentencePieceModel& model) {
  ProtobufFields field(bytes, origin);
  while (field.next()) {
    switch (field.number()) {
      case kTrainerModelType: take(model.model_type, known_value(field, 4)); break;
      case kTrainerWhitespaceAsSuffix:
        take(model.treat_whitespace_as_suffix, field.boolean());
        break;
      case kTrainerByteFallback: take(model.byte_fallback, field.boolean()); break;
      case kTrainerUnkId: take(model.unk_id, field.int32()); break;
      case kTrainerUnkPiece: take_text(model.unk_piece, field); break;
      case kTrainerUnkSurface: take_text(model.unk_surface, field); break;
      default: break;
    }
  }
}

void parse_normalizer_spec(std::string_view bytes, std::string_view origin,
                           SentencePieceModel& model) {
  ProtobufFields field(bytes, origin);
  while (field.next()) {
    switch (field.number()) {
      case kNormalizerCharsmap: take(model.precompiled_charsmap, field.bytes()); break;
      case kNormalizerDummyPrefix: take(model.add_dummy_prefix, field.boolean()); break;
      case kNormalizerExtraWhitespaces:
        take(model.remove_extra_whitespaces, field.boolean());
        break;
      case kNormalizerEscapeWhitespaces: take(model.escape_whitespaces, field.boolean()); break;
      default: break;
    }
  }
}

bool is_normal(PieceType type) {
  return type == PieceType::normal || type == PieceType::user_defined || type == PieceType::unused;
}

// The byte of "<0x0A>"; absent for other texts.
std::optional<std::uint8_t> byte_of(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (text.size() != 6 || !text.starts_with("<0x") || !text.ends_with('>')) return std::nullopt;
  const std::size_t high = kDigits.find(text[3]);
  const std::size_t low = kDigits.find(text[4]);
  if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(high * 16 + low);
}

// The checks of ModelInterface::InitializePieces.
class PieceChecks {
 public:
  PieceChecks(const SentencePieceModel& model, std::string_view origin)
      : model_(model), origin_(origin) {}

  void run() {
    for (const SentencePiece& piece : model_.pieces) check(piece);
    if (model_.pieces.empty()) refuse("it holds no pieces");
    if (!has_unknown_) refuse("it has no unknown piece");
    if (!has_normal_ && model_.model_type == SentencePieceModel::kUnigram) {
      refuse("it holds no pieces but reserved ones");
    }
    if (model_.byte_fallback && bytes_.size() != 256) {
      refuse("it says byte_fallback, but lacks some of the 256 byte pieces");
    }
  }

 private:
  void check(const SentencePiece& piece) {
    if (piece.text.empty()) refuse("it holds an empty piece");
    // A unigram model may have a reserved piece with the text of a usual one.
    const bool is_apart =
        model_.model_type == SentencePieceModel::kUnigram && !is_normal(piece.type);
    auto& group = is_apart ? reserved_ : texts_;
    if (!group.insert(piece.text).second) refuse("the piece '" + piece.text + "' is repeated");
    has_normal_ = has_normal_ || is_normal(piece.type);
    if (piece.type == PieceType::unknown) {
      if (has_unknown_) refuse("it has two unknown pieces");
      has_unknown_ = true;
    }
    if (piece.type == PieceType::byte) check_byte(piece);
  }

  void check_byte(const SentencePiece& piece) {
    const auto byte = byte_of(piece.text);
    if (!model_.byte_fallback || !byte) {
      refuse("'" + piece.text + "' cannot be a byte piece");
    }
    bytes_.insert(*byte);
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorCode::io, std::string(origin_) + " is not a usable SentencePiece model: " +
                                   what + "; SentencePiece refuses it too");
  }

  const SentencePieceModel& model_;
  std::string_view origin_;
  std::unordered_set<std::string_view> texts_;
  std::unordered_set<std::string_view> reserved_;
  std::unordered_set<std::uint8_t> bytes_;
  bool has_normal_ = false;
  bool has_unknown_ = false;
};

}  // namespace

SentencePieceModel SentencePieceModel::parse(std::string_view bytes, std::string_view origin) {
  SentencePieceModel model;
  ProtobufFields field(bytes, origin);
  while (field.next()) {
    const auto message = field.bytes();
    if (!message) continue;
    switch (field.number()) {
      case kModelPieces: model.pieces.push_back(parse_piece(*message, origin)); break;
      case kModelTrainerSpec: parse_trainer_spec(*message, origin, model); break;
      case kModelNormalizerSpec: parse_normalizer_spec(*message, origin, model); break;
      default: break;
    }
  }
  PieceChecks(model, origin).run();
  return model;
}

SentencePieceModel SentencePieceModel::read(const std::filesystem::path& path) {
  return parse(read_text_file(path), path.string());
}

PieceIds::PieceIds(const SentencePieceModel& model) {
  normal_.reserve(model.pieces.size());
  for (std::uint32_t id = 0; id < model.pieces.size(); ++id) {
    const SentencePiece& piece = model.pieces[id];
    (is_normal(piece.type) ? normal_ : reserved_).emplace(piece.text, id);
    if (piece.type == PieceType::unknown) unknown_ = id;
  }
}

std::uint32_t PieceIds::id_of(std::string_view text) const {
  if (const auto found = reserved_.find(text); found != reserved_.end()) return found->second;
  const auto found = normal_.find(text);
  return found == normal_.end() ? unknown_ : found->second;
}

}  // namespace penstock::converters
