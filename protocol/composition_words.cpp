#include "protocol/composition.hpp"

namespace troupe {

namespace {

/// Scripts without blanks: how many letters are read in a word's time.
size_t letters_a_word(char32_t x) {
  auto between = [x](char32_t low, char32_t high) {
    return x >= low && x <= high;
  };
  if (between(0x3041, 0x30FF) || between(0x3400, 0x9FFF)
      || between(0xF900, 0xFAFF) || between(0x20000, 0x3FFFF))
    return 2;
  if (between(0x0E00, 0x0EFF) || between(0x1000, 0x109F)
      || between(0x1780, 0x17FF))
    return 5;
  return 0;
}

char32_t next_letter(std::string_view text, size_t& at) {
  auto first = static_cast<unsigned char>(text[at++]);
  char32_t out = first < 0x80   ? first
                 : first < 0xE0 ? first & 0x1F
                 : first < 0xF0 ? first & 0x0F
                                : first & 0x07;
  while (at < text.size() && (text[at] & 0xC0) == 0x80)
    out = (out << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
  return out;
}

size_t words_in(std::string_view text) {
  constexpr size_t parts = 10;
  size_t words = 0;
  size_t unspaced = 0; // in parts of a word
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    auto x = next_letter(text, at);
    if (auto letters = letters_a_word(x); letters > 0) {
      unspaced += parts / letters;
      inside = false;
      continue;
    }
    auto blank = x == ' ' || x == '\n' || x == '\t'
                 || (x >= 0x3000 && x <= 0x303F) || (x >= 0xFF01 && x <= 0xFF65);
    words += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return words + (unspaced + parts - 1) / parts;
}

size_t words_in(const composed_chart& x) {
  size_t words = words_in(x.source) + words_in(x.note);
  // Each value is read together with its label.
  for (auto& datum : x.data)
    words += words_in(datum.label) + 1;
  return words;
}

size_t words_in(const composed_place& x) {
  auto words = words_in(x.name) + words_in(x.address) + words_in(x.phone);
  for (auto& line : x.hours)
    words += words_in(line);
  return words;
}

size_t words_in(const composed_column& x) {
  auto words = words_in(x.title);
  for (auto& point : x.points)
    words += words_in(point);
  return words;
}

size_t words_in(const std::vector<composed_moment>& x) {
  size_t words = 0;
  for (auto& moment : x)
    words += words_in(moment.when) + words_in(moment.text);
  return words;
}

size_t words_in(const composed_figure& x) {
  return 1 + words_in(x.label);
}

size_t words_in(const composed_quote& x) {
  return words_in(x.text) + words_in(x.by);
}

size_t words_in(const composed_diagram& x) {
  return words_in(x.actor) + words_in(x.target) + words_in(x.effect);
}

size_t words_in(const composed_person& x) {
  return words_in(x.name) + words_in(x.role);
}

template <class T>
size_t words_in(const std::optional<T>& x) {
  return x ? words_in(*x) : 0;
}

/// Of the members that belong to the layout alone.
size_t own_words(const composition& x) {
  /// Taking out a phone takes as long as reading so many words.
  constexpr size_t scanning = 9;
  switch (x.layout) {
    case layout_kind::number:
    case layout_kind::gauge: return words_in(x.figure);
    case layout_kind::quote: return words_in(x.quote);
    case layout_kind::compare: return words_in(x.left) + words_in(x.right);
    case layout_kind::diagram: return words_in(x.diagram);
    case layout_kind::chart: return words_in(x.chart);
    case layout_kind::timeline: return words_in(x.timeline);
    case layout_kind::location: return words_in(x.place);
    case layout_kind::presenter:
    case layout_kind::lower_third: return words_in(x.person);
    case layout_kind::formula: return 2 * words_in(x.formula);
    case layout_kind::code: return words_in(x.cta) + scanning;
    case layout_kind::cta:
    case layout_kind::end_card: return words_in(x.cta) + (x.link ? 3 : 0);
    case layout_kind::title:
    case layout_kind::bullets:
    case layout_kind::steps:
    case layout_kind::statement:
    case layout_kind::product:
    case layout_kind::logo:
    case layout_kind::safety:
    case layout_kind::process:
    case layout_kind::callout:
    case layout_kind::picture:
    case layout_kind::footage: return 0;
  }
  return 0;
}

} // namespace

size_t words_on_screen(const composition& x) {
  auto words = words_in(x.title) + words_in(x.legal) + own_words(x);
  for (auto& point : x.points)
    words += words_in(point.text);
  return words;
}

} // namespace troupe
