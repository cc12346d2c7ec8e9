// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/slow/slow_class.hpp"

#include <penstock/error.hpp>

namespace penstock::slow {

Ids SlowClass::concatenate(std::initializer_list<std::span<const std::uint32_t>> parts) {
  Ids all;
  for (const auto part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<std::uint8_t> SlowClass::mask_of_enclosed(const Ids& ids, const Ids* pair) {
  std::vector<std::uint8_t> mask(ids.size() + 2, 0);
  mask.front() = 1;
  mask.back() = 1;
  if (pair != nullptr) {
    mask.resize(mask.size() + pair->size(), 0);
    mask.push_back(1);
  }
  return mask;
}

std::uint32_t SlowClass::required(const std::optional<std::uint32_t>& id, const char* role) {
  if (id) return *id;
  throw Error(ErrorCode::invalid_argument,
              "this tokenizer puts its " + std::string(role) +
                  " around a text, but has none; set it in tokenizer_config.json");
}

Ids SlowClass::build_inputs(const Ids& ids, const Ids* pair) const {
  return pair == nullptr ? ids : concatenate({ids, *pair});
}

Ids SlowClass::type_ids(const Ids& ids, const Ids* pair) const {
  const std::size_t separators = roles.sep ? 1U : 0U;
  Ids types((roles.cls ? 1U : 0U) + ids.size() + separators, 0U);
  if (pair != nullptr) types.insert(types.end(), pair->size() + separators, 1U);
  return types;
}

std::vector<std::uint8_t> SlowClass::special_tokens_mask(const Ids& ids, const Ids* pair,
                                                         const KnownTokens& /*known*/) const {
  return std::vector<std::uint8_t>(ids.size() + (pair == nullptr ? 0 : pair->size()), 0);
}

std::size_t SlowClass::special_token_count(bool is_pair) const {
  const Ids none;
  return build_inputs(none, is_pair ? &none : nullptr).size();
}

}  // namespace penstock::slow
