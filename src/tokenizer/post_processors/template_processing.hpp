// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace penstock {
class JsonView;
class PostProcessor;
}  // namespace penstock

namespace penstock::post_processors {

// Puts the sequences and special tokens together as a list of pieces says.
[[nodiscard]] std::unique_ptr<PostProcessor> make_template_processing(const JsonView& json);

}  // namespace penstock::post_processors
