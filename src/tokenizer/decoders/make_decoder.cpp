// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <memory>

#include "tokenizer/component_table.hpp"
#include "tokenizer/components.hpp"
#include "tokenizer/decoder.hpp"
#include "tokenizer/decoders/bpe_decoder.hpp"
#include "tokenizer/decoders/byte_fallback.hpp"
#include "tokenizer/decoders/byte_level.hpp"
#include "tokenizer/decoders/ctc.hpp"
#include "tokenizer/decoders/fuse.hpp"
#include "tokenizer/decoders/metaspace.hpp"
#include "tokenizer/decoders/replace.hpp"
#include "tokenizer/decoders/sequence.hpp"
#include "tokenizer/decoders/strip.hpp"
#include "tokenizer/decoders/word_piece.hpp"

namespace penstock {
namespace {

using DecoderRow = ComponentRow<Decoder>;

// In the order in which the reference tries them.
constexpr std::array kDecoders{
    DecoderRow{"BPEDecoder", decoders::make_bpe_decoder, ComponentMatch::fields_too},
    DecoderRow{"ByteLevel", decoders::make_byte_level, ComponentMatch::type_only},
    DecoderRow{"WordPiece", decoders::make_word_piece, ComponentMatch::fields_too},
    DecoderRow{"Metaspace", decoders::make_metaspace, ComponentMatch::type_only},
    DecoderRow{"CTC", decoders::make_ctc, ComponentMatch::fields_too},
    DecoderRow{"Sequence", decoders::make_sequence, ComponentMatch::type_only},
    DecoderRow{"Replace", decoders::make_replace, ComponentMatch::fields_too},
    DecoderRow{"Fuse", decoders::make_fuse, ComponentMatch::type_only},
    DecoderRow{"Strip", decoders::make_strip, ComponentMatch::fields_too},
    DecoderRow{"ByteFallback", decoders::make_byte_fallback, ComponentMatch::type_only},
};

}  // namespace

std::unique_ptr<Decoder> make_decoder(const JsonView& json) {
  return make_by_type<Decoder>(json, kDecoders);
}

}  // namespace penstock
