// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <penstock/version.hpp>
#include <sstream>

#include "cli/process.hpp"
#include "support/temporary_folder.hpp"

// Exit codes, and what is said about a command line that cannot be served.

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Outcome penstock(std::vector<std::string> arguments) {
  return run_penstock({.arguments = std::move(arguments), .bare_environment = true});
}

// Wrong usage: exit code 2, nothing on standard output, the reason on standard error.
std::string usage_error(std::vector<std::string> arguments) {
  const Outcome outcome = penstock(std::move(arguments));
  EXPECT_EQ(outcome.code, 2) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  return outcome.err;
}

TEST(Usage, VersionAndHelpAreAnswers) {
  EXPECT_EQ(penstock({"--version"}).out, "penstock " PENSTOCK_VERSION "\n");
  EXPECT_EQ(penstock({"--version"}).code, 0);
  const Outcome help = penstock({"--help"});
  EXPECT_EQ(help.code, 0);
  EXPECT_THAT(help.out, HasSubstr("Examples:"));
  EXPECT_THAT(help.out, HasSubstr("tokenize"));
}

TEST(Usage, EverySubcommandHasHelpWithExamples) {
  for (const char* command :
       {"run", "chat", "env", "tokenize", "inspect", "export", "completion"}) {
    const Outcome help = penstock({command, "--help"});
    EXPECT_EQ(help.code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Examples:")) << command;
    EXPECT_THAT(help.out, HasSubstr("Usage: penstock " + std::string(command))) << command;
  }
}

TEST(Usage, HelpFitsEightyColumns) {
  for (const char* command :
       {"--help", "run", "chat", "env", "tokenize", "inspect", "export", "completion"}) {
    std::istringstream help(penstock({command, "--help"}).out);
    for (std::string line; std::getline(help, line);)
      EXPECT_LE(line.size(), 80U) << command << ": " << line;
  }
}

TEST(Usage, HelpTellsWhatMayBeGivenSeveralTimes) {
  EXPECT_THAT(penstock({"run", "--help"}).out, HasSubstr("penstock run TASK [INPUT ...]"));
  EXPECT_THAT(penstock({"tokenize", "--help"}).out, HasSubstr("tokenize PATH [TEXT ...]"));
  EXPECT_THAT(penstock({"inspect", "--help"}).out, HasSubstr("inspect MODEL [OPTIONS]"));
}

TEST(Usage, NoCommandIsWrongUsage) { EXPECT_THAT(usage_error({}), HasSubstr("Usage: penstock")); }

TEST(Usage, UnknownCommandSuggestsOne) {
  const std::string error = usage_error({"rnu"});
  EXPECT_THAT(error, HasSubstr("\"rnu\""));
  EXPECT_THAT(error, HasSubstr("Did you mean 'run'?"));
}

TEST(Usage, UnknownOptionSuggestsOne) {
  EXPECT_THAT(usage_error({"run", "ner", "-m", ".", "--acelerator", "ov", "x"}),
              HasSubstr("Did you mean '--accelerator'?"));
}

TEST(Usage, SurplusArgumentIsNamed) {
  EXPECT_THAT(usage_error({"env", "foo"}), HasSubstr("`penstock env` takes no argument \"foo\""));
  EXPECT_THAT(usage_error({"env", "--", "foo"}), HasSubstr("takes no argument \"foo\""));
}

TEST(Usage, UnknownAcceleratorHasOptimumsWords) {
  EXPECT_EQ(usage_error({"run", "text-classification", "-m", ".", "--accelerator", "tpu", "x"}),
            "Accelerator tpu not recognized. Please use 'ort', 'ov' or 'ipex'.\n");
}

TEST(Usage, MisspeltAcceleratorGetsASuggestionBelow) {
  EXPECT_EQ(usage_error({"run", "text-classification", "-m", ".", "-a", "opnvino", "x"}),
            "Accelerator opnvino not recognized. Please use 'ort', 'ov' or 'ipex'.\n"
            "Did you mean 'openvino'?\n");
}

TEST(Usage, UnknownTaskSuggestsOne) {
  EXPECT_THAT(usage_error({"run", "text-clasification", "-m", PENSTOCK_MODELS "/sentiment", "x"}),
              HasSubstr("Did you mean 'text-classification'?"));
}

TEST(Usage, MissingModelIsWrongUsage) {
  EXPECT_THAT(usage_error({"run", "text-classification", "x"}), HasSubstr("--model is required"));
  EXPECT_THAT(usage_error({"run", "text-classification", "-m", "/nonexistent/model", "x"}),
              HasSubstr("/nonexistent/model"));
  EXPECT_THAT(usage_error({"inspect", "/nonexistent/model"}), HasSubstr("/nonexistent/model"));
  EXPECT_THAT(usage_error({"tokenize", "/nonexistent/model", "x"}),
              HasSubstr("/nonexistent/model"));
}

TEST(Usage, AnOptionGivenTwiceIsNamed) {
  EXPECT_EQ(usage_error({"run", "ner", "-m", "a", "-m", "b", "x"}),
            "--model is given several times; it takes one value; see `penstock run --help`.\n");
}

TEST(Usage, MessagesBeginOnTheFirstLine) {
  const Outcome outcome =
      run_penstock({.arguments = {"run", "sentiment-analysis", "-m", PENSTOCK_MODELS "/sentiment",
                                  "-a", "ipex", "x"},
                    .bare_environment = true});
  EXPECT_EQ(outcome.code, 1);
  EXPECT_THAT(outcome.err, ::testing::StartsWith("`accelerator=ipex` requires"));
}

TEST(Usage, ParametersNeedAKey) {
  EXPECT_THAT(usage_error({"run", "ner", "-m", ".", "x", "--param", "top_k"}),
              HasSubstr("--param takes key=value"));
  EXPECT_THAT(usage_error({"run", "ner", "-m", ".", "x", "--model-kwarg", "=1"}),
              HasSubstr("--model-kwarg takes key=value"));
}

TEST(Usage, BatchSizeIsANumberFromOneOn) {
  for (const char* size : {"0", "-1", "x", "1.5"}) {
    EXPECT_THAT(usage_error({"run", "ner", "-m", ".", "--batch-size", size, "x"}),
                HasSubstr("--batch-size"))
        << size;
  }
}

TEST(Usage, JsonlTakesNoWords) {
  EXPECT_THAT(usage_error({"run", "ner", "-m", ".", "--jsonl", "x"}), HasSubstr("--jsonl"));
  EXPECT_THAT(usage_error({"tokenize", ".", "--jsonl", "x"}), HasSubstr("--jsonl"));
}

TEST(Usage, NoInputOnATerminalIsWrongUsage) {
  const Outcome outcome = run_on_terminal({.arguments = {"run", "ner", "-m", "."}});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.out, HasSubstr("There is no input"));
}

TEST(Usage, FullDiskIsAFailureNotACrash) {
  if (!std::ofstream("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const TemporaryFolder folder;
  const std::filesystem::path script =
      folder.write("full.sh", "exec \"" PENSTOCK_BINARY "\" --version > /dev/full\n");
  const int status = std::system(("sh " + script.string() + " 2>/dev/null").c_str());
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(Usage, ErrorsHaveNoColourOffTerminals) {
  EXPECT_THAT(usage_error({"rnu"}), Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace penstock::testing
