// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>

#include "core/json_file.hpp"

namespace penstock::native {

// config.json as a graph is built from it: every key that can change an answer is read by its
// builder or refused by name, never passed over. Belongs to one build.
class FamilyConfig {
 public:
  explicit FamilyConfig(const FileJson& json);

  // A member, or the default of transformers' configuration class. Each throws Error{io} that names
  // the key when it has another type or is out of range.
  [[nodiscard]] std::int64_t size(std::string_view key, std::int64_t otherwise);     // >= 1
  [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t otherwise);  // any
  [[nodiscard]] double number(std::string_view key, double otherwise);
  [[nodiscard]] bool flag(std::string_view key, bool otherwise);
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise);
  // Whether the key is there and not null.
  [[nodiscard]] bool has(std::string_view key) const;

  // The member may be missing, or must be what the builder supports: else Error{unsupported}.
  void expect_flag(std::string_view key, bool supported);
  void expect_text(std::string_view key, std::initializer_list<std::string_view> supported);
  // The member may be missing, null, false or an empty collection.
  void expect_none(std::string_view key);

  // Keys that the family reads and that change no answer (dropout, initialisation, ...).
  void ignore(std::initializer_list<std::string_view> keys);

  // A member whose use the caller explains itself; null when missing.
  [[nodiscard]] const FileJson& member(std::string_view key);

  [[nodiscard]] std::string model_type() const;
  // len(id2label), else num_labels, else 2.
  [[nodiscard]] std::int64_t num_labels();

  // Refuses the first key that nobody has read and that is not known to be harmless.
  void finish() const;

 private:
  const FileJson* find(std::string_view key);

  const FileJson& json_;
  std::set<std::string, std::less<>> read_;
};

}  // namespace penstock::native
