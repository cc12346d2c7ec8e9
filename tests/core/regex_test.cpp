// SPDX-License-Identifier: Apache-2.0
// Expected results were taken from Oniguruma inside tokenizers 0.22.2.
#include "core/regex.hpp"

#include <gtest/gtest.h>

#include <penstock/error.hpp>
#include <string>
#include <vector>

namespace penstock {
namespace {

// The matches, and in brackets the text between them.
std::string split(std::string_view pattern, std::string_view text) {
  std::vector<Span> matches;
  Regex::compile(pattern).find_all(text, matches);
  std::string shown;
  size_t last = 0;
  for (const Span& match : matches) {
    if (match.begin > last) shown += "[" + std::string(text.substr(last, match.begin - last)) + "]";
    shown += "(" + std::string(text.substr(match.begin, match.end - match.begin)) + ")";
    last = match.end;
  }
  if (last < text.size()) shown += "[" + std::string(text.substr(last)) + "]";
  return shown;
}

constexpr const char* kGpt2 =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr const char* kCl100k =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

TEST(Regex, Gpt2KeepsTheLastSpaceForTheWord) {
  EXPECT_EQ(split(kGpt2, "we'll  go, 123!"), "(we)('ll)( )( go)(,)( 123)(!)");
}

TEST(Regex, Cl100kFoldsTheLongS) {
  EXPECT_EQ(split(kCl100k, "It'ſ 1234\n\n x"), "(It)('ſ)( )(123)(4)(\n\n)( x)");
}

TEST(Regex, FirstAlternativeWins) {
  EXPECT_EQ(split("a|ab", "ab"), "(a)[b]");
  EXPECT_EQ(split("ab|a", "ab"), "(ab)");
}

TEST(Regex, EmptyMatchesFollowFindIter) {
  EXPECT_EQ(split("a*", "baac"), "()[b](aa)[c]()");
  EXPECT_EQ(split("", "ab"), "()[a]()[b]()");
}

TEST(Regex, AnchorsWorkOnLines) {
  EXPECT_EQ(split("^a", "a\na"), "(a)[\n](a)");
  EXPECT_EQ(split("a$", "a\na"), "(a)[\n](a)");
  EXPECT_EQ(split("^", "a\n"), "()[a\n]") << "not behind the newline that ends the text";
  EXPECT_EQ(split(R"(\Aa|b\z)", "aab"), "(a)[a](b)");
  EXPECT_EQ(split(R"(a\Z)", "a\n"), "(a)[\n]");
}

TEST(Regex, DotStopsAtNewlineUnlessToldOtherwise) {
  EXPECT_EQ(split(".+", "a\nb"), "(a)[\n](b)");
  EXPECT_EQ(split("(?m:.+)", "a\nb"), "(a\nb)");
  EXPECT_EQ(split(R"(\N+)", "a\nb"), "(a)[\n](b)");
  EXPECT_EQ(split(R"(\O+)", "a\nb"), "(a\nb)");
}

TEST(Regex, ClassesIntersectNestAndNegate) {
  EXPECT_EQ(split("[a-w&&[^c-g]z]+", "abcdhz"), "(ab)[cd](h)[z]");
  EXPECT_EQ(split("[^a-c]+", "abxyc"), "[ab](xy)[c]");
  EXPECT_EQ(split("[[:alpha:]0-9]+", "é1-x"), "(é1)[-](x)");
  EXPECT_EQ(split("[a-c-e]+", "ad-e"), "(a)[d](-e)");
  EXPECT_EQ(split("[]x]+", "]x"), "(]x)");
}

TEST(Regex, BareWordCountsSuperscriptsAndClassesDoNot) {
  EXPECT_EQ(split(R"(\w+)", "x²"), "(x²)");
  EXPECT_EQ(split(R"([\w]+)", "x²"), "(x)[²]");
}

TEST(Regex, RepeatsGreedyLazyPossessive) {
  EXPECT_EQ(split("a+?", "aa"), "(a)(a)");
  EXPECT_EQ(split("<.+?>", "<a><b>"), "(<a>)(<b>)");
  EXPECT_EQ(split("a++a", "aaa"), "[aaa]");
  EXPECT_EQ(split("(?>a|ab)c", "abc"), "[abc]");
  EXPECT_EQ(split("a{2,3}", "aaaaaa"), "(aaa)(aaa)");
  EXPECT_EQ(split("a{,2}", "aaa"), "(aa)(a)");
  EXPECT_EQ(split("(?:ab){2}", "ababab"), "(abab)[ab]");
  EXPECT_EQ(split("a{x", "a{x"), "(a{x)") << "no interval, so a literal brace";
}

TEST(Regex, FixedRepeatThenQuestionMarkIsOptional) { EXPECT_EQ(split("a{2}?b", "b"), "(b)"); }

TEST(Regex, ReversedIntervalIsPossessive) { EXPECT_EQ(split("a{3,1}a", "aaa"), "[aaa]"); }

TEST(Regex, LargeCountsOfGroups) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "ab";
  std::vector<Span> matches;
  Regex::compile("(?:ab){1000}").find_all(text, matches);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0], (Span{0, 2000}));
}

TEST(Regex, LooksAround) {
  EXPECT_EQ(split(R"(\s+(?!\S))", "a  b "), "[a]( )[ b]( )");
  EXPECT_EQ(split("a(?=b)", "acab"), "[ac](a)[b]");
  EXPECT_EQ(split("(?<=a|bc)x", "axbcxdx"), "[a](x)[bc](x)[dx]");
  EXPECT_EQ(split("(?<!a+)b", "aabcb"), "[aabc](b)");
  EXPECT_EQ(split(R"((?<=\Aa)b)", "abab"), "[a](b)[ab]");
}

TEST(Regex, LookBehindSeesTextBeforeTheSearch) {
  Span match;
  EXPECT_TRUE(Regex::compile("(?<=a)b").search("ab", 1, match));
  EXPECT_FALSE(Regex::compile(R"(\Ab)").search("ab", 1, match));
  EXPECT_TRUE(Regex::compile(R"(\Gb)").search("ab", 1, match));
}

TEST(Regex, BackReferences) {
  EXPECT_EQ(split(R"((.)\1)", "abba"), "[a](bb)[a]");
  EXPECT_EQ(split(R"((?<q>['"]).*?\k<q>)", R"('a"' "b")"), R"(('a"')[ ]("b"))");
  EXPECT_EQ(split(R"((?i:(a)\1))", "aA"), "(aA)");
}

TEST(Regex, KeepMovesTheBegin) { EXPECT_EQ(split(R"(a\Kb)", "abab"), "[a](b)[a](b)"); }

TEST(Regex, SegmentsAndNewlines) {
  EXPECT_EQ(split(R"(\X)", "e\u0301a"), "(e\u0301)(a)");
  EXPECT_EQ(split(R"(\R)", "a\r\nb\u2028"), "[a](\r\n)[b](\u2028)");
  EXPECT_EQ(split(R"(\R\n)", "\r\n"), "[\r\n]") << "\\r\\n is not given back";
}

TEST(Regex, CaseFoldsToSeveralCharacters) {
  EXPECT_EQ(split("(?i:ss)", "ßSſ"), "(ß)(Sſ)");
  EXPECT_EQ(split("(?i:ß)", "sS"), "(sS)");
  EXPECT_EQ(split("(?i:[ß])", "ss"), "(ss)");
  EXPECT_EQ(split("(?i:k)", "\u212A"), "(\u212A)");
  EXPECT_EQ(split("(?i:\\p{Lu})", "a"), "[a]") << "properties outside of classes do not fold";
}

TEST(Regex, OptionsReachToTheEndOfTheGroup) {
  EXPECT_EQ(split("a(?i)b|c", "aB"), "(aB)");
  EXPECT_EQ(split("a(?i)b|c", "aC"), "(aC)");
  EXPECT_EQ(split("(?x: a b # comment\n)c", "abc"), "(abc)");
  EXPECT_EQ(split("a(?#comment)+", "aa"), "(aa)");
}

TEST(Regex, LoopsOverNothingEnd) {
  EXPECT_EQ(split("(?:a?)*b", "aab"), "(aab)");
  EXPECT_EQ(split("(?:|a)+", "a"), "()[a]()");
}

TEST(Regex, ManyBranches) {
  std::string pattern;
  for (int i = 0; i < 300; ++i) pattern.append("<").append(std::to_string(i)).append(">|");
  EXPECT_EQ(split(pattern + "x", "<299>x<300>"), "(<299>)(x)[<300>]");
}

TEST(Regex, LiteralMatchesItself) {
  std::vector<Span> matches;
  Regex::literal("a.b[").find_all("axb a.b[", matches);
  EXPECT_EQ(matches, (std::vector<Span>{{4, 8}}));
}

TEST(Regex, HostilePatternEndsInAnError) {
  const Regex regex = Regex::compile("(?:a+b?)+c");
  std::vector<Span> matches;
  try {
    regex.find_all(std::string(60, 'a') + "d", matches);
    FAIL() << "expected an error";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unsupported);
    EXPECT_NE(std::string(error.what()).find("backtracks too much"), std::string::npos);
  }
  regex.find_all("aac", matches);
  EXPECT_EQ(matches.size(), 1U) << "the next text is not affected";
}

TEST(Regex, EndlessMatchesEndInAnError) {
  std::vector<Span> matches;
  EXPECT_THROW(Regex::compile(R"((?<=\Ka))").find_all("aa", matches), Error);
}

TEST(Regex, LongRunsNeedNoRecursion) {
  const std::string text(5'000'000, 'a');
  std::vector<Span> matches;
  Regex::compile("(?:a|bc)+").find_all(text, matches);
  ASSERT_EQ(matches.size(), 1U);
  EXPECT_EQ(matches[0].end, text.size());
}

}  // namespace
}  // namespace penstock
