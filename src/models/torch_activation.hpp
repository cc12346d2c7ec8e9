// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace penstock {

using TorchActivation = float (*)(float);

// The activation that a config names by its Python path ("torch.nn.modules.activation.Tanh") or
// class. Throws Error{unsupported} that lists the known ones; `where` begins the message.
[[nodiscard]] TorchActivation torch_activation(std::string_view path, std::string_view where);

}  // namespace penstock
