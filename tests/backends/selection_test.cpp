// SPDX-License-Identifier: Apache-2.0
#include "backends/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <penstock/error.hpp>
#include <penstock/log.hpp>
#include <vector>

#include "backends/fake_environment.hpp"

namespace penstock {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kOvText =
    "`accelerator` not specified. Using OpenVINO (`ov`) as the accelerator since "
    "`optimum-intel[openvino]` is installed.";
constexpr std::string_view kOrtText =
    "`accelerator` not specified. Using ONNX Runtime (`ort`) as the accelerator since "
    "`optimum-onnx[onnxruntime]` is installed.";
constexpr std::string_view kIpexText =
    "`accelerator` not specified. Using IPEX (`ipex`) as the accelerator since "
    "`optimum-intel[ipex]` is installed.";
constexpr std::string_view kNothingText =
    "You need to install either `optimum-onnx[onnxruntime]` to use ONNX Runtime as an accelerator, "
    "or `optimum-intel[openvino]` to use OpenVINO as an accelerator, or `optimum-intel[ipex]` to "
    "use IPEX as an accelerator.";

using Rows = std::array<Availability, 3>;

Rows machine_with(const std::vector<Accelerator>& available) {
  Rows rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].accelerator = static_cast<Accelerator>(i);
    const std::string name(to_string(rows[i].accelerator));
    rows[i].attempts = {{"/site of " + name, "found", "no such package"},
                        {"/lib of " + name, "found", "is truncated"}};
  }
  for (const Accelerator accelerator : available) {
    rows[static_cast<std::size_t>(accelerator)].available = true;
  }
  return rows;
}

std::function<Servability(Accelerator)> runs_on(std::vector<Accelerator> servable) {
  return [servable](Accelerator accelerator) {
    const bool yes = std::ranges::find(servable, accelerator) != servable.end();
    return Servability{yes, yes ? "model" : "no file for " + std::string(to_string(accelerator))};
  };
}

const std::vector<Accelerator> kAll{Accelerator::ov, Accelerator::ort, Accelerator::ipex};

struct Failure {
  ErrorCode code;
  std::string message;
};

template <typename Function>
Failure failure_of(const Function& function) {
  try {
    static_cast<void>(function());
  } catch (const Error& error) {
    return {error.code(), error.what()};
  }
  ADD_FAILURE() << "nothing was thrown";
  return {ErrorCode::internal, ""};
}

TEST(ParseAccelerator, TakesTheThreeNamesAndTwoAliases) {
  EXPECT_EQ(parse_accelerator("ov"), Accelerator::ov);
  EXPECT_EQ(parse_accelerator("openvino"), Accelerator::ov);
  EXPECT_EQ(parse_accelerator("ort"), Accelerator::ort);
  EXPECT_EQ(parse_accelerator("onnxruntime"), Accelerator::ort);
  EXPECT_EQ(parse_accelerator("ipex"), Accelerator::ipex);
  for (const Accelerator accelerator : kAll) {
    EXPECT_EQ(parse_accelerator(to_string(accelerator)), accelerator);
  }
}

TEST(ParseAccelerator, RefusesEverythingElseInTheReferencesWords) {
  for (const std::string name : {"", "ORT", "Openvino", "ort ", "bettertransformer", "cuda"}) {
    const Failure failure = failure_of([&] { return parse_accelerator(name); });
    EXPECT_EQ(failure.code, ErrorCode::invalid_argument);
    EXPECT_EQ(failure.message,
              "Accelerator " + name + " not recognized. Please use 'ort', 'ov' or 'ipex'.");
  }
}

TEST(DefaultSelection, IsTheFirstAvailableWithOptimumsText) {
  const FakeEnvironment env;
  Selection chosen = default_selection(env, machine_with(kAll));
  EXPECT_EQ(chosen.accelerator, Accelerator::ov);
  EXPECT_EQ(chosen.reason, kOvText);
  chosen = default_selection(env, machine_with({Accelerator::ort, Accelerator::ipex}));
  EXPECT_EQ(chosen.accelerator, Accelerator::ort);
  EXPECT_EQ(chosen.reason, kOrtText);
  chosen = default_selection(env, machine_with({Accelerator::ipex}));
  EXPECT_EQ(chosen.accelerator, Accelerator::ipex);
  EXPECT_EQ(chosen.reason, kIpexText);
}

TEST(DefaultSelection, IsNoneWithOptimumsImportErrorWhenNothingIsThere) {
  const Selection chosen = default_selection(FakeEnvironment(), machine_with({}));
  EXPECT_EQ(chosen.accelerator, std::nullopt);
  EXPECT_EQ(chosen.reason, kNothingText);
}

TEST(DefaultSelection, HonoursTheVariable) {
  FakeEnvironment env;
  env.set("PENSTOCK_ACCELERATOR", "onnxruntime");
  EXPECT_EQ(default_selection(env, machine_with(kAll)).accelerator, Accelerator::ort);
  const Selection gone = default_selection(env, machine_with({Accelerator::ov}));
  EXPECT_EQ(gone.accelerator, std::nullopt);
  EXPECT_THAT(gone.reason, HasSubstr("PENSTOCK_ACCELERATOR"));
  env.set("PENSTOCK_ACCELERATOR", "");
  EXPECT_EQ(default_selection(env, machine_with(kAll)).accelerator, Accelerator::ov);
}

TEST(DefaultSelection, AnUnknownNameInTheVariableIsAnErrorThatNamesIt) {
  FakeEnvironment env;
  env.set("PENSTOCK_ACCELERATOR", "gpu");
  const Failure failure = failure_of([&] { return default_selection(env, machine_with(kAll)); });
  EXPECT_EQ(failure.code, ErrorCode::invalid_argument);
  EXPECT_THAT(failure.message, HasSubstr("PENSTOCK_ACCELERATOR"));
  EXPECT_THAT(failure.message,
              HasSubstr("Accelerator gpu not recognized. Please use 'ort', 'ov' or 'ipex'."));
}

TEST(ChooseAccelerator, UnnamedTakesTheFirstThatIsAvailableAndServable) {
  const FakeEnvironment env;
  const auto choose = [&](const Rows& rows, const std::vector<Accelerator>& servable) {
    return choose_accelerator(env, std::nullopt, rows, runs_on(servable));
  };
  EXPECT_EQ(choose(machine_with(kAll), kAll).accelerator, Accelerator::ov);
  EXPECT_EQ(choose(machine_with(kAll), kAll).reason, kOvText);
  EXPECT_EQ(choose(machine_with({Accelerator::ort}), kAll).reason, kOrtText);
  const Choice second = choose(machine_with(kAll), {Accelerator::ort, Accelerator::ipex});
  EXPECT_EQ(second.accelerator, Accelerator::ort);
  EXPECT_EQ(second.reason, std::string(kOrtText) + " `ov` was passed over: no file for ov.");
  EXPECT_EQ(choose(machine_with(kAll), {Accelerator::ipex}).accelerator, Accelerator::ipex);
}

TEST(ChooseAccelerator, FilesAreNotAskedForWhereNothingCouldRunThem) {
  std::vector<Accelerator> asked;
  const auto servable = [&](Accelerator accelerator) {
    asked.push_back(accelerator);
    return Servability{true, ""};
  };
  static_cast<void>(choose_accelerator(FakeEnvironment(), std::nullopt,
                                       machine_with({Accelerator::ort}), servable));
  EXPECT_THAT(asked, ::testing::ElementsAre(Accelerator::ort));
}

TEST(ChooseAccelerator, UnnamedWithNothingInstalledIsOptimumsImportErrorWithEveryPlace) {
  const Failure failure = failure_of([] {
    return choose_accelerator(FakeEnvironment(), std::nullopt, machine_with({}), runs_on(kAll));
  });
  EXPECT_EQ(failure.code, ErrorCode::unavailable);
  EXPECT_THAT(failure.message, StartsWith(std::string(kNothingText)));
  EXPECT_THAT(failure.message, HasSubstr("`pip install onnxruntime`"));
  for (const std::string place : {"/site of ov", "/lib of ort", "/site of ipex"}) {
    EXPECT_THAT(failure.message, HasSubstr(place));
  }
}

TEST(ChooseAccelerator, UnnamedWithoutARunnableFileSaysWhyForEach) {
  const Failure failure = failure_of([] {
    return choose_accelerator(FakeEnvironment(), std::nullopt,
                              machine_with({Accelerator::ov, Accelerator::ort}), runs_on({}));
  });
  EXPECT_EQ(failure.code, ErrorCode::not_found);
  EXPECT_THAT(failure.message, HasSubstr("`ov` was passed over: no file for ov."));
  EXPECT_THAT(failure.message, HasSubstr("`ort` was passed over: no file for ort."));
}

TEST(ChooseAccelerator, NamedIsExactlyThatOne) {
  for (const Accelerator accelerator : kAll) {
    const Choice choice = choose_accelerator(FakeEnvironment(), to_string(accelerator),
                                             machine_with(kAll), runs_on(kAll));
    EXPECT_EQ(choice.accelerator, accelerator);
  }
}

TEST(ChooseAccelerator, OnlyTheSharedLoaderIsToldTheAccelerator) {
  const auto argument = [](std::string_view name) {
    return choose_accelerator(FakeEnvironment(), name, machine_with(kAll), runs_on(kAll))
        .loader_argument;
  };
  EXPECT_EQ(argument("ov"), "ov");
  EXPECT_EQ(argument("openvino"), "ov");
  EXPECT_EQ(argument("ipex"), "ipex");
  EXPECT_EQ(argument("ort"), std::nullopt);
  EXPECT_EQ(argument("onnxruntime"), std::nullopt);
}

TEST(ChooseAccelerator, NamedButNotThereIsAnErrorWithUpstreamsSentenceAndEveryPlace) {
  const auto failure = [](std::string_view name) {
    return failure_of([&] {
      return choose_accelerator(FakeEnvironment(), name, machine_with({}), runs_on(kAll));
    });
  };
  const Failure ov = failure("ov");
  EXPECT_EQ(ov.code, ErrorCode::unavailable);
  EXPECT_THAT(ov.message,
              StartsWith("\n`accelerator=openvino` requires the openvino library but it was not "
                         "found in your environment. You can install it with pip:\n`pip install "
                         "openvino`. Please note that you may need to restart your runtime after "
                         "installation.\n"));
  EXPECT_THAT(ov.message, HasSubstr("/site of ov: no such package\n  /lib of ov: is truncated"));
  EXPECT_THAT(ov.message, ::testing::Not(HasSubstr("/site of ort")));
  EXPECT_THAT(
      failure("ipex").message,
      StartsWith("\n`accelerator=ipex` requires the ipex library but it was not found in your "
                 "environment. You can install it with pip:\n`pip install "
                 "intel_extension_for_pytorch`. Please note that you may need to restart your "
                 "runtime after installation.\n"));
  EXPECT_THAT(failure("ort").message, HasSubstr("`pip install onnxruntime`"));
  EXPECT_THAT(failure("ort").message, HasSubstr("/lib of ort: is truncated"));
}

TEST(ChooseAccelerator, NamedNeverFallsBackToAnother) {
  EXPECT_EQ(failure_of([] {
              return choose_accelerator(FakeEnvironment(), "ov", machine_with({Accelerator::ort}),
                                        runs_on(kAll));
            }).code,
            ErrorCode::unavailable);
  const Failure no_file = failure_of([] {
    return choose_accelerator(FakeEnvironment(), "ov", machine_with(kAll),
                              runs_on({Accelerator::ort}));
  });
  EXPECT_EQ(no_file.code, ErrorCode::not_found);
  EXPECT_THAT(no_file.message, HasSubstr("no file for ov"));
}

TEST(ChooseAccelerator, TheVariableDecidesOnlyWhenNobodyNamedOne) {
  FakeEnvironment env;
  env.set("PENSTOCK_ACCELERATOR", "ipex");
  const auto choose = [&](std::optional<std::string_view> name) {
    return choose_accelerator(env, name, machine_with(kAll), runs_on(kAll));
  };
  EXPECT_EQ(choose(std::nullopt).accelerator, Accelerator::ipex);
  EXPECT_EQ(choose(std::nullopt).reason, "`ipex` was asked for by PENSTOCK_ACCELERATOR.");
  EXPECT_EQ(choose("ort").accelerator, Accelerator::ort);
  env.set("PENSTOCK_ACCELERATOR", "what");
  EXPECT_EQ(choose("ort").accelerator, Accelerator::ort);
  EXPECT_EQ(failure_of([&] { return choose(std::nullopt); }).code, ErrorCode::invalid_argument);
}

TEST(ChooseAccelerator, LogsTheChoiceThatNobodyMade) {
  std::vector<std::string> notes;
  set_log_sink([&](LogLevel, std::string_view note) { notes.emplace_back(note); });
  static_cast<void>(
      choose_accelerator(FakeEnvironment(), std::nullopt, machine_with(kAll), runs_on(kAll)));
  static_cast<void>(
      choose_accelerator(FakeEnvironment(), "ort", machine_with(kAll), runs_on(kAll)));
  set_log_sink({});
  EXPECT_THAT(notes, ::testing::ElementsAre(std::string(kOvText)));
}

}  // namespace
}  // namespace penstock
