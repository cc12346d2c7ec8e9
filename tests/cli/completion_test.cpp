// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "cli/process.hpp"
#include "support/temporary_folder.hpp"

namespace penstock::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string script(const char* shell) {
  const Outcome outcome = run_penstock({.arguments = {"completion", shell}});
  EXPECT_EQ(outcome.code, 0);
  return outcome.out;
}

// What bash would offer for `words`, the last of which is being typed.
std::string bash_offers(const std::string& words, int place) {
  const TemporaryFolder folder;
  const auto file = folder.write("complete.bash", script("bash") + "COMP_WORDS=(" + words +
                                                      ")\nCOMP_CWORD=" + std::to_string(place) +
                                                      "\n_penstock\necho \"${COMPREPLY[@]}\"\n");
  std::FILE* output = ::popen(("bash " + file.string()).c_str(), "r");
  char text[4096] = {};
  const std::size_t size = std::fread(text, 1, sizeof text - 1, output);
  ::pclose(output);
  return std::string(text, size);
}

TEST(Completion, BashOffersCommands) { EXPECT_EQ(bash_offers("penstock r", 1), "run\n"); }

TEST(Completion, BashOffersAcceleratorsAfterTheirOption) {
  EXPECT_EQ(bash_offers("penstock run ner --accelerator ''", 4), "ort ov ipex\n");
}

TEST(Completion, BashOffersTasks) {
  EXPECT_THAT(bash_offers("penstock run sentim", 2), StartsWith("sentiment-analysis"));
}

TEST(Completion, BashOffersOptionsOfTheCommand) {
  EXPECT_EQ(bash_offers("penstock env --j", 2), "--json\n");
}

TEST(Completion, ZshAndFishKnowEveryCommand) {
  for (const char* command : {"run", "env", "tokenize", "inspect", "completion"}) {
    EXPECT_THAT(script("zsh"), HasSubstr("'" + std::string(command) + ":"));
    EXPECT_THAT(script("fish"), HasSubstr("-a " + std::string(command) + " "));
  }
  EXPECT_THAT(script("zsh"), StartsWith("#compdef penstock"));
}

TEST(Completion, OtherShellsAreRefused) {
  const Outcome outcome = run_penstock({.arguments = {"completion", "fsh"}});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("Did you mean 'fish'?"));
}

TEST(Man, PageNamesCommandsAndOptions) {
  const Outcome outcome = run_penstock({.arguments = {"man"}});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, StartsWith(".TH PENSTOCK 1"));
  EXPECT_THAT(outcome.out, HasSubstr(".SS penstock run"));
  EXPECT_THAT(outcome.out, HasSubstr("\\fB\\-\\-accelerator\\fR"));
}

TEST(Man, NoLineOfTextIsTakenForARequest) {
  const std::string page = run_penstock({.arguments = {"man"}}).out;
  for (const char* bad : {"\n...", "\n'"}) EXPECT_EQ(page.find(bad), std::string::npos);
}

}  // namespace
}  // namespace penstock::testing
