// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>

#include "core/utf8.hpp"
#include "generation/jinja/characters.hpp"
#include "generation/jinja/string_literal.hpp"
#include "generation/jinja/text.hpp"
#include "generation/jinja/token.hpp"

namespace penstock::jinja {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// \r\n and \r become \n; one newline at the end goes.
std::string normalized(std::string_view source) {
  std::string out;
  out.reserve(source.size());
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] != '\r') {
      out += source[i];
      continue;
    }
    out += '\n';
    if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
  }
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

bool is_ascii_digit(char c) noexcept { return c >= '0' && c <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string source) : source_(std::move(source)) {}

  std::vector<Token> run() {
    try {
      while (at_ < source_.size()) root();
      add(TokenType::eof, "", source_.size());
    } catch (const SyntaxFault& fault) {
      tokens_.push_back({TokenType::eof, fault.message(), fault.at(), true});
    }
    return std::move(tokens_);
  }

 private:
  std::string_view rest() const { return std::string_view(source_).substr(at_); }

  [[noreturn]] void fail(const std::string& message, std::size_t at) {
    throw SyntaxFault(message, position(at));
  }

  // Line and column of a byte; asked for ever later bytes only.
  Position position(std::size_t at) {
    if (at < place_) {
      place_ = 0;
      where_ = {};
    }
    for (; place_ < at; ++place_) {
      if (source_[place_] == '\n') {
        ++where_.line;
        where_.column = 1;
      } else if (place_ + 1 >= source_.size() || !utf8::is_continuation(source_[place_ + 1])) {
        ++where_.column;
      }
    }
    return where_;
  }

  void add(TokenType type, std::string text, std::size_t at) {
    tokens_.push_back({type, std::move(text), position(at), false});
  }

  void skip_space() {
    const std::string_view left = rest();
    at_ += left.size() - strip_space(left, true, false).size();
  }

  // Data up to a tag: `sign` is the tag's own '-' or '+', `lstrip` false for {{.
  void data(std::size_t end, char sign, bool lstrip) {
    std::string_view text = std::string_view(source_).substr(at_, end - at_);
    if (sign == '-') {
      text = strip_space(text, false, true);
    } else if (sign != '+' && lstrip) {
      const std::size_t newline = text.rfind('\n');
      const std::size_t line = newline == kNone ? 0 : newline + 1;
      const std::string_view indent = text.substr(line);
      if ((line > 0 || line_starting_) && strip_space(indent, true, false).empty()) {
        text = text.substr(0, line);
      }
    }
    if (!text.empty()) add(TokenType::data, std::string(text), at_);
  }

  char sign_at(std::size_t at) const {
    const char c = at < source_.size() ? source_[at] : '\0';
    return c == '-' || c == '+' ? c : '\0';
  }

  void root() {
    std::size_t tag = at_;
    for (;; ++tag) {
      tag = source_.find('{', tag);
      if (tag == kNone || tag + 1 >= source_.size()) {
        add(TokenType::data, std::string(rest()), at_);
        at_ = source_.size();
        return;
      }
      const char kind = source_[tag + 1];
      if (kind == '%' || kind == '{' || kind == '#') break;
    }
    const char kind = source_[tag + 1];
    const char sign = sign_at(tag + 2);
    data(tag, sign, kind != '{');
    const std::size_t inside = tag + (sign == '\0' ? 2 : 3);
    if (kind == '%' && raw(tag, inside)) return;
    at_ = inside;
    line_starting_ = false;
    if (kind == '#') {
      comment(tag);
    } else {
      add(kind == '%' ? TokenType::block_begin : TokenType::variable_begin, "", tag);
      expression(kind == '%');
    }
  }

  void comment(std::size_t tag) {
    const std::size_t end = source_.find("#}", at_);
    if (at_ >= source_.size()) return;
    if (end == kNone) fail("Missing end of comment tag", tag);
    const char sign = end > at_ ? sign_at(end - 1) : '\0';
    close_tag(end + 2, sign);
  }

  // Moves behind a tag that ended at `end`: '-' takes the space after it, nothing one newline.
  void close_tag(std::size_t end, char sign) {
    at_ = end;
    if (sign == '-') {
      skip_space();
    } else if (sign == '\0' && at_ < source_.size() && source_[at_] == '\n') {
      ++at_;
    }
    line_starting_ = at_ > 0 && source_[at_ - 1] == '\n';
  }

  // The end of a tag named `word` that starts inside "{%" at `at`, nothing if it is another tag.
  struct WordTag {
    std::size_t end;
    char sign;
  };
  std::optional<WordTag> word_tag(std::size_t at, std::string_view word, bool plus) const {
    const std::string_view source = source_;
    const auto skip = [&](std::size_t from) {
      const std::string_view left = source.substr(from);
      return from + left.size() - strip_space(left, true, false).size();
    };
    at = skip(at);
    if (!source.substr(at).starts_with(word)) return std::nullopt;
    at = skip(at + word.size());
    const char sign = sign_at(at);
    if (sign == '+' && !plus) return std::nullopt;
    if (sign != '\0') ++at;
    if (!source.substr(at).starts_with("%}")) return std::nullopt;
    return WordTag{at + 2, sign};
  }

  bool raw(std::size_t tag, std::size_t inside) {
    const auto begin = word_tag(inside, "raw", false);
    if (!begin) return false;
    at_ = begin->end;
    if (begin->sign == '-') skip_space();
    line_starting_ = source_[at_ - 1] == '\n';
    for (std::size_t end = source_.find("{%", at_); end != kNone;
         end = source_.find("{%", end + 1)) {
      const char sign = sign_at(end + 2);
      const auto last = word_tag(end + (sign == '\0' ? 2 : 3), "endraw", true);
      if (!last) continue;
      data(end, sign, true);
      close_tag(last->end, last->sign);
      return true;
    }
    if (at_ < source_.size()) fail("Missing end of raw directive", tag);
    return true;
  }

  bool at_end(bool block) {
    const std::string_view left = rest();
    const std::string_view closing = block ? "%}" : "}}";
    const char sign = left[0] == '-' || (block && left[0] == '+') ? left[0] : '\0';
    if (!left.substr(sign == '\0' ? 0 : 1).starts_with(closing)) return false;
    add(block ? TokenType::block_end : TokenType::variable_end, "", at_);
    const std::size_t end = at_ + (sign == '\0' ? 2 : 3);
    if (block) {
      close_tag(end, sign);
      return true;
    }
    at_ = end;
    if (sign == '-') skip_space();
    line_starting_ = source_[at_ - 1] == '\n';
    return true;
  }

  void expression(bool block) {
    std::string open;  // the closing brackets that are due
    while (at_ < source_.size()) {
      if (open.empty() && at_end(block)) return;
      const utf8::Decoded c = utf8::decode_unchecked(source_.data() + at_);
      if (is_space(c.code_point)) {
        skip_space();
      } else if (is_ascii_digit(source_[at_])) {
        number();
      } else if (is_word(c.code_point)) {
        name();
      } else if (c.code_point == '"' || c.code_point == '\'') {
        string(c.size);
      } else {
        operation(open, c.size);
      }
    }
  }

  std::size_t digits(std::size_t at) const {
    const std::size_t begin = at;
    while (at < source_.size() && (is_ascii_digit(source_[at]) ||
                                   (source_[at] == '_' && at > begin && at + 1 < source_.size() &&
                                    is_ascii_digit(source_[at + 1])))) {
      ++at;
    }
    return at;
  }

  // Where a float that starts here ends; kNone if it is none.
  std::size_t float_end() const {
    if (at_ > 0 && source_[at_ - 1] == '.') return kNone;
    const std::size_t whole = digits(at_);
    std::size_t end = whole;
    if (end + 1 < source_.size() && source_[end] == '.' && is_ascii_digit(source_[end + 1])) {
      end = digits(end + 1);
    }
    std::size_t exponent = end;
    if (exponent < source_.size() && (source_[exponent] == 'e' || source_[exponent] == 'E')) {
      ++exponent;
      if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-'))
        ++exponent;
      if (exponent < source_.size() && is_ascii_digit(source_[exponent])) return digits(exponent);
    }
    return end == whole ? kNone : end;
  }

  std::size_t integer_end() const {
    const auto run_of = [this](std::size_t at, std::string_view allowed) {
      std::size_t end = at;
      for (;;) {
        const std::size_t next = end < source_.size() && source_[end] == '_' ? end + 1 : end;
        if (next >= source_.size() || allowed.find(source_[next]) == kNone) return end;
        end = next + 1;
      }
    };
    if (source_[at_] != '0') return digits(at_);
    const char base = at_ + 1 < source_.size() ? source_[at_ + 1] : '\0';
    const std::string_view allowed = base == 'b' || base == 'B'   ? "01"
                                     : base == 'o' || base == 'O' ? "01234567"
                                     : base == 'x' || base == 'X' ? "0123456789abcdefABCDEF"
                                                                  : "";
    const std::size_t end = allowed.empty() ? at_ : run_of(at_ + 2, allowed);
    return end > at_ + 2 ? end : run_of(at_ + 1, "0");
  }

  void number() {
    const std::size_t as_float = float_end();
    const std::size_t end = as_float == kNone ? integer_end() : as_float;
    std::string text = source_.substr(at_, end - at_);
    text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
    add(as_float == kNone ? TokenType::integer : TokenType::floating, std::move(text), at_);
    at_ = end;
  }

  void name() {
    std::size_t end = at_;
    while (end < source_.size()) {
      const utf8::Decoded c = utf8::decode_unchecked(source_.data() + end);
      if (!is_word(c.code_point)) break;
      end += c.size;
    }
    add(TokenType::name, source_.substr(at_, end - at_), at_);
    at_ = end;
  }

  void string(std::uint32_t) {
    const char quote = source_[at_];
    std::size_t end = at_ + 1;
    while (end < source_.size() && source_[end] != quote) end += source_[end] == '\\' ? 2U : 1U;
    if (end >= source_.size()) unexpected(1);
    const std::string_view body = std::string_view(source_).substr(at_ + 1, end - at_ - 1);
    const auto decoded = decode_string_literal(body);
    if (!decoded.error.empty()) fail(decoded.error, at_);
    add(TokenType::string, decoded.text, at_);
    at_ = end + 1;
  }

  [[noreturn]] void unexpected(std::uint32_t size) {
    fail("unexpected char " + str_repr(std::string_view(source_).substr(at_, size)) + " at " +
             std::to_string(utf8::count(std::string_view(source_).substr(0, at_))),
         at_);
  }

  void operation(std::string& open, std::uint32_t size) {
    static constexpr TokenType kLong[] = {TokenType::eq,   TokenType::floordiv, TokenType::gteq,
                                          TokenType::lteq, TokenType::ne,       TokenType::pow};
    const std::string_view left = rest();
    std::optional<TokenType> found;
    for (const TokenType type : kLong) {
      if (left.starts_with(describe(type))) found = type;
    }
    for (auto type = TokenType::add; !found && type < TokenType::eof;
         type = static_cast<TokenType>(static_cast<int>(type) + 1)) {
      if (describe(type).size() == 1 && left[0] == describe(type)[0]) found = type;
    }
    if (!found) unexpected(size);
    balance(open, left[0]);
    add(*found, "", at_);
    at_ += describe(*found).size();
  }

  void balance(std::string& open, char c) {
    if (c == '{') open += '}';
    if (c == '(') open += ')';
    if (c == '[') open += ']';
    if (c != '}' && c != ')' && c != ']') return;
    if (open.empty()) fail(std::string("unexpected '") + c + "'", at_);
    if (open.back() != c) {
      fail(std::string("unexpected '") + c + "', expected '" + open.back() + "'", at_);
    }
    open.pop_back();
  }

  std::string source_;
  std::size_t at_ = 0;
  bool line_starting_ = true;
  std::vector<Token> tokens_;
  std::size_t place_ = 0;
  Position where_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view source) { return Lexer(normalized(source)).run(); }

}  // namespace penstock::jinja
