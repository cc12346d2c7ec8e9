// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/regex/reader.hpp"

namespace penstock::regex {

// Which groups a name stands for; several groups may share one.
class GroupNames {
 public:
  void add(std::u32string name, uint32_t group) { groups_[std::move(name)].push_back(group); }
  // In ascending order; empty if there is no such group yet.
  [[nodiscard]] std::vector<uint32_t> find(const std::u32string& name) const;
  [[nodiscard]] bool any() const noexcept { return !groups_.empty(); }

 private:
  std::map<std::u32string, std::vector<uint32_t>> groups_;
};

// The target of \k<..>: a name, or a number when the name is empty.
struct GroupReference {
  std::u32string name;
  uint32_t number = 0;
};

// The name of a group to define, up to and with `close`.
[[nodiscard]] std::u32string read_group_name(PatternReader& reader, char32_t close);

// <..> or '..' of a back reference; `group_count` groups have been opened so far.
[[nodiscard]] GroupReference read_group_reference(PatternReader& reader, uint32_t group_count);

}  // namespace penstock::regex
