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

using Row = ComponentRow<Decoder>;

// In the order in which the reference tries them.
constexpr std::array kDecoders{
    Row{"BPEDecoder", decoders::make_bpe_decoder, ComponentMatch::fields_too},
    Row{"ByteLevel", decoders::make_byte_level, ComponentMatch::type_only},
    Row{"WordPiece", decoders::make_word_piece, ComponentMatch::fields_too},
    Row{"Metaspace", decoders::make_metaspace, ComponentMatch::type_only},
    Row{"CTC", decoders::make_ctc, ComponentMatch::fields_too},
    Row{"Sequence", decoders::make_sequence, ComponentMatch::type_only},
    Row{"Replace", decoders::make_replace, ComponentMatch::fields_too},
    Row{"Fuse", decoders::make_fuse, ComponentMatch::type_only},
    Row{"Strip", decoders::make_strip, ComponentMatch::fields_too},
    Row{"ByteFallback", decoders::make_byte_fallback, ComponentMatch::type_only},
};

}  // namespace

std::unique_ptr<Decoder> make_decoder(const JsonView& json) {
  return make_by_type<Decoder>(json, kDecoders);
}

}  // namespace penstock
