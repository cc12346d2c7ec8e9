// SPDX-License-Identifier: Apache-2.0
#include "export/family.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <string>

#include "core/python_text.hpp"
#include "export/families/families.hpp"

namespace penstock::native {
namespace {

constexpr std::array kFamilies{
    Family{"albert", "albert", build_albert},
    Family{"bert", "bert", build_bert},
    Family{"camembert", "roberta", build_roberta},
    Family{"deberta-v2", "deberta", build_deberta_v2},
    Family{"deit", "deit", build_deit},
    Family{"distilbert", "distilbert", build_distilbert},
    Family{"electra", "electra", build_electra},
    Family{"modernbert", "model", build_modernbert},
    Family{"mpnet", "mpnet", build_mpnet},
    Family{"nomic_bert", "nomic_bert", build_nomic_bert},
    Family{"roberta", "roberta", build_roberta},
    Family{"vit", "vit", build_vit},
    Family{"xlm-roberta", "roberta", build_roberta},
};

}  // namespace

std::string_view to_string(Head head) noexcept {
  switch (head) {
    case Head::base: return "base model";
    case Head::sequence_classification: return "sequence classification";
    case Head::token_classification: return "token classification";
    case Head::question_answering: return "question answering";
    case Head::masked_lm: return "masked language modelling";
    case Head::image_classification: return "image classification";
  }
  return {};
}

void refuse_head(const Build& build) {
  throw Error(ErrorCode::unsupported,
              "A model of model_type " + python_quoted(build.config.model_type()) +
                  " has no head for " + std::string(to_string(build.head)) + ".");
}

std::span<const Family> family_table() { return kFamilies; }

const Family* find_family(std::string_view model_type) {
  const auto* found = std::find_if(kFamilies.begin(), kFamilies.end(), [&](const Family& family) {
    return family.model_type == model_type;
  });
  return found == kFamilies.end() ? nullptr : found;
}

}  // namespace penstock::native
