// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Regular expressions with the syntax and semantics of Oniguruma 6.9.10 (ONIG_SYNTAX_ONIGURUMA,
// UTF-8, no options), the engine behind Split, Replace and ByteLevel in tokenizer.json.
//
// Matching is leftmost, first alternative, backtracking. `^` and `$` are line anchors, `.` does
// not match \n.
//
// Supported: literals and escapes (\t \n \r \f \v \a \e \0oo \xHH \x{H..} \o{..} \uHHHH \cX);
// . \N \O \R \X; \d \s \w \h and their negations; \p{..} \P{..} \p{^..} with every name Oniguruma
// knows; classes with ranges, nesting, `&&`, negation and POSIX brackets; anchors
// ^ $ \A \z \Z \G \b \B \y \Y; \K; groups (..) (?:..) (?<name>..) (?'name'..) (?>..) (?i..) (?m..)
// (?x..) (?#..); look-ahead and look-behind of any length; greedy, lazy and possessive repeats;
// back references \1 \k<1> \k<-1> \k<name>; all case folds, also those to several characters.
// Not supported, refused with Error(unsupported): absent groups (?~..), conditionals (?(1)..),
// subexpression calls \g<..>, callouts, options other than i, m and x, back references with a
// level or inside their own group, \R in look-behind, \M-x, several code points in one \x{..},
// groups nested more than 200 deep.
// What Oniguruma itself refuses, such as \p{IsHan} or (?P<n>..), is Error(invalid_argument).

namespace penstock {

namespace regex {
struct Program;
}

// A half-open byte range.
struct Span {
  size_t begin = 0;
  size_t end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// Immutable and cheap to copy; all members may be called from many threads at once.
class Regex {
 public:
  // Throws Error with the byte position in `pattern` and the reason.
  [[nodiscard]] static Regex compile(std::string_view pattern);

  // A regex that matches exactly `text`: the {"String": ..} patterns of tokenizer.json. The empty
  // text matches everywhere.
  [[nodiscard]] static Regex literal(std::string_view text);

  // Finds the first match that starts at byte `start` or later. `text` must be valid UTF-8; what
  // lies before `start` is visible to look-behind. False when nothing matches.
  // Throws Error(unsupported) when the step budget, proportional to the text, is used up.
  [[nodiscard]] bool search(std::string_view text, size_t start, Span& match) const;

  // All matches as the onig crate's find_iter yields them: the search goes on at the end of a
  // match, and an empty match right at the end of the previous one is passed over. Replaces
  // `matches`. The text between two matches is not listed.
  void find_all(std::string_view text, std::vector<Span>& matches) const;

  [[nodiscard]] const std::string& pattern() const noexcept;

 private:
  explicit Regex(std::shared_ptr<const regex::Program> program);

  std::shared_ptr<const regex::Program> program_;
};

}  // namespace penstock
