// SPDX-License-Identifier: Apache-2.0
#include "export/pickle.hpp"

#include <algorithm>
#include <array>
#include <penstock/error.hpp>
#include <unordered_map>

namespace penstock::native {
namespace {

using Index = PickleValue::Index;
using Kind = PickleValue::Kind;

constexpr std::array<std::string_view, 14> kGlobals = {"collections OrderedDict",
                                                       "torch BFloat16Storage",
                                                       "torch BoolStorage",
                                                       "torch ByteStorage",
                                                       "torch CharStorage",
                                                       "torch DoubleStorage",
                                                       "torch FloatStorage",
                                                       "torch HalfStorage",
                                                       "torch IntStorage",
                                                       "torch LongStorage",
                                                       "torch ShortStorage",
                                                       "torch._utils _rebuild_parameter",
                                                       "torch._utils _rebuild_tensor",
                                                       "torch._utils _rebuild_tensor_v2"};

class Machine {
 public:
  Machine(std::string_view bytes, const std::string& origin) : bytes_(bytes), origin_(origin) {}

  Pickle run() {
    while (!done_) step(next_byte());
    pickle_.size = at_;
    return std::move(pickle_);
  }

 private:
  [[noreturn]] void damaged(const std::string& why) const {
    throw Error(ErrorCode::io, origin_ + " holds a damaged pickle: " + why + ".");
  }
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorCode::unsupported,
                origin_ + " holds a pickle with " + what +
                    ", which no checkpoint of weights needs; it is not executed. Save the weights "
                    "as safetensors.");
  }

  std::string_view take(std::uint64_t count) {
    if (count > bytes_.size() - at_) damaged("it is cut short");
    const std::string_view taken = bytes_.substr(at_, count);
    at_ += count;
    return taken;
  }
  unsigned char next_byte() { return static_cast<unsigned char>(take(1)[0]); }
  std::uint64_t number(std::size_t count) {
    const std::string_view taken = take(count);
    std::uint64_t value = 0;
    for (std::size_t i = count; i-- > 0;)
      value = (value << 8U) | static_cast<unsigned char>(taken[i]);
    return value;
  }
  std::string_view line() {
    const std::size_t end = bytes_.find('\n', at_);
    if (end == std::string_view::npos) damaged("it is cut short");
    const std::string_view text = bytes_.substr(at_, end - at_);
    at_ = end + 1;
    return text;
  }

  void push(PickleValue value) {
    stack_.push_back(static_cast<Index>(pickle_.values.size()));
    pickle_.values.push_back(std::move(value));
  }
  void push_integer(std::int64_t value, Kind kind = Kind::integer) { push({kind, value, {}, {}}); }
  void push_text(std::string_view text) { push({Kind::text, 0, std::string(text), {}}); }

  std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  Index pop() {
    if (stack_.size() <= floor()) damaged("it takes what it did not make");
    const Index top = stack_.back();
    stack_.pop_back();
    return top;
  }
  std::vector<Index> pop_to_mark() {
    if (marks_.empty()) damaged("it takes what it did not make");
    std::vector<Index> items(stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back()),
                             stack_.end());
    stack_.resize(marks_.back());
    marks_.pop_back();
    return items;
  }
  PickleValue& top_of(Kind kind) {
    if (stack_.size() <= floor()) damaged("it takes what it did not make");
    PickleValue& value = pickle_.values[stack_.back()];
    if (value.kind != kind) damaged("it adds to a value of another kind");
    return value;
  }

  void push_tuple(std::size_t count) {
    std::vector<Index> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    push({Kind::sequence, 0, {}, std::move(items)});
  }
  void push_long(std::size_t count) {
    if (count > 8) {  // torch's magic number, or nothing that a checkpoint counts
      push_text(take(count));
      return;
    }
    std::uint64_t value = number(count);
    if (count > 0 && count < 8 && ((value >> (8 * count - 1)) & 1U) != 0)
      value |= ~std::uint64_t{0} << (8 * count);
    push_integer(static_cast<std::int64_t>(value));
  }
  void push_global(std::string_view module, std::string_view name) {
    std::string global;
    global.reserve(module.size() + 1 + name.size());
    global.append(module).append(1, ' ').append(name);
    if (std::find(kGlobals.begin(), kGlobals.end(), global) == kGlobals.end())
      refuse("the global '" + std::string(module) + "." + std::string(name) + "'");
    push({Kind::global, 0, std::move(global), {}});
  }

  void call() {
    const Index arguments = pop();
    const Index function = pop();
    if (pickle_.values[function].kind != Kind::global ||
        pickle_.values[arguments].kind != Kind::sequence)
      damaged("it calls what is no function");
    if (pickle_.values[function].text == kGlobals.front()) {
      if (!pickle_.values[arguments].items.empty()) refuse("an OrderedDict made from a list");
      push({Kind::map, 0, {}, {}});
    } else {
      push({Kind::call, 0, {}, {function, arguments}});
    }
  }

  // The state of an OrderedDict is metadata of modules.
  void build() {
    (void)pop();
    if (stack_.size() <= floor() || pickle_.values[stack_.back()].kind != Kind::map)
      refuse("a state set on an object");
  }

  void remember(std::uint64_t slot) {
    if (stack_.size() <= floor()) damaged("it remembers what it did not make");
    memo_[slot] = stack_.back();
  }
  void recall(std::uint64_t slot) {
    const auto found = memo_.find(slot);
    if (found == memo_.end()) damaged("it recalls what it did not remember");
    stack_.push_back(found->second);
  }

  void add(const std::vector<Index>& items, Kind kind) {
    if (kind == Kind::map && items.size() % 2 != 0) damaged("a key has no value");
    PickleValue& to = top_of(kind);
    to.items.insert(to.items.end(), items.begin(), items.end());
  }

  void stack_global() {
    const Index name = pop();
    const Index module = pop();
    if (pickle_.values[name].kind != Kind::text || pickle_.values[module].kind != Kind::text)
      damaged("a global has no name");
    push_global(pickle_.values[module].text, pickle_.values[name].text);
  }

  void stop() {
    pickle_.root = pop();
    done_ = true;
  }

  // False for opcodes of containers and calls, which step_compound knows.
  bool step_scalar(unsigned char code) {
    switch (code) {
      case 0x80: (void)next_byte(); break;  // PROTO
      case 0x95: (void)take(8); break;      // FRAME
      case 'N': push({}); break;
      case 0x88: push_integer(1, Kind::boolean); break;
      case 0x89: push_integer(0, Kind::boolean); break;
      case 'K': push_integer(static_cast<std::int64_t>(number(1))); break;
      case 'M': push_integer(static_cast<std::int64_t>(number(2))); break;
      case 'J': push_integer(static_cast<std::int32_t>(number(4))); break;
      case 0x8A: push_long(next_byte()); break;
      case 'G': (void)take(8), push({Kind::real, 0, {}, {}}); break;
      case 'X': push_text(take(number(4))); break;
      case 0x8C: push_text(take(number(1))); break;
      case 0x8D: push_text(take(number(8))); break;
      case 'q': remember(number(1)); break;
      case 'r': remember(number(4)); break;
      case 0x94: remember(memo_.size()); break;
      case 'h': recall(number(1)); break;
      case 'j': recall(number(4)); break;
      default: return false;
    }
    return true;
  }

  void step(unsigned char code) {
    if (step_scalar(code)) return;
    switch (code) {
      case '}': push({Kind::map, 0, {}, {}}); break;
      case ']':
      case ')': push({Kind::sequence, 0, {}, {}}); break;
      case '(': marks_.push_back(stack_.size()); break;
      case 't': push({Kind::sequence, 0, {}, pop_to_mark()}); break;
      case 0x85: push_tuple(1); break;
      case 0x86: push_tuple(2); break;
      case 0x87: push_tuple(3); break;
      case 'a': add({pop()}, Kind::sequence); break;
      case 'e': add(pop_to_mark(), Kind::sequence); break;
      case 's': {
        const Index value = pop();
        add({pop(), value}, Kind::map);
        break;
      }
      case 'u': add(pop_to_mark(), Kind::map); break;
      case 'c': {
        const std::string_view module = line();
        push_global(module, line());
        break;
      }
      case 0x93: stack_global(); break;
      case 'R': call(); break;
      case 'b': build(); break;
      case 'Q': push({Kind::persistent, 0, {}, {pop()}}); break;
      case '.': stop(); break;
      default: refuse("the opcode " + std::to_string(code));
    }
  }

  std::string_view bytes_;
  const std::string& origin_;
  std::size_t at_ = 0;
  bool done_ = false;
  Pickle pickle_;
  std::vector<Index> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, Index> memo_;
};

}  // namespace

Pickle read_pickle(std::string_view bytes, const std::string& origin) {
  return Machine(bytes, origin).run();
}

}  // namespace penstock::native
