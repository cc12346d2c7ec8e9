// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <penstock/json.hpp>
#include <string>
#include <vector>

#include "models/decoder_folder.hpp"
#include "support/backends.hpp"
#include "support/threads.hpp"

// Decoders of every layout on real runtimes (tools/make_golden.py generation_models): the logits
// that Optimum's models gave, and the same numbers however the tokens came to be read.

namespace penstock {
namespace {

namespace fs = std::filesystem;

Json golden() {
  std::ifstream file(fs::path(PENSTOCK_TEST_DATA) / ".." / "golden" / "generation_models.json");
  return Json::parse(file);
}

// Row by row, left or right padding.
struct Batch {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> mask;

  [[nodiscard]] Tensor tensor(const std::vector<std::int64_t>& values) const {
    Tensor made = Tensor::zeros(
        DType::int64, {static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)});
    std::ranges::copy(values, made.values<std::int64_t>().begin());
    return made;
  }
};

Batch batch_of(const Json& item) {
  Batch batch;
  batch.rows = item["input_ids"].size();
  batch.columns = item["input_ids"][0].size();
  for (const Json& row : item["input_ids"])
    for (const Json& id : row) batch.ids.push_back(id);
  for (const Json& row : item["attention_mask"])
    for (const Json& one : row) batch.mask.push_back(one);
  return batch;
}

std::vector<float> values_of(const Json& rows) {
  std::vector<float> values;
  for (const Json& row : rows)
    for (const Json& value : row) values.push_back(value.get<float>());
  return values;
}

std::vector<float> copy_of(const Logits& logits, std::size_t position = 0) {
  std::vector<float> values;
  for (std::size_t row = 0; row < logits.rows; ++row) {
    const auto one = logits.row(row, position);
    values.insert(values.end(), one.begin(), one.end());
  }
  return values;
}

void expect_close(const std::vector<float>& got, const std::vector<float>& expected,
                  const std::string& what, float tolerance = 2e-4F) {
  ASSERT_EQ(got.size(), expected.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_NEAR(got[i], expected[i], tolerance * (1 + std::abs(expected[i])))
        << what << " at " << i;
  }
}

class DecoderGolden : public ::testing::TestWithParam<const char*> {
 protected:
  // The model's graphs as they lie in its folder.
  std::unique_ptr<DecoderModel> model_in(const std::string& name, bool logits_start = true) {
    const fs::path folder = fs::path(PENSTOCK_TEST_DATA) / "models" / name;
    SessionOptions options;
    if (precise_cache_ && std::string_view(GetParam()) == "ov")
      options.options = {{"KV_CACHE_PRECISION", "f32"}};
    return testing::decoder_in(folder, GetParam(), std::move(options), logits_start);
  }

  // Calls `check` with every recorded case that this accelerator can run.
  template <typename Check>
  void for_cases(Check check) {
    PENSTOCK_REQUIRE_BACKEND(GetParam());
    std::string name;
    std::unique_ptr<DecoderModel> model;
    std::size_t checked = 0;
    const Json all = golden();
    for (const Json& item : all["cases"]) {
      const std::string wanted = item["model"];
      if (item["accelerator"] != GetParam() && !runs_onnx(wanted)) continue;
      if (wanted != name) model = model_in(name = wanted);
      check(*model, item, batch_of(item));
      if (HasFatalFailure()) return;
      ++checked;
    }
    EXPECT_GT(checked, 8U);
  }

  // The IRs keep keys and values in float16, as the reference does, which hides small mistakes.
  bool precise_cache_ = true;

  // OpenVINO reads ONNX too, except for branches that return other shapes (merged decoders).
  static bool runs_onnx(const std::string& model) {
    return std::string_view(GetParam()) == "ov" && model != "marian-translation";
  }
};

// What the decoder itself is given: the prompt, or one start token a row.
struct Prompt {
  Prompt(const DecoderModel& model, const Json& item, Batch batch) {
    if (model.is_encoder_decoder()) {
      encoder_inputs.set("input_ids", batch.tensor(batch.ids));
      encoder_inputs.set("attention_mask", batch.tensor(batch.mask));
      read.rows = batch.rows;
      read.columns = 1;
      read.ids.assign(batch.rows, *model.config().integer("decoder_start_token_id"));
    } else {
      read = std::move(batch);
    }
    expected = values_of(item["logits"]);
  }

  // Tokens `from` to `to` of every row; the mask of what was read until then.
  Logits feed(DecoderState& state, std::size_t from, std::size_t to, bool all = false) {
    ids.clear();
    mask.clear();
    for (std::size_t row = 0; row < read.rows; ++row) {
      const auto at = [&](std::vector<std::int64_t>& values, std::size_t column) {
        return values.begin() + static_cast<std::ptrdiff_t>(row * read.columns + column);
      };
      ids.insert(ids.end(), at(read.ids, from), at(read.ids, to));
      if (!read.mask.empty()) mask.insert(mask.end(), at(read.mask, 0), at(read.mask, to));
    }
    DecoderInput input;
    input.rows = read.rows;
    input.columns = to - from;
    input.input_ids = ids;
    input.attention_mask = mask;
    input.all_positions = all;
    return state.forward(input);
  }
  Logits feed(DecoderState& state) { return feed(state, 0, read.columns); }

  // One further token for each row, told by the row's last logits.
  void extend(const std::vector<float>& logits) {
    const std::size_t vocabulary = logits.size() / read.rows;
    Batch longer;
    longer.rows = read.rows;
    longer.columns = read.columns + 1;
    for (std::size_t row = 0; row < read.rows; ++row) {
      const auto begin = logits.begin() + static_cast<std::ptrdiff_t>(row * vocabulary);
      const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(vocabulary));
      for (std::size_t i = 0; i < read.columns; ++i) {
        longer.ids.push_back(read.ids[row * read.columns + i]);
        if (!read.mask.empty()) longer.mask.push_back(read.mask[row * read.columns + i]);
      }
      longer.ids.push_back(best - begin);
      if (!read.mask.empty()) longer.mask.push_back(1);
    }
    read = std::move(longer);
  }

  NamedTensors encoder_inputs;
  Batch read;
  std::vector<float> expected;
  std::vector<std::int64_t> ids;
  std::vector<std::int64_t> mask;
};

TEST_P(DecoderGolden, LogitsBehindThePromptAreTheReferences) {
  precise_cache_ = false;
  for_cases([](const DecoderModel& model, const Json& item, Batch batch) {
    Prompt prompt(model, item, std::move(batch));
    const auto state = model.start(prompt.encoder_inputs, {});
    expect_close(copy_of(prompt.feed(*state)), prompt.expected, item["model"]);
    EXPECT_EQ(state->length(), prompt.read.columns);
  });
}

TEST_P(DecoderGolden, TokensReadOneByOneGiveTheSameAsAllAtOnce) {
  for_cases([](const DecoderModel& model, const Json& item, Batch batch) {
    Prompt prompt(model, item, std::move(batch));
    const auto state = model.start(prompt.encoder_inputs, {});
    std::vector<float> stepped = copy_of(prompt.feed(*state));
    for (int step = 0; step < 4; ++step) {
      const std::size_t before = prompt.read.columns;
      prompt.extend(stepped);
      stepped = copy_of(prompt.feed(*state, before, before + 1));
    }
    const auto fresh = model.start(prompt.encoder_inputs, {});
    expect_close(stepped, copy_of(prompt.feed(*fresh)), item["model"]);
  });
}

TEST_P(DecoderGolden, ReorderedRowsContinueAsTheRowsTheyWere) {
  for_cases([](const DecoderModel& model, const Json& item, Batch batch) {
    Prompt prompt(model, item, std::move(batch));
    const auto state = model.start(prompt.encoder_inputs, {});
    const std::vector<float> first = copy_of(prompt.feed(*state));
    // Two rows for each, last row first; then the halves change places.
    std::vector<std::int32_t> doubled;
    const auto rows = static_cast<std::int32_t>(prompt.read.rows);
    for (std::int32_t i = 0; i < 2 * rows; ++i) doubled.push_back((2 * rows - 1 - i) / 2);
    std::vector<std::int32_t> swapped(doubled.size());
    std::iota(swapped.begin(), swapped.end(), 0);
    std::rotate(swapped.begin(), swapped.begin() + rows, swapped.end());
    prompt.extend(first);
    const std::size_t columns = prompt.read.columns;
    const auto plain = model.start(prompt.encoder_inputs, {});
    const std::vector<float> expected = copy_of(prompt.feed(*plain));
    const std::size_t vocabulary = expected.size() / prompt.read.rows;

    state->reorder(doubled);
    state->reorder(swapped);
    Batch many;
    many.rows = doubled.size();
    many.columns = columns;
    std::vector<std::int32_t> origin;
    for (const std::int32_t row : swapped) origin.push_back(doubled[static_cast<std::size_t>(row)]);
    for (const std::int32_t row : origin) {
      for (std::size_t i = 0; i < columns; ++i) {
        const std::size_t at = static_cast<std::size_t>(row) * columns + i;
        many.ids.push_back(prompt.read.ids[at]);
        if (!prompt.read.mask.empty()) many.mask.push_back(prompt.read.mask[at]);
      }
    }
    prompt.read = std::move(many);
    const std::vector<float> got = copy_of(prompt.feed(*state, columns - 1, columns));
    std::vector<float> wanted;
    for (const std::int32_t row : origin) {
      const auto begin = expected.begin() + row * static_cast<std::ptrdiff_t>(vocabulary);
      wanted.insert(wanted.end(), begin, begin + static_cast<std::ptrdiff_t>(vocabulary));
    }
    expect_close(got, wanted, item["model"]);
  });
}

TEST_P(DecoderGolden, CroppedTokensAreForgotten) {
  for_cases([](const DecoderModel& model, const Json& item, Batch batch) {
    Prompt prompt(model, item, std::move(batch));
    const auto state = model.start(prompt.encoder_inputs, {});
    const std::vector<float> first = copy_of(prompt.feed(*state));
    if (!state->can_crop()) return;
    const std::size_t columns = prompt.read.columns;
    prompt.extend(first);
    const std::vector<float> expected = copy_of(prompt.feed(*state, columns, columns + 1));
    state->crop(columns);
    EXPECT_EQ(state->length(), columns);
    expect_close(copy_of(prompt.feed(*state, columns, columns + 1)), expected, item["model"]);
  });
}

TEST_P(DecoderGolden, AllPositionsAreTheLastOnesOfEachPrefix) {
  for_cases([](const DecoderModel& model, const Json& item, Batch batch) {
    if (model.is_encoder_decoder()) return;
    Prompt prompt(model, item, std::move(batch));
    const auto state = model.start({}, {});
    const Logits all = prompt.feed(*state, 0, prompt.read.columns, true);
    ASSERT_EQ(all.positions, prompt.read.columns);
    expect_close(copy_of(all, all.positions - 1), prompt.expected, item["model"]);
  });
}

// Positions that are left out change nothing of the last one's logits, nor of those behind it.
TEST_P(DecoderGolden, LogitsAreThoseOfTheGraphThatComputesEveryPosition) {
  std::unique_ptr<DecoderModel> whole;
  std::string name;
  for_cases([&](const DecoderModel& model, const Json& item, const Batch& batch) {
    const std::string wanted = item["model"];
    if (name != wanted) whole = model_in(name = wanted, false);
    Prompt prompt(model, item, batch);
    const auto state = model.start(prompt.encoder_inputs, {});
    const auto whole_state = whole->start(prompt.encoder_inputs, {});
    std::size_t before = 0;
    for (int step = 0; step < 3; ++step) {
      const std::size_t columns = prompt.read.columns;
      const std::vector<float> logits = copy_of(prompt.feed(*state, before, columns));
      expect_close(logits, copy_of(prompt.feed(*whole_state, before, columns)), name, 1e-6F);
      before = columns;
      prompt.extend(logits);
    }
  });
}

TEST_P(DecoderGolden, StatesOfOneModelAreReadFromManyThreads) {
  for_cases([](const DecoderModel& model, const Json& item, const Batch& batch) {
    std::array<std::vector<float>, 3> results;
    testing::on_threads(3, [&](int number) {
      const auto thread = static_cast<std::size_t>(number);
      Prompt prompt(model, item, batch);
      const auto state = model.start(prompt.encoder_inputs, {});
      results[thread] = copy_of(prompt.feed(*state));
      for (int step = 0; step < 3; ++step) {
        const std::size_t before = prompt.read.columns;
        prompt.extend(results[thread]);
        results[thread] = copy_of(prompt.feed(*state, before, before + 1));
      }
    });
    for (const std::vector<float>& result : results) expect_close(result, results[0], "threads");
  });
}

INSTANTIATE_TEST_SUITE_P(Runtimes, DecoderGolden, ::testing::Values("ort", "ov"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace penstock
