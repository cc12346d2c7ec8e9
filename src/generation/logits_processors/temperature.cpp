// SPDX-License-Identifier: Apache-2.0
#include "generation/logits_processors/temperature.hpp"

#include <penstock/error.hpp>
#include <string>

#include "generation/generation_config_fields.hpp"
#include "generation/python_repr.hpp"

namespace penstock {
namespace {

class TemperatureProcessor final : public RowLogitsProcessor {
 public:
  explicit TemperatureProcessor(float temperature) : temperature_(temperature) {}

 private:
  void apply_row(std::size_t /*row*/, std::span<const std::int64_t> /*ids*/,
                 std::span<float> scores) override {
    for (float& score : scores) score /= temperature_;
  }

  float temperature_;
};

}  // namespace

std::unique_ptr<LogitsProcessor> make_temperature(const ProcessorContext& context) {
  const auto& temperature = context.config->temperature;
  if (context.config->do_sample != true || !temperature || temperature->value == 1.0)
    return nullptr;
  if (temperature->integer || !(temperature->value > 0)) {
    std::string message = "`temperature` (=" + python_repr(field_json(*temperature)) +
                          ") has to be a strictly positive float, otherwise your next token scores "
                          "will be invalid.";
    if (!temperature->integer && temperature->value == 0.0) {
      message += " If you're looking for greedy decoding strategies, set `do_sample=False`.";
    }
    throw Error(ErrorCode::invalid_argument, message);
  }
  return std::make_unique<TemperatureProcessor>(static_cast<float>(temperature->value));
}

}  // namespace penstock
