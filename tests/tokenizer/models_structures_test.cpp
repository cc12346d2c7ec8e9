// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <initializer_list>
#include <map>
#include <penstock/error.hpp>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tokenizer/byte_level_alphabet.hpp"
#include "tokenizer/models/byte_cuts.hpp"
#include "tokenizer/models/byte_trie.hpp"
#include "tokenizer/models/merge_table.hpp"
#include "tokenizer/models/text_list.hpp"
#include "tokenizer/models/trie_places.hpp"
#include "tokenizer/models/vocabulary.hpp"
#include "tokenizer/models/word_cache.hpp"

// The tables behind the models, against the standard library's.

namespace penstock::models {
namespace {

std::string random_key(std::mt19937& random, std::size_t longest) {
  std::string key(random() % (longest + 1), '\0');
  for (char& c : key)
    c = static_cast<char>(random() % 7 == 0 ? random() % 256 : 'a' + random() % 4);
  return key;
}

TEST(Vocabulary, AgreesWithAMap) {
  std::mt19937 random(1);
  Vocabulary vocabulary;
  std::map<std::string, std::uint32_t> map;
  for (std::uint32_t id = 0; id < 5000; ++id) {
    const std::string key = random_key(random, 12);
    vocabulary.insert(key, id);
    map[key] = id;
  }
  vocabulary.finish();
  ASSERT_EQ(vocabulary.size(), map.size());
  for (const auto& [key, id] : map) {
    ASSERT_EQ(vocabulary.find(key), id);
    ASSERT_EQ(vocabulary.token(id), key);
  }
  for (int i = 0; i < 5000; ++i) {
    const std::string key = random_key(random, 14);
    ASSERT_EQ(vocabulary.find(key).has_value(), map.count(key) == 1);
  }
}

TEST(Vocabulary, HoldsIdsThatAreFarApart) {
  Vocabulary vocabulary;
  vocabulary.insert("a", 0xFFFFFFFF);
  vocabulary.insert("b", 0);
  vocabulary.finish();
  EXPECT_EQ(vocabulary.token(0xFFFFFFFF), "a");
  EXPECT_EQ(vocabulary.token(0), "b");
  EXPECT_EQ(vocabulary.token(1), std::nullopt);
  EXPECT_EQ(vocabulary.token(0xFFFFFFFE), std::nullopt);
}

TEST(Vocabulary, EmptyFindsNothing) {
  Vocabulary vocabulary;
  vocabulary.finish();
  EXPECT_EQ(vocabulary.find(""), std::nullopt);
  EXPECT_EQ(vocabulary.token(0), std::nullopt);
}

TEST(ByteTrie, AgreesWithAMapOnEveryPrefix) {
  std::mt19937 random(2);
  std::map<std::string, std::uint32_t> map;
  std::vector<std::string> keys;
  keys.reserve(4000);
  for (int i = 0; i < 4000; ++i) keys.push_back(random_key(random, 10));
  std::vector<ByteTrie::Entry> entries;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    entries.push_back({keys[i], i});
    map[keys[i]] = i;
  }
  const ByteTrie trie(entries);
  map.erase("");
  for (int i = 0; i < 5000; ++i) {
    const std::string text = random_key(random, 14);
    std::uint32_t node = ByteTrie::kRoot;
    for (std::size_t size = 1; size <= text.size(); ++size) {
      const std::string prefix = text.substr(0, size);
      if (node != ByteTrie::kNoNode)
        node = trie.child(node, static_cast<std::uint8_t>(text[size - 1]));
      const auto found = map.find(prefix);
      const std::uint32_t value = node == ByteTrie::kNoNode ? ByteTrie::kNoValue : trie.value(node);
      ASSERT_EQ(value, found == map.end() ? ByteTrie::kNoValue : found->second);
      const auto next = map.lower_bound(prefix);
      ASSERT_EQ(node != ByteTrie::kNoNode, next != map.end() && next->first.starts_with(prefix));
    }
  }
}

TEST(ByteTrie, ANodeWithAllBytesAndOneKeyOfAMegabyte) {
  std::vector<std::string> keys;
  keys.reserve(257);
  for (int byte = 0; byte < 256; ++byte) keys.emplace_back(1, static_cast<char>(byte));
  keys.emplace_back(1 << 20, 'x');
  std::vector<ByteTrie::Entry> entries;
  for (std::uint32_t i = 0; i < keys.size(); ++i) entries.push_back({keys[i], i});
  const ByteTrie trie(entries);
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(trie.value(trie.walk(ByteTrie::kRoot, keys[i])), i);
  }
}

// More keys than are sorted by comparing, which differ only behind the first window of eight bytes,
// at its edge, or by zero bytes at their ends.
TEST(ByteTrie, LongCommonBeginningsAndZeroBytes) {
  std::mt19937 random(3);
  std::vector<std::string> keys;
  for (const std::size_t common : {5U, 7U, 8U, 16U, 21U}) {
    for (int i = 0; i < 300; ++i) {
      keys.push_back(std::string(common, 'p') + random_key(random, 20));
      keys.push_back(keys.back() + std::string(random() % 12, '\0'));
    }
  }
  std::map<std::string, std::uint32_t> map;
  std::vector<ByteTrie::Entry> entries;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    entries.push_back({keys[i], 2 * i + 1});
    map[keys[i]] = 2 * i + 1;
  }
  const ByteTrie trie(entries);
  for (const auto& [key, value] : map) {
    const std::uint32_t node = trie.walk(ByteTrie::kRoot, key);
    ASSERT_NE(node, ByteTrie::kNoNode);
    ASSERT_EQ(trie.value(node), value);
    const std::string longer = key + '\0';
    const auto next = map.lower_bound(longer);
    ASSERT_EQ(trie.child(node, 0) != ByteTrie::kNoNode,
              next != map.end() && next->first.starts_with(longer));
  }
}

TEST(ByteTrie, AKeyThatNeedsTooManyPlacesIsRefused) {
  const std::string key(std::size_t{1} << 24, 'x');
  const std::vector<ByteTrie::Entry> entries{{key, 0}};
  EXPECT_THROW((void)ByteTrie(entries), Error);
}

TEST(TriePlaces, NoPlaceAndNoBaseIsGivenTwice) {
  std::mt19937 random(4);
  TriePlaces places;
  std::set<std::uint32_t> bases;
  std::set<std::uint32_t> taken{ByteTrie::kRoot};
  for (int node = 0; node < 50000; ++node) {
    std::set<std::uint8_t> labels;
    const std::size_t most = node % 1000 == 0 ? 256 : 1 + random() % (node % 8 == 0 ? 6 : 1);
    for (std::size_t i = 0; i < most; ++i) {
      labels.insert(static_cast<std::uint8_t>(most == 256 ? i : 'a' + random() % 26));
    }
    const std::vector<std::uint8_t> list(labels.begin(), labels.end());
    const std::uint32_t base = places.take(list);
    ASSERT_GE(base % TriePlaces::kBlock, 2U);
    ASSERT_TRUE(bases.insert(base).second);
    for (const std::uint8_t label : list) {
      ASSERT_LT(base ^ label, places.size());
      ASSERT_TRUE(taken.insert(base ^ label).second);
    }
  }
  EXPECT_LT(places.size(), taken.size() + taken.size() / 4) << "few holes";
}

TEST(TextList, GivesTextsBack) {
  TextList list;
  for (const char* text : {"a", "", "日本", ""}) list.add(text);
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0], "a");
  EXPECT_EQ(list[1], "");
  EXPECT_EQ(list[2], "日本");
  EXPECT_EQ(list[3], "");
}

TEST(ByteTrie, EmptyHasNoChildren) {
  const ByteTrie trie;
  for (unsigned byte = 0; byte < 256; ++byte) {
    EXPECT_EQ(trie.child(ByteTrie::kRoot, static_cast<std::uint8_t>(byte)), ByteTrie::kNoNode);
  }
}

TEST(MergeTable, FindsWhatWasInserted) {
  MergeTable table(1000);
  for (std::uint32_t i = 0; i < 1000; ++i) table.insert(i % 40, i / 40, {i, i + 7});
  for (std::uint32_t i = 0; i < 1000; ++i) {
    EXPECT_EQ(table.find(i % 40, i / 40).rank, i);
    EXPECT_EQ(table.find(i % 40, i / 40).id, i + 7);
  }
  EXPECT_EQ(table.find(40, 0).rank, MergeTable::kNoRank);
  EXPECT_EQ(table.find(0, 25).rank, MergeTable::kNoRank);
}

// Enough for the way that fills it region by region.
TEST(MergeTable, OfEqualPairsInAListTheLastCounts) {
  std::mt19937 random(5);
  std::vector<MergeTable::Row> rows;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> last;
  for (std::uint32_t i = 0; i < 50000; ++i) {
    rows.push_back({static_cast<std::uint32_t>(random() % 300),
                    static_cast<std::uint32_t>(random() % 300), i + 9});
    last[{rows.back().left, rows.back().right}] = i;
  }
  const MergeTable table(rows);
  for (std::uint32_t left = 0; left < 300; ++left) {
    for (std::uint32_t right = 0; right < 300; ++right) {
      const auto found = last.find({left, right});
      const MergeTable::Merge merge = table.find(left, right);
      ASSERT_EQ(merge.rank, found == last.end() ? MergeTable::kNoRank : found->second);
      if (found != last.end()) {
        ASSERT_EQ(merge.id, found->second + 9);
      }
    }
  }
}

TEST(WordCache, GivesBackWhatItKeeps) {
  WordCache cache = WordCache::of_thread(WordCache::next_owner());
  const std::vector<Token> tokens{{5, 0, 2, false}, {6, 2, 3, true}};
  std::vector<Token> out;
  EXPECT_FALSE(cache.append("abc", out));
  cache.store("abc", tokens);
  ASSERT_TRUE(cache.append("abc", out));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[1].id, 6U);
  EXPECT_EQ(out[1].begin, 2U);
  EXPECT_TRUE(out[1].verbatim);
}

TEST(WordCache, TellsZeroBytesFromThePadding) {
  using namespace std::string_view_literals;
  WordCache cache = WordCache::of_thread(WordCache::next_owner());
  cache.store("a"sv, std::vector<Token>{{1, 0, 1, false}});
  cache.store("a\0"sv, std::vector<Token>{{2, 0, 2, false}});
  std::vector<Token> out;
  ASSERT_TRUE(cache.append("a"sv, out));
  ASSERT_TRUE(cache.append("a\0"sv, out));
  EXPECT_EQ(out[0].id, 1U);
  EXPECT_EQ(out[1].id, 2U);
  EXPECT_FALSE(cache.append("a\0\0"sv, out));
}

TEST(WordCache, LeavesOutWhatDoesNotFit) {
  WordCache cache = WordCache::of_thread(WordCache::next_owner());
  std::vector<Token> out;
  const std::string longest(WordCache::kMaxBytes, 'x');
  cache.store(longest, std::vector<Token>{{1, 0, 23, false}});
  EXPECT_TRUE(cache.append(longest, out));
  cache.store(longest + "x", std::vector<Token>{{1, 0, 24, false}});
  EXPECT_FALSE(cache.append(longest + "x", out)) << "too long";
  cache.store("gap", std::vector<Token>{{1, 0, 1, false}, {1, 2, 3, false}});
  EXPECT_FALSE(cache.append("gap", out)) << "tokens do not follow one another";
  cache.store("many", std::vector<Token>(WordCache::kMaxTokens + 1));
  EXPECT_FALSE(cache.append("many", out)) << "too many tokens";
}

// A vocabulary of the byte-level alphabet, with these texts in it.
Vocabulary byte_vocabulary(std::initializer_list<std::string_view> texts) {
  Vocabulary vocabulary;
  for (unsigned byte = 0; byte < 256; ++byte) {
    vocabulary.insert(byte_level::to_utf8(static_cast<std::uint8_t>(byte)), byte);
  }
  for (const std::string_view text : texts) {
    std::string entry;
    for (const char byte : text) entry += byte_level::to_utf8(static_cast<std::uint8_t>(byte));
    vocabulary.insert(entry, static_cast<std::uint32_t>(vocabulary.size()));
  }
  vocabulary.finish();
  return vocabulary;
}

TEST(ByteCuts, APartEndsBetweenCharactersThatNoEntryHolds) {
  const ByteCuts cuts(byte_vocabulary({"你好", " é", "x世"}));
  EXPECT_EQ(cuts.part_end("你好世", 0), 6U);
  EXPECT_EQ(cuts.part_end("你好世", 6), 9U);
  EXPECT_EQ(cuts.part_end("好你", 0), 3U);
  EXPECT_EQ(cuts.part_end(" é你", 0), 3U);
  EXPECT_EQ(cuts.part_end("ax世", 0), 5U) << "nothing is cut between two ASCII characters";
}

TEST(ByteCuts, AnEntryThatEndsInsideOfACharacterJoinsAllThatBeginLikeIt) {
  const ByteCuts cuts(byte_vocabulary({std::string_view("你\xE5", 4)}));
  EXPECT_EQ(cuts.part_end("你好", 0), 6U);  // E5 A5 BD
  EXPECT_EQ(cuts.part_end("你世", 0), 3U);  // E4 B8 96
}

TEST(ByteCuts, NothingIsCutWhereEntriesShareAnId) {
  Vocabulary vocabulary = byte_vocabulary({});
  vocabulary.insert("ab", 97);
  vocabulary.finish();
  EXPECT_EQ(ByteCuts(vocabulary).part_end("你好世", 0), 9U);
}

}  // namespace
}  // namespace penstock::models
