// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

// Where tensors may be within an ONNX model: the messages on the way to them.

namespace penstock::sdk {

enum class OnnxMessage { model, function, graph, node, attribute, sparse_tensor, tensor };

// What a field of a message holds; none when no tensor can be in it. Numbers of onnx.proto.
[[nodiscard]] constexpr std::optional<OnnxMessage> onnx_child(OnnxMessage parent,
                                                              std::uint32_t field) noexcept {
  struct Edge {
    OnnxMessage parent;
    std::uint32_t field;
    OnnxMessage child;
  };
  using enum OnnxMessage;
  constexpr Edge kEdges[] = {{model, 7, graph},
                             {model, 25, function},
                             {function, 7, node},
                             {graph, 1, node},
                             {graph, 5, tensor},
                             {graph, 15, sparse_tensor},
                             {node, 5, attribute},
                             {attribute, 5, tensor},
                             {attribute, 6, graph},
                             {attribute, 10, tensor},
                             {attribute, 11, graph},
                             {attribute, 22, sparse_tensor},
                             {attribute, 23, sparse_tensor},
                             {sparse_tensor, 1, tensor},
                             {sparse_tensor, 2, tensor}};
  for (const Edge& edge : kEdges)
    if (edge.parent == parent && edge.field == field) return edge.child;
  return std::nullopt;
}

inline constexpr std::uint32_t kModelVersion = 1;
inline constexpr std::uint32_t kModelGraph = 7;
inline constexpr std::uint32_t kModelOperatorSet = 8;
inline constexpr std::uint32_t kGraphInput = 11;
inline constexpr std::uint32_t kGraphOutput = 12;
inline constexpr std::uint32_t kValueName = 1;
inline constexpr std::uint32_t kTensorExternalData = 13;  // entries of key and value
inline constexpr std::uint32_t kEntryKey = 1;
inline constexpr std::uint32_t kEntryValue = 2;
inline constexpr int kMaxOnnxDepth = 200;  // messages within messages

}  // namespace penstock::sdk
