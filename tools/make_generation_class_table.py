#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes src/generation/class_defaults_table.cpp: generation keys that transformers' config classes set.

    python tools/make_generation_class_table.py > src/generation/class_defaults_table.cpp

Each config class of a generating model is made without arguments; the keys of GenerationConfig that
it then holds with another value than GenerationConfig's own are listed. Needs transformers 4.57.6.
"""
import json
import os

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
import transformers
from transformers import GenerationConfig
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.models.auto import modeling_auto as auto

MAPPINGS = [auto.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES, auto.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES,
            auto.MODEL_FOR_SPEECH_SEQ_2_SEQ_MAPPING_NAMES, auto.MODEL_FOR_VISION_2_SEQ_MAPPING_NAMES]
SKIPPED = {"transformers_version", "use_cache", "output_attentions", "output_hidden_states"}


def defaults_of(model_type):
    try:
        held = CONFIG_MAPPING[model_type]().to_dict()
    except Exception:  # composite classes cannot be made from nothing
        return {}
    known = GenerationConfig().to_dict()
    return {key: held[key] for key in known
            if key not in SKIPPED and not key.startswith("_") and held.get(key) is not None
            and held[key] != known[key]}


def main():
    rows = []
    for model_type in sorted({name for mapping in MAPPINGS for name in mapping}):
        values = defaults_of(model_type)
        if values:
            rows.append((model_type, json.dumps(values, sort_keys=True)))
    print(f"""// SPDX-License-Identifier: Apache-2.0
// Written by tools/make_generation_class_table.py from transformers {transformers.__version__}.
#include "generation/class_defaults.hpp"

#include <algorithm>
#include <array>

namespace penstock {{
namespace {{

struct Row {{
  std::string_view model_type;
  std::string_view json;
}};

// clang-format off
constexpr std::array<Row, {len(rows)}> kRows = {{{{""")
    for model_type, values in rows:
        print(f'    {{"{model_type}", R"({values})"}},')
    print("""}};
// clang-format on

}  // namespace

std::string_view class_generation_defaults(std::string_view model_type) noexcept {
  const auto row = std::lower_bound(
      kRows.begin(), kRows.end(), model_type,
      [](const Row& r, std::string_view type) { return r.model_type < type; });
  return row != kRows.end() && row->model_type == model_type ? row->json : "{}";
}

}  // namespace penstock""")


if __name__ == "__main__":
    main()
