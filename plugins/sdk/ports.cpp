// SPDX-License-Identifier: Apache-2.0
#include "sdk/ports.hpp"

#include <utility>

namespace penstock::sdk {

void Ports::add(std::string name, PenstockDType dtype, std::vector<std::int64_t> shape) {
  const Storage& kept = storage_.emplace_back(Storage{std::move(name), std::move(shape)});
  ports_.push_back(
      {kept.name.c_str(), dtype, static_cast<std::int32_t>(kept.shape.size()), kept.shape.data()});
}

void Ports::add_of_unknown_rank(std::string name, PenstockDType dtype) {
  const Storage& kept = storage_.emplace_back(Storage{std::move(name), {}});
  ports_.push_back({kept.name.c_str(), dtype, -1, nullptr});
}

}  // namespace penstock::sdk
