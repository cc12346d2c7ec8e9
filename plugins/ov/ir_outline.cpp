// SPDX-License-Identifier: Apache-2.0
#include "ov/ir_outline.hpp"

#include <algorithm>
#include <utility>

namespace penstock::ov {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

// Reads the tags of a text one after the other; comments and declarations are left out.
class Tags {
 public:
  explicit Tags(std::string_view text) : text_(text) {}

  // False at the end, and where a tag does not end.
  bool next(std::string_view& tag) {
    for (;;) {
      const std::size_t begin = text_.find('<', at_);
      if (begin == text_.npos) return false;
      between_ = text_.substr(at_, begin - at_);
      const bool comment = text_.substr(begin).starts_with("<!--");
      const std::size_t end = comment ? text_.find("-->", begin) : end_of_tag(begin);
      if (end == text_.npos) return false;
      at_ = end + (comment ? 3 : 1);
      tag = text_.substr(begin, at_ - begin);
      if (!comment && tag[1] != '?' && tag[1] != '!') return true;
    }
  }

  // The text in front of the last tag.
  [[nodiscard]] std::string_view between() const { return between_; }

 private:
  [[nodiscard]] std::size_t end_of_tag(std::size_t begin) const {
    char quote = 0;
    for (std::size_t i = begin; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      }
    }
    return text_.npos;
  }

  std::string_view text_;
  std::string_view between_;
  std::size_t at_ = 0;
};

std::string_view name_of(std::string_view tag) {
  tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
  return tag.substr(0, tag.find_first_of(" \t\r\n/>"));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) + 1 - first);
}

class Reader {
 public:
  explicit Reader(IrOutline& outline) : outline_(outline) {}

  // Whether the text is one element, whose inner ones all end.
  bool read(std::string_view xml) {
    Tags tags(xml);
    std::string_view tag;
    while (tags.next(tag)) {
      if (!tag.starts_with("</")) {
        open(tag);
        if (tag.ends_with("/>")) close(tag, {});
      } else if (open_.empty() || open_.back() != name_of(tag)) {
        return false;
      } else {
        close(tag, tags.between());
      }
    }
    return open_.empty();
  }

 private:
  [[nodiscard]] bool is_at(std::initializer_list<std::string_view> path) const {
    return std::equal(open_.begin(), open_.end(), path.begin(), path.end());
  }

  void open(std::string_view tag) {
    open_.push_back(name_of(tag));
    if (open_.size() < 3) return;
    if (is_at({"net", "edges", "edge"})) return edge(tag);
    if (is_at({"net", "layers", "layer"})) return layer(tag);
    if (outline_.layers.empty()) return;
    IrLayer& last = outline_.layers.back();
    if (is_at({"net", "layers", "layer", "data"})) last.data = tag;
    const bool input = is_at({"net", "layers", "layer", "input", "port"});
    if (!input && !is_at({"net", "layers", "layer", "output", "port"})) return;
    (input ? last.inputs : last.outputs)
        .push_back(
            {attribute(tag, "id"), attribute(tag, "precision"), attribute(tag, "names"), {}});
  }

  void close(std::string_view tag, std::string_view text) {
    const bool input = is_at({"net", "layers", "layer", "input", "port", "dim"});
    if (input || is_at({"net", "layers", "layer", "output", "port", "dim"})) {
      IrLayer& last = outline_.layers.back();
      (input ? last.inputs : last.outputs).back().dims.push_back(trimmed(text));
    }
    if (is_at({"net", "layers"})) outline_.layers_end = tag;
    open_.pop_back();
  }

  void layer(std::string_view tag) {
    const std::string_view id = attribute(tag, "id");
    outline_.by_id.emplace(id, outline_.layers.size());
    outline_.layers.push_back({id, attribute(tag, "type"), {}, {}, {}});
  }

  void edge(std::string_view tag) {
    outline_.edges.push_back({attribute(tag, "from-layer"), attribute(tag, "from-port"),
                              attribute(tag, "to-layer"), attribute(tag, "to-port"), tag});
  }

  IrOutline& outline_;
  std::vector<std::string_view> open_;
};

}  // namespace

std::string_view attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != tag.npos; at = tag.find(name, at + 1)) {
    const std::string_view rest = tag.substr(at + name.size());
    if (at == 0 || kSpace.find(tag[at - 1]) == kSpace.npos || !rest.starts_with("=\"")) continue;
    const std::size_t end = rest.find('"', 2);
    return end == rest.npos ? std::string_view() : rest.substr(2, end - 2);
  }
  return {};
}

const IrPort* IrLayer::input(std::string_view port) const {
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [port](const IrPort& each) { return each.id == port; });
  return found == inputs.end() ? nullptr : &*found;
}

std::optional<IrOutline> IrOutline::of(std::string_view xml) {
  IrOutline outline;
  if (!Reader(outline).read(xml) || outline.layers_end.empty()) return std::nullopt;
  if (outline.by_id.size() != outline.layers.size()) return std::nullopt;
  return outline;
}

const IrLayer* IrOutline::layer(std::string_view id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : &layers[found->second];
}

const IrEdge* IrOutline::into(std::string_view layer, std::string_view port) const {
  const auto found = std::find_if(edges.begin(), edges.end(), [&](const IrEdge& edge) {
    return edge.to_layer == layer && edge.to_port == port;
  });
  return found == edges.end() ? nullptr : &*found;
}

std::size_t IrOutline::readers(std::string_view layer, std::string_view port) const {
  return static_cast<std::size_t>(std::count_if(
      edges.begin(), edges.end(),
      [&](const IrEdge& edge) { return edge.from_layer == layer && edge.from_port == port; }));
}

}  // namespace penstock::ov
