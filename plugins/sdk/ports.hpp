// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/backend_abi.h>

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace penstock::sdk {

// The inputs or outputs of a graph, in the form that the C table hands out.
class Ports {
 public:
  // A dimension of -1 is dynamic.
  void add(std::string name, PenstockDType dtype, std::vector<std::int64_t> shape);
  void add_of_unknown_rank(std::string name, PenstockDType dtype);

  [[nodiscard]] std::span<const PenstockPort> view() const noexcept { return ports_; }
  [[nodiscard]] std::size_t size() const noexcept { return ports_.size(); }
  [[nodiscard]] const PenstockPort& operator[](std::size_t index) const { return ports_[index]; }

 private:
  struct Storage {
    std::string name;
    std::vector<std::int64_t> shape;
  };
  std::deque<Storage> storage_;  // addresses stay
  std::vector<PenstockPort> ports_;
};

}  // namespace penstock::sdk
