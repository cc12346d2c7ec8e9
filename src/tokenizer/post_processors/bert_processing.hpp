// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PostProcessor;
}  // namespace penstock

namespace penstock::post_processors {

// cls A sep, then B sep with type 1.
[[nodiscard]] std::unique_ptr<PostProcessor> make_bert_processing(const JsonView& json);

}  // namespace penstock::post_processors
