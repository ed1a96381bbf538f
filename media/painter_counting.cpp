#include "media/painter_counting.hpp"

#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace troupe::media {

namespace {

/// What may stand before and after digits that run.
constexpr std::string_view runners[] = {
  "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", ",",
  "-", "+", "%", "$", "\u2212", "\u20AC", "\u00A3"};

/// Bytes of the character at the front.
size_t length_of_first(std::string_view text) {
  auto byte = static_cast<unsigned char>(text.front());
  auto length = byte >= 0xF0 ? 4U : byte >= 0xE0 ? 3U : byte >= 0xC0 ? 2U : 1U;
  return std::min<size_t>(length, text.size());
}

template <class Visit>
void each_character(std::string_view text, Visit visit) {
  while (!text.empty()) {
    auto length = length_of_first(text);
    visit(text.substr(0, length));
    text.remove_prefix(length);
  }
}

} // namespace

counted parse_number(const std::string& text) {
  counted out;
  auto is_digit = [&](size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]));
  };
  size_t first = 0;
  while (first < text.size() && !is_digit(first))
    ++first;
  auto last = first;
  std::string digits;
  for (; last < text.size(); ++last) {
    if (is_digit(last)) {
      digits += text[last];
    } else if (text[last] == ',' && is_digit(last + 1) && is_digit(last + 2)
               && is_digit(last + 3) && out.decimals == 0) {
      out.grouped = true;
    } else if (text[last] == '.' && is_digit(last + 1)
               && digits.find('.') == std::string::npos) {
      digits += '.';
    } else {
      break;
    }
  }
  auto dot = digits.find('.');
  out.decimals = dot == std::string::npos
                   ? 0
                   : static_cast<int>(digits.size() - dot - 1);
  out.before = text.substr(0, first);
  out.after = text.substr(last);
  auto more = false;
  for (unsigned char c : out.after)
    more = more || std::isdigit(c);
  out.counts = !digits.empty() && digits.size() <= 12 && !more;
  if (out.counts)
    out.value = std::strtod(digits.c_str(), nullptr);
  return out;
}

std::string number_text(const counted& x, double part, double from) {
  char raw[48];
  std::snprintf(raw, sizeof raw, "%.*f", x.decimals,
                from + (x.value - from) * part);
  std::string out = raw;
  if (x.grouped) {
    auto end = static_cast<int>(std::min(out.find('.'), out.size()));
    for (auto at = end - 3; at > 0; at -= 3)
      out.insert(static_cast<size_t>(at), 1, ',');
  }
  return x.before + out + x.after;
}

running_digits::running_digits(scene_builder& from, text_style with) {
  with.tabular = true;
  for (auto x : runners) {
    set_.emplace(x, from.fit(with, x, {1e9, 1e9, 1, 1}));
    advance_.emplace(x, from.setter().width_of(x, with));
  }
}

bool running_digits::can_run(const counted& x) const {
  auto all = x.counts;
  for (auto& part : {x.before, x.after})
    each_character(part, [&](auto c) { all = all && set_.contains(c); });
  return all;
}

void running_digits::draw(cairo_t* cr, const std::string& text,
                          point right_top, color ink, double alpha) const {
  double width = 0;
  each_character(text, [&](auto c) { width += advance_.find(c)->second; });
  auto x = right_top.x - width;
  each_character(text, [&](auto c) {
    draw_text(cr, set_.find(c)->second, {std::round(x), right_top.y}, ink,
              alpha);
    x += advance_.find(c)->second;
  });
}

void place_counting(scene_builder& to, const text_block& x,
                    const running_digits& digits,
                    const counting_entry& entry) {
  point rest{std::round(entry.at.x), std::round(entry.at.y)};
  to.note(x, rest, entry.ink, entry.what, entry.start);
  auto number = parse_number(x.text);
  auto runs = digits.can_run(number) && to.speed.drift > 0 && !x.cut;
  rect room{rest.x, rest.y, x.width, x.height};
  to.add_upright_text(room, [=, ink = entry.ink, start = entry.start,
                             length = entry.length, from = entry.from,
                             p = to.speed](cairo_t* cr, const moment& now) {
    auto part = ramp(now.t, start, length);
    if (!runs) {
      draw_text_entering(cr, x, rest, ink, now, start, p);
      return;
    }
    if (now.at_rest || part >= 1) {
      draw_text(cr, x, rest, ink);
      return;
    }
    if (now.t < start - 0.05)
      return;
    digits.draw(cr, number_text(number, out_cubic(part), from),
                {rest.x + x.width, rest.y}, ink, ramp(now.t, start - 0.05, 0.3));
  });
}

} // namespace troupe::media
