#include "protocol/composition.hpp"

namespace troupe {

namespace {

size_t words_in(std::string_view text) {
  size_t words = 0;
  bool inside = false;
  for (char c : text) {
    auto blank = c == ' ' || c == '\n' || c == '\t';
    words += !blank && !inside ? 1U : 0U;
    inside = !blank;
  }
  return words;
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
