// SPDX-License-Identifier: Apache-2.0
#include "postprocess/entities.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "postprocess/pairwise_sum.hpp"
#include "postprocess/top_k.hpp"

namespace penstock {
namespace {

Entity token_entity(const ScoredToken& token, const EntityVocabulary& vocabulary) {
  const std::size_t best = argmax(token.scores);
  return {
      vocabulary.label(best), token.scores[best], token.index, token.word, token.start, token.end};
}

// Column means in numpy's order: rows are added one after the other, then divided.
std::vector<float> mean_scores(std::span<const ScoredToken> tokens) {
  std::vector<float> mean(tokens.front().scores.begin(), tokens.front().scores.end());
  for (const ScoredToken& token : tokens.subspan(1)) {
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += token.scores[i];
  }
  for (float& value : mean) {
    value = static_cast<float>(static_cast<double>(value) / static_cast<double>(tokens.size()));
  }
  return mean;
}

// The token that holds the highest score of all, the first on ties.
const ScoredToken& max_token(std::span<const ScoredToken> tokens) {
  return *std::max_element(tokens.begin(), tokens.end(), [](const auto& a, const auto& b) {
    return a.scores[argmax(a.scores)] < b.scores[argmax(b.scores)];
  });
}

std::string joined_words(std::span<const ScoredToken> tokens, const EntityVocabulary& vocabulary) {
  std::vector<std::string> words;
  words.reserve(tokens.size());
  for (const ScoredToken& token : tokens) words.push_back(token.word);
  return vocabulary.tokens_to_string(words);
}

Entity word_entity(std::span<const ScoredToken> tokens, AggregationStrategy strategy,
                   const EntityVocabulary& vocabulary) {
  std::vector<float> mean;
  std::span<const float> scores = tokens.front().scores;
  if (strategy == AggregationStrategy::max) scores = max_token(tokens).scores;
  if (strategy == AggregationStrategy::average) {
    mean = mean_scores(tokens);
    scores = mean;
  }
  const std::size_t best = argmax(scores);
  return {vocabulary.label(best),           scores[best],         std::nullopt,
          joined_words(tokens, vocabulary), tokens.front().start, tokens.back().end};
}

std::vector<Entity> word_entities(std::span<const ScoredToken> tokens, AggregationStrategy strategy,
                                  const EntityVocabulary& vocabulary) {
  std::vector<Entity> entities;
  for (std::size_t begin = 0; begin < tokens.size();) {
    std::size_t end = begin + 1;
    while (end < tokens.size() && tokens[end].is_subword) ++end;
    entities.push_back(word_entity(tokens.subspan(begin, end - begin), strategy, vocabulary));
    begin = end;
  }
  return entities;
}

struct Tag {
  bool begins;  // B-: starts an entity of its own
  std::string_view name;
};

// A label without prefix continues, as one with I- does.
Tag tag_of(std::string_view label) {
  const bool begins = label.starts_with("B-");
  return {begins, begins || label.starts_with("I-") ? label.substr(2) : label};
}

Entity group_entity(std::span<const Entity> members, const EntityVocabulary& vocabulary) {
  std::vector<float> scores;
  std::vector<std::string> words;
  for (const Entity& member : members) {
    scores.push_back(member.score);
    words.push_back(member.word);
  }
  const double mean =
      static_cast<double>(pairwise_sum(scores)) / static_cast<double>(scores.size());
  // The name is what follows the first hyphen, whatever stands before it.
  const std::string& label = members.front().entity;
  const std::size_t hyphen = label.find('-');
  return {hyphen == std::string::npos ? label : label.substr(hyphen + 1),
          static_cast<float>(mean),
          std::nullopt,
          vocabulary.tokens_to_string(words),
          members.front().start,
          members.back().end};
}

std::vector<Entity> group_entities(std::span<const Entity> entities,
                                   const EntityVocabulary& vocabulary) {
  std::vector<Entity> groups;
  for (std::size_t begin = 0; begin < entities.size();) {
    std::size_t end = begin + 1;
    for (; end < entities.size(); ++end) {
      const Tag tag = tag_of(entities[end].entity);
      if (tag.begins || tag.name != tag_of(entities[end - 1].entity).name) break;
    }
    groups.push_back(group_entity(entities.subspan(begin, end - begin), vocabulary));
    begin = end;
  }
  return groups;
}

}  // namespace

std::vector<Entity> aggregate_entities(std::span<const ScoredToken> tokens,
                                       AggregationStrategy strategy,
                                       const EntityVocabulary& vocabulary) {
  std::vector<Entity> entities;
  if (strategy == AggregationStrategy::none || strategy == AggregationStrategy::simple) {
    for (const ScoredToken& token : tokens) entities.push_back(token_entity(token, vocabulary));
  } else {
    entities = word_entities(tokens, strategy, vocabulary);
  }
  if (strategy == AggregationStrategy::none) return entities;
  return group_entities(entities, vocabulary);
}

std::vector<Entity> resolve_overlaps(std::vector<Entity> entities) {
  if (entities.empty()) return entities;
  std::stable_sort(entities.begin(), entities.end(),
                   [](const Entity& a, const Entity& b) { return a.start < b.start; });
  std::vector<Entity> kept;
  Entity previous = entities.front();
  for (Entity& entity : entities) {
    if (previous.start <= entity.start && entity.start < previous.end) {
      const std::uint32_t length = entity.end - entity.start;
      const std::uint32_t longest = previous.end - previous.start;
      if (length > longest || (length == longest && entity.score > previous.score)) {
        previous = entity;
      }
    } else {
      kept.push_back(std::exchange(previous, entity));
    }
  }
  kept.push_back(std::move(previous));
  return kept;
}

}  // namespace penstock
