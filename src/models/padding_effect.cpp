// SPDX-License-Identifier: Apache-2.0
#include "models/padding_effect.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace penstock {

bool padding_changes_answers(const ModelConfig& config) {
  static constexpr std::array<std::string_view, 8> kTypes = {
      "big_bird",       // blocks of keys are chosen by the padded length
      "canine",         // strided convolutions
      "convbert",       // convolutions
      "fnet",           // Fourier transform over the positions
      "funnel",         // pools neighbours
      "mobilebert",     // its embeddings join three neighbouring tokens
      "nystromformer",  // landmarks are means over segments of the padded length
      "yoso"};          // hashes and a convolution
  return std::find(kTypes.begin(), kTypes.end(), config.model_type()) != kTypes.end();
}

}  // namespace penstock
