// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

// Builds the components of tokenizer.json from their JSON: one explicit row per "type", then, for
// objects without a known type, every spelling in the order in which the reference tries them.
//
// A component lives in <folder>/<public id>.hpp and offers one function in the folder's namespace,
//     std::unique_ptr<Decoder> decoders::make_ctc(const JsonView& json);
// which reads its own fields ("type" is already looked at, unless the reference checks it there)
// and throws Error{io} when a field is missing or of another type. Sequences call back into the
// functions below.

namespace penstock {

class Decoder;
class JsonView;
class Normalizer;
class PostProcessor;
class PreTokenizer;
class TokenizerModel;
namespace models {
struct ModelLists;
}

[[nodiscard]] std::unique_ptr<Normalizer> make_normalizer(const JsonView& json);
[[nodiscard]] std::unique_ptr<PreTokenizer> make_pre_tokenizer(const JsonView& json);
// `lists` holds what was read apart from the JSON, in which it is empty then.
[[nodiscard]] std::unique_ptr<TokenizerModel> make_model(const JsonView& json,
                                                         models::ModelLists& lists);
[[nodiscard]] std::unique_ptr<PostProcessor> make_post_processor(const JsonView& json);
[[nodiscard]] std::unique_ptr<Decoder> make_decoder(const JsonView& json);

}  // namespace penstock
