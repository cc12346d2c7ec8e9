// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/input_file.hpp"
#include "export/stored_tensor.hpp"

namespace penstock::native {

// The table of a .safetensors file: every tensor by name, with file = 0. Only the header is read.
// The rules are those of the safetensors package (SafeTensors::read_metadata): the header fits the
// file and is one JSON object; tensors lie one behind the other, without gap or overlap, and fill
// the file; each has as many bytes as its type and shape ask for.
// Throws Error{io} that names the file and the first rule broken.
[[nodiscard]] TensorTable read_safetensors(const InputFile& file);

}  // namespace penstock::native
