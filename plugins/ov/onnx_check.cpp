// SPDX-License-Identifier: Apache-2.0
#include "ov/onnx_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "sdk/failure.hpp"
#include "sdk/protobuf.hpp"

namespace penstock::ov {
namespace {

struct KnownField {
  std::uint32_t number;
  bool is_bytes;
};

// Of onnx.ModelProto: versions are numbers, all else is text or messages.
constexpr std::array<KnownField, 11> kFields = {{{1, false},
                                                 {2, true},
                                                 {3, true},
                                                 {4, true},
                                                 {5, false},
                                                 {6, true},
                                                 {7, true},
                                                 {8, true},
                                                 {14, true},
                                                 {20, true},
                                                 {25, true}}};

}  // namespace

void check_recognised(std::span<const char> model, const std::string& origin) {
  constexpr std::size_t kLookedAt = 3;
  sdk::ProtobufReader reader(std::string_view(model.data(), model.size()));
  sdk::ProtobufReader::Field field;
  std::vector<std::uint32_t> seen;
  while (seen.size() < kLookedAt && reader.next(field)) {
    const bool known = std::any_of(kFields.begin(), kFields.end(), [&](const KnownField& row) {
      return row.number == field.number && row.is_bytes == field.is_bytes;
    });
    if (!known || std::find(seen.begin(), seen.end(), field.number) != seen.end()) break;
    seen.push_back(field.number);
  }
  if (seen.size() < kLookedAt)
    throw sdk::Failure(PENSTOCK_IO, origin +
                                        " does not start like an ONNX model that OpenVINO "
                                        "recognises; it is damaged, or needs conversion");
}

}  // namespace penstock::ov
