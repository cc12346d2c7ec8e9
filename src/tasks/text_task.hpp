// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <span>

#include "models/padding_effect.hpp"
#include "tasks/collate.hpp"
#include "tasks/encoder_task.hpp"

namespace penstock {

// An EncoderTask whose rows are tokenized texts.
template <typename OptionsT, typename InputT, typename ResultT>
class TextTask : public EncoderTask<OptionsT, InputT, Encoding, ResultT> {
  using Base = EncoderTask<OptionsT, InputT, Encoding, ResultT>;

 protected:
  explicit TextTask(const TaskResources& resources)
      : Base(resources),
        tokenizer_(resources.tokenizer.value()),
        rules_(collate_rules(tokenizer_, {})) {
    const bool masked = this->model().takes("attention_mask") && rules_.attention_mask;
    const bool harmless = masked && !pads_left() && !padding_changes_answers(*resources.config);
    mix_ = harmless ? Mix::any_lengths : Mix::equal_lengths;
  }

  [[nodiscard]] const Tokenizer& tokenizer() const noexcept { return tokenizer_; }

  // How encodings become tensors; a task that hands on tokenizer arguments changes it by them.
  [[nodiscard]] virtual CollateRules rules(const OptionsT& /*options*/) const { return rules_; }

  [[nodiscard]] NamedTensors collate(std::span<const Encoding* const> rows,
                                     const OptionsT& options) const override {
    return penstock::collate(rows, rules(options));
  }
  [[nodiscard]] std::size_t length(const Encoding& encoding) const override {
    return encoding.size();
  }
  [[nodiscard]] bool pads_left() const override { return rules_.padding_side == Side::left; }
  // Padding on the left moves a text to other positions, without a mask it is read as text, and
  // some models mix it in whatever the mask says. The reference pads all the same; here a list's
  // answers are those of its texts one by one.
  [[nodiscard]] Mix mix() const override { return mix_; }

  [[nodiscard]] bool can_pad() const override {
    return tokenizer_.special_token_id(Tokenizer::Role::pad).has_value();
  }
  void check_batching() const override {
    if (can_pad()) return;
    throw Error(ErrorCode::invalid_argument,
                "Pipeline with tokenizer without pad_token cannot do batching. You can try to set "
                "it with `pipe.tokenizer.pad_token_id = model.config.eos_token_id`.");
  }

 private:
  Tokenizer tokenizer_;
  CollateRules rules_;
  Mix mix_ = Mix::any_lengths;
};

}  // namespace penstock
