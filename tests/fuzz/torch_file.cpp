// SPDX-License-Identifier: Apache-2.0
// Any bytes as a file of weights; what is listed lies inside the file.
#include "export/torch_file.hpp"
#include "fuzz/bytes_as_file.hpp"
#include "fuzz/target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  const fuzz::BytesAsFile bytes(fuzz::text_of(data, size));
  fuzz::answer([&] {
    const native::InputFile file(bytes.path());
    for (const auto& [name, tensor] : native::read_torch_file(file))
      fuzz::require(tensor.offset <= size && tensor.size <= size - tensor.offset,
                    "a tensor lies inside its file");
  });
  return 0;
}
