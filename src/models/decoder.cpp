// SPDX-License-Identifier: Apache-2.0
#include "models/decoder.hpp"

#include <utility>

#include "models/cached_decoder.hpp"
#include "models/stateful_decoder.hpp"

namespace penstock {

std::unique_ptr<DecoderModel> make_decoder_model(DecoderSessions sessions,
                                                 std::shared_ptr<const ModelConfig> config) {
  auto shared = std::make_shared<DecoderParts>(std::move(sessions), std::move(config));
  if (shared->decoder.takes(DecoderFeed::beam_idx))
    return std::make_unique<StatefulDecoder>(std::move(shared));
  return std::make_unique<CachedDecoder>(std::move(shared));
}

}  // namespace penstock
