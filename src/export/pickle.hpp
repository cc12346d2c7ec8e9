// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Python's pickles, as far as torch.save writes them. Nothing is ever executed: of the globals a
// pickle may name, a fixed table is known as mere words, and calling one makes a value that says
// what was called. Anything else is an error.

namespace penstock::native {

// A value of a pickle. Others are named by their number in Pickle::values, so that no depth of
// nesting can overflow anything.
struct PickleValue {
  enum class Kind {
    none,
    boolean,
    integer,
    real,
    text,
    sequence,   // tuple or list
    map,        // dict or OrderedDict: keys and values in turn
    global,     // text: "module name"
    call,       // of the global items[0] with the tuple items[1]
    persistent  // of the tuple items[0]
  };
  using Index = std::uint32_t;

  Kind kind = Kind::none;
  std::int64_t integer = 0;
  std::string text;
  std::vector<Index> items;
};

struct Pickle {
  std::deque<PickleValue> values;
  PickleValue::Index root = 0;
  std::size_t size = 0;  // bytes that were read

  [[nodiscard]] const PickleValue& at(PickleValue::Index index) const { return values.at(index); }
};

// Reads one pickle from the start of `bytes`. Throws Error{io} that names `origin` for what is
// damaged, Error{unsupported} for an opcode or a global that a checkpoint has no use for.
[[nodiscard]] Pickle read_pickle(std::string_view bytes, const std::string& origin);

}  // namespace penstock::native
