// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A version as PEP 440 defines it: parsed in all its spellings, ordered, written normally.

namespace penstock {

class Version {
 public:
  // Absent when `text` is no version. Space around it is ignored.
  [[nodiscard]] static std::optional<Version> parse(std::string_view text);

  // The normal spelling: "v1.0-ALPHA.1" is written "1.0a1".
  [[nodiscard]] std::string to_string() const;

  // The nth number of the release, "0" beyond its end: 1.20 is 1.20.0.
  [[nodiscard]] std::string_view release(std::size_t n) const noexcept;

  // 1.0.dev1 < 1.0a1.dev1 < 1.0a1 < 1.0rc1 < 1.0 < 1.0+cpu < 1.0.post1; equal when written apart
  // only: 1.2 and 1.2.0.
  [[nodiscard]] std::strong_ordering operator<=>(const Version& other) const;
  [[nodiscard]] bool operator==(const Version& other) const {
    return (*this <=> other) == std::strong_ordering::equal;
  }

 private:
  // Digits without leading zeros, so that no number is too large.
  using Number = std::string;
  struct LocalPart {
    bool numeric;
    std::string text;
  };

  [[nodiscard]] std::strong_ordering compare_release(const Version& other) const;
  [[nodiscard]] std::strong_ordering compare_local(const Version& other) const;

  friend class VersionParser;

  Number epoch_ = "0";
  std::vector<Number> release_;
  std::optional<std::pair<std::string, Number>> pre_;  // "a", "b" or "rc", and its number
  std::optional<Number> post_;
  std::optional<Number> dev_;
  std::vector<LocalPart> local_;
};

}  // namespace penstock
