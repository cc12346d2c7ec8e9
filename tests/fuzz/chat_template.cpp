// SPDX-License-Identifier: Apache-2.0
// A chat template: it is read or refused, and rendering it ends within small bounds.
#include <penstock/json.hpp>

#include "fuzz/target.hpp"
#include "generation/jinja/template.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  fuzz::answer([&] {
    const jinja::Template text(fuzz::text_of(data, size));
    const Json messages = {{{"role", "user"}, {"content", "Hi é"}},
                           {{"role", "assistant"}, {"content", nullptr}, {"n", 1.5}}};
    const Json yes = true;
    jinja::Limits limits;
    limits.steps = 20'000;
    limits.memory = 4'000'000;
    limits.output = 100'000;
    const auto out = text.render(
        {{"messages", &messages}, {"add_generation_prompt", &yes}},
        [](const std::string&) { return "today"; }, limits);
    fuzz::require(out.text.size() <= 200'000, "the output stays near its bound");
  });
  return 0;
}
