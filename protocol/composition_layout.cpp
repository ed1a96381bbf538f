#include "protocol/composition_parts.hpp"

namespace troupe::composing {

namespace {

/// A figure that has a place on a scale.
bool has_scale(const composition& x) {
  return x.figure && leading_number(x.figure->value)
         && (x.figure->low < x.figure->high
             || x.figure->unit.starts_with('%')
             || x.figure->value.ends_with('%'));
}

} // namespace

layout_kind affordable(layout_kind wanted, const composition& x) {
  auto list_or_title = x.points.empty() ? layout_kind::title
                                        : layout_kind::bullets;
  auto or_list = [&](bool has) { return has ? wanted : list_or_title; };
  switch (wanted) {
    case layout_kind::bullets:
    case layout_kind::steps: return or_list(!x.points.empty());
    case layout_kind::number: return or_list(x.figure.has_value());
    case layout_kind::gauge:
      return has_scale(x) ? wanted : affordable(layout_kind::number, x);
    case layout_kind::quote:
      return x.quote ? wanted : layout_kind::statement;
    case layout_kind::compare: return or_list(x.left && x.right);
    case layout_kind::chart: return or_list(x.chart.has_value());
    case layout_kind::timeline: return or_list(!x.timeline.empty());
    case layout_kind::process:
    case layout_kind::callout: return or_list(x.points.size() >= 2);
    case layout_kind::location: return or_list(x.place.has_value());
    case layout_kind::formula: return or_list(!x.formula.empty());
    case layout_kind::code: return x.link ? wanted : layout_kind::cta;
    case layout_kind::picture: return or_list(x.picture.has_value());
    case layout_kind::footage:
      return x.clip ? wanted : affordable(layout_kind::picture, x);
    case layout_kind::presenter:
      return or_list(x.person || x.type == video_type::presenter_ad);
    case layout_kind::lower_third: return or_list(x.person.has_value());
    case layout_kind::title:
    case layout_kind::statement:
    case layout_kind::diagram:
    case layout_kind::product:
    case layout_kind::logo:
    case layout_kind::cta:
    case layout_kind::safety:
    case layout_kind::end_card: return wanted;
  }
  return layout_kind::title;
}

} // namespace troupe::composing
