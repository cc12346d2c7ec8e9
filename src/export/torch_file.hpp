// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "export/input_file.hpp"
#include "export/stored_tensor.hpp"

namespace penstock::native {

// The table of a pytorch_model.bin: a dictionary of tensors as torch.save writes it, either form
// (the ZIP archive of torch 1.6 and later, or the stream of pickles before). Nothing of the file is
// executed. A tensor that is not stored densely in its own order is listed with an undefined dtype.
// Throws Error: io for what is damaged, unsupported for what is no dictionary of tensors.
[[nodiscard]] TensorTable read_torch_file(const InputFile& file);

}  // namespace penstock::native
