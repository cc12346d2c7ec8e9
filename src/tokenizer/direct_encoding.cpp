// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/direct_encoding.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "tokenizer/post_processors/trim_offsets.hpp"
#include "tokenizer/tokenize_sequence.hpp"

namespace penstock {
namespace {

using kernels::TokenBuffer;
using Part = EncodingFrame::Part;
using Windows = std::array<TokenRange, 2>;

template <typename T>
void append(std::vector<T>& to, std::span<const T> from) {
  to.insert(to.end(), from.begin(), from.end());
}

// The tokens of each sequence that stay.
Windows windows_of(const Engine& engine, const EncodeRequest& request,
                   const TokenizerScratch& scratch) {
  const std::size_t first = scratch.sequences[0].size();
  std::optional<std::size_t> second;
  if (request.pair) second = scratch.sequences[1].size();
  Windows windows{TokenRange{0, first}, TokenRange{0, second.value_or(0)}};
  if (!request.truncation) return windows;
  const TruncationParams params = engine.beside_special_tokens(
      *request.truncation, request.pair.has_value(), request.add_special_tokens);
  const KeptLengths kept = kept_lengths(first, second, params);
  windows[0] = first_window(first, kept.first, params.stride, params.direction);
  windows[1] = first_window(second.value_or(0), kept.second, params.stride, params.direction);
  return windows;
}

bool is_cut(const Windows& windows, const TokenizerScratch& scratch, bool is_pair) {
  const auto cut = [&](std::size_t i) {
    return windows[i].end - windows[i].begin != scratch.sequences[i].size();
  };
  return cut(0) || (is_pair && cut(1));
}

// Tokenizes both sequences; answers the frame and the windows, or nothing where the long way has
// to be gone.
struct Plan {
  const EncodingFrame* frame;
  Windows windows;
};
std::optional<Plan> tokenize(const Engine& engine, const EncodeRequest& request, bool ids_only) {
  const bool is_pair = request.pair.has_value();
  const EncodingFrame* frame = engine.frame_of(is_pair, request.add_special_tokens);
  // An overflow is known only afterwards, and then takes all there is.
  const bool may_overflow = request.overflow && request.truncation;
  const bool with_offsets = !ids_only || frame == nullptr || may_overflow;
  TokenizerScratch& scratch = TokenizerScratch::of_thread();
  scratch.arena.reset();
  tokenize_sequence(engine, request.sequence, with_offsets, scratch, scratch.sequences[0]);
  if (is_pair) {
    tokenize_sequence(engine, *request.pair, with_offsets, scratch, scratch.sequences[1]);
  }
  if (frame == nullptr) return std::nullopt;
  const Windows windows = windows_of(engine, request, scratch);
  if (may_overflow && is_cut(windows, scratch, is_pair)) return std::nullopt;
  return Plan{frame, windows};
}

std::size_t size_of(const Plan& plan) {
  std::size_t size = 0;
  for (const Part& part : plan.frame->parts) {
    const bool special = part.sequence == EncodingFrame::kSpecial;
    size += special ? 1 : plan.windows[part.sequence].end - plan.windows[part.sequence].begin;
  }
  return size;
}

// Writes the arrays of one encoding from left to right.
class EncodingWriter {
 public:
  EncodingWriter(const Engine& engine, const EncodingFrame& frame, bool full, std::size_t length)
      : engine_(engine), frame_(frame), full_(full) {
    encoding_.ids.reserve(length);
    encoding_.type_ids.reserve(length);
    encoding_.sequence_ids.reserve(length);
    encoding_.special_tokens_mask.reserve(length);
    encoding_.attention_mask.reserve(length);
    if (!full_) return;
    encoding_.offsets.reserve(length);
    encoding_.word_ids.reserve(length);
  }

  void padding(std::size_t count, const PaddingParams& params) {
    if (count == 0) return;
    const bool own_text = full_ && engine_.token_text(params.pad_id) != params.pad_token;
    for (std::size_t i = 0; own_text && i < count; ++i) set_text(i, params.pad_token);
    encoding_.ids.insert(encoding_.ids.end(), count, params.pad_id);
    fill(count, params.pad_type_id, frame_.numbered ? kNone : 0, true);
    encoding_.attention_mask.insert(encoding_.attention_mask.end(), count, 0);
    if (!full_) return;
    encoding_.offsets.insert(encoding_.offsets.end(), count, Offsets{});
    encoding_.word_ids.insert(encoding_.word_ids.end(), count, kNone);
  }

  void special(const Part& part) {
    if (full_ && engine_.token_text(part.id) != part.text) set_text(0, part.text);
    encoding_.ids.push_back(part.id);
    fill(1, part.type_id, kNone, true);
    encoding_.attention_mask.push_back(1);
    if (!full_) return;
    encoding_.offsets.push_back({});
    encoding_.word_ids.push_back(kNone);
  }

  void sequence(const Part& part, const TokenBuffer& tokens, TokenRange window) {
    const std::size_t count = window.end - window.begin;
    if (full_) {
      set_texts(tokens, window);
      add_offsets(tokens, window);
      append(encoding_.word_ids, tokens.words().subspan(window.begin, count));
    }
    append(encoding_.ids, tokens.ids().subspan(window.begin, count));
    fill(count, part.type_id, part.sequence, false);
    encoding_.attention_mask.insert(encoding_.attention_mask.end(), count, 1);
  }

  [[nodiscard]] Encoding take() { return std::move(encoding_); }

 private:
  void fill(std::size_t count, std::uint32_t type_id, std::uint32_t sequence, bool special) {
    encoding_.type_ids.insert(encoding_.type_ids.end(), count, type_id);
    encoding_.sequence_ids.insert(encoding_.sequence_ids.end(), count, sequence);
    encoding_.special_tokens_mask.insert(encoding_.special_tokens_mask.end(), count,
                                         special ? std::uint8_t{1} : std::uint8_t{0});
  }

  // Of the token that will be written after `ahead` others.
  void set_text(std::size_t ahead, std::string_view text) {
    encoding_.texts.own.emplace_back(encoding_.ids.size() + ahead, text);
  }

  void set_texts(const TokenBuffer& tokens, TokenRange window) {
    for (const auto& [index, text] : tokens.texts()) {
      if (index < window.begin || index >= window.end) continue;
      if (engine_.token_text(tokens.ids()[index]) != text) set_text(index - window.begin, text);
    }
  }

  void add_offsets(const TokenBuffer& tokens, TokenRange window) {
    const auto offsets = tokens.offsets().subspan(window.begin, window.end - window.begin);
    append(encoding_.offsets, offsets);
    if (!frame_.trim_offsets) return;
    Offsets* const written = encoding_.offsets.data() + (encoding_.offsets.size() - offsets.size());
    auto own = tokens.texts().begin();
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      const std::size_t index = window.begin + i;
      while (own != tokens.texts().end() && own->first < index) ++own;
      const bool is_own = own != tokens.texts().end() && own->first == index;
      const std::string_view text = is_own ? own->second : engine_.token_text(tokens.ids()[index]);
      written[i] = post_processors::trimmed(text, offsets[i], i == 0, frame_.add_prefix_space);
    }
  }

  const Engine& engine_;
  const EncodingFrame& frame_;
  bool full_;
  Encoding encoding_;
};

Encoding write(const Engine& engine, const Plan& plan, const std::optional<PaddingParams>& padding,
               EncodingDetail detail) {
  const TokenizerScratch& scratch = TokenizerScratch::of_thread();
  const std::size_t size = size_of(plan);
  const std::size_t length = padding ? std::max(size, padded_length(size, *padding)) : size;
  if (length > size) check_padded_length(length);
  EncodingWriter writer(engine, *plan.frame, detail == EncodingDetail::full, length);
  const std::size_t missing = length - size;
  const bool left = padding && padding->direction == Side::left;
  if (left) writer.padding(missing, *padding);
  for (const Part& part : plan.frame->parts) {
    if (part.sequence == EncodingFrame::kSpecial) {
      writer.special(part);
    } else {
      writer.sequence(part, scratch.sequences[part.sequence], plan.windows[part.sequence]);
    }
  }
  if (padding && !left) writer.padding(missing, *padding);
  return writer.take();
}

}  // namespace

Encoding encode_directly(const std::shared_ptr<const Engine>& engine, const EncodeRequest& request,
                         EncodingDetail detail) {
  const bool full = detail == EncodingDetail::full;
  const auto plan = tokenize(*engine, request, !full);
  if (!plan) {
    EngineEncoding encoding = engine->assemble(request.pair.has_value(), request.add_special_tokens,
                                               request.truncation, request.padding);
    if (!request.overflow) encoding.overflowing.clear();
    return to_public(std::move(encoding), detail, engine);
  }
  Encoding encoding = write(*engine, *plan, request.padding, detail);
  if (full) encoding.texts.vocabulary = engine;
  return encoding;
}

void encode_into_rows(const Engine& engine, const EncodeRequest& request, std::uint32_t sample,
                      BatchRows& rows) {
  const auto plan = tokenize(engine, request, true);
  if (!plan) {
    const EngineEncoding encoding = engine.assemble(
        request.pair.has_value(), request.add_special_tokens, request.truncation, std::nullopt);
    rows.add(encoding, sample);
    if (!request.overflow) return;
    for (const EngineEncoding& window : encoding.overflowing) rows.add(window, sample);
    return;
  }
  const TokenizerScratch& scratch = TokenizerScratch::of_thread();
  rows.start(sample);
  for (const Part& part : plan->frame->parts) {
    if (part.sequence == EncodingFrame::kSpecial) {
      rows.append({&part.id, 1}, part.type_id);
      continue;
    }
    const TokenRange window = plan->windows[part.sequence];
    rows.append(
        scratch.sequences[part.sequence].ids().subspan(window.begin, window.end - window.begin),
        part.type_id);
  }
}

}  // namespace penstock
