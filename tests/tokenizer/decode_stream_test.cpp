// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <penstock/tokenizer.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

// Expected values were read off tokenizers.decoders.DecodeStream 0.22.2.

namespace penstock::testing {
namespace {

using Ids = std::vector<std::uint32_t>;

Tokenizer tokenizer_decoding_by(const std::string& decoder, const std::string& vocab) {
  const TemporaryFolder folder;
  return Tokenizer::from_pretrained(folder.write(
      "tokenizer.json",
      R"({"version":"1.0","added_tokens":[{"id":9,"content":"<s>","single_word":false,)"
      R"("lstrip":false,"rstrip":false,"normalized":false,"special":true}],"decoder":)" +
          decoder + R"(,"model":{"type":"WordLevel","unk_token":"<unk>","vocab":)" + vocab + "}}"));
}

// "é" is Ã ©; Ġ is a space.
Tokenizer bytes() {
  return tokenizer_decoding_by(R"({"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,)"
                               R"("use_regex":true})",
                               R"({"a":0,"Ã":1,"©":2,"Ġb":3,"<unk>":4})");
}

Tokenizer metaspace() {
  return tokenizer_decoding_by(
      R"({"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true})",
      R"({"▁This":0,"▁is":1,"s":2,"<unk>":3})");
}

std::vector<std::string> steps(const Tokenizer& tokenizer, const Ids& ids, bool skip = false) {
  DecodeStream stream(tokenizer, skip);
  std::vector<std::string> all;
  for (const std::uint32_t id : ids) all.push_back(stream.step(id).value_or("(none)"));
  return all;
}

TEST(DecodeStream, HalfACharacterWaitsForTheRest) {
  EXPECT_EQ(steps(bytes(), {0, 1, 2, 3}), (std::vector<std::string>{"a", "(none)", "é", " b"}));
}

TEST(DecodeStream, SpacesBetweenWordsAreKept) {
  EXPECT_EQ(steps(metaspace(), {0, 1, 2, 0}),
            (std::vector<std::string>{"This", " is", "s", " This"}));
}

TEST(DecodeStream, SkippedTokensGiveNothing) {
  EXPECT_EQ(steps(bytes(), {0, 5, 3}, true), (std::vector<std::string>{"a", "(none)", " b"}));
  EXPECT_EQ(steps(bytes(), {0, 5, 3}), (std::vector<std::string>{"a", "<s>", " b"}));
}

TEST(DecodeStream, SeveralIdsMayComeAtOnce) {
  DecodeStream stream(bytes());
  EXPECT_EQ(stream.step(Ids{0, 1}), std::nullopt);
  EXPECT_EQ(stream.step(Ids{2, 3}), "aé b");
}

TEST(DecodeStream, IdsThatWereThereBeforeDecideHowTheNextBegins) {
  DecodeStream fresh(metaspace());
  EXPECT_EQ(fresh.step(1), "is");
  DecodeStream continued(metaspace(), false, Ids{0});
  EXPECT_EQ(continued.step(1), " is");
}

TEST(DecodeStream, TheStepsTogetherAreTheWholeText) {
  const Ids ids{3, 0, 1, 2, 2, 0, 1, 2, 3, 3};
  std::string all;
  DecodeStream stream(bytes());
  for (const std::uint32_t id : ids) all += stream.step(id).value_or("");
  EXPECT_EQ(all, bytes().decode(ids));
}

// A decoder that changes earlier text with later tokens.
TEST(DecodeStream, TextThatChangesInHindsightIsAnError) {
  const Tokenizer tokenizer = tokenizer_decoding_by(
      R"({"type":"Sequence","decoders":[{"type":"Fuse"},{"type":"Replace","pattern":)"
      R"({"Regex":"ab"},"content":"xyz"}]})",
      R"({"a":0,"b":1,"<unk>":2})");
  DecodeStream stream(tokenizer);
  EXPECT_EQ(stream.step(0), "a");
  EXPECT_THROW((void)stream.step(1), Error);
}

}  // namespace
}  // namespace penstock::testing
