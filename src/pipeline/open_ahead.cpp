// SPDX-License-Identifier: Apache-2.0
#include "pipeline/open_ahead.hpp"

#include <future>
#include <map>
#include <system_error>
#include <utility>

namespace penstock {
namespace {

using Opening = std::future<std::unique_ptr<Session>>;

Opening begin(const SessionOpener& open, const GraphRole& role) {
  const auto opening = [&open, &role] { return open(role); };
  try {
    return std::async(std::launch::async, opening);
  } catch (const std::system_error&) {  // no more threads: opened when asked for
    return std::async(std::launch::deferred, opening);
  }
}

// `openings` use `open`, and end before it does.
struct Ahead {
  SessionOpener open;
  std::map<const GraphRole*, Opening> openings;
};

}  // namespace

SessionOpener open_ahead(std::span<const GraphRole* const> graphs, SessionOpener open) {
  auto ahead = std::make_shared<Ahead>();
  ahead->open = std::move(open);
  for (const GraphRole* role : graphs) ahead->openings.emplace(role, begin(ahead->open, *role));
  return [ahead](const GraphRole& role) {
    const auto found = ahead->openings.find(&role);
    if (found != ahead->openings.end() && found->second.valid()) return found->second.get();
    return ahead->open(role);
  };
}

}  // namespace penstock
