// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock::ov {

struct IrPort {
  std::string_view id;
  std::string_view precision;          // "FP32"
  std::string_view names;              // separated by commas
  std::vector<std::string_view> dims;  // as written; "-1": not fixed
};

struct IrLayer {
  std::string_view id;
  std::string_view type;
  std::string_view data;  // the whole tag of its attributes
  std::vector<IrPort> inputs;
  std::vector<IrPort> outputs;

  [[nodiscard]] const IrPort* input(std::string_view port) const;
};

struct IrEdge {
  std::string_view from_layer, from_port, to_layer, to_port;
  std::string_view whole;  // the tag
};

// Who computes what in an IR, without the graphs within layers. Points into the text.
struct IrOutline {
  // None for a text that is not laid out as the runtime writes it.
  static std::optional<IrOutline> of(std::string_view xml);

  [[nodiscard]] const IrLayer* layer(std::string_view id) const;
  // What an input of a layer reads; null: nothing.
  [[nodiscard]] const IrEdge* into(std::string_view layer, std::string_view port) const;
  // How many inputs read an output.
  [[nodiscard]] std::size_t readers(std::string_view layer, std::string_view port) const;

  std::vector<IrLayer> layers;
  std::map<std::string_view, std::size_t> by_id;  // index in layers
  std::vector<IrEdge> edges;
  std::string_view layers_end;  // the tag </layers>
};

// An attribute of a tag, as written; empty: it has none of this name.
[[nodiscard]] std::string_view attribute(std::string_view tag, std::string_view name);

}  // namespace penstock::ov
