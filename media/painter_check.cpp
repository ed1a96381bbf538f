#include "media/painter_check.hpp"

#include "media/text_script.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace troupe::media {

namespace {

using kind = finding::kind;

/// Letters of neighbouring lines may come this close, in pixels.
constexpr double touching = 1.5;
/// WCAG 2 AA.
constexpr double ratio_small = 4.5;
constexpr double ratio_large = 3.0;
/// Rounding to frames must not decide.
constexpr double a_frame = 0.05;

bool overlaps(const rect& a, const rect& b) {
  return std::min(a.right(), b.right()) - std::max(a.x, b.x) > touching
         && std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > touching;
}

/// Liang and Barsky: whether the line from a to b enters the box.
bool enters(point a, point b, const rect& box) {
  auto from = 0.0, until = 1.0;
  auto cut = [&](double step, double room) {
    if (step == 0)
      return room >= 0;
    auto at = room / step;
    if (step < 0)
      from = std::max(from, at);
    else
      until = std::min(until, at);
    return from <= until;
  };
  auto dx = b.x - a.x;
  auto dy = b.y - a.y;
  return cut(-dx, a.x - box.x) && cut(dx, box.right() - a.x)
         && cut(-dy, a.y - box.y) && cut(dy, box.bottom() - a.y);
}

std::string numbers(const char* form, double a, double b) {
  char out[96];
  std::snprintf(out, sizeof out, form, a, b);
  return out;
}

std::string lower(std::string_view x) {
  std::string out{x};
  for (auto& c : out)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return out;
}

/// Most of the text's longer words are said in the scene.
bool is_heard(const std::string& text, const std::string& heard) {
  if (heard.empty())
    return false;
  int words = 0, said = 0;
  std::string word;
  for (char c : lower(text) + ' ') {
    if (c != ' ') {
      word += c;
      continue;
    }
    while (!word.empty() && std::ispunct(static_cast<unsigned char>(
                              word.back())))
      word.pop_back();
    if (word.size() > 3) {
      ++words;
      said += heard.find(word) != std::string::npos ? 1 : 0;
    }
    word.clear();
  }
  return words > 0 && said * 2 >= words;
}

void check_place(const placed_text& x, const check_frame& in,
                 std::vector<finding>& out) {
  if (x.ink.x < in.margin || x.ink.y < in.margin
      || x.ink.right() > in.width - in.margin
      || x.ink.bottom() > in.height - in.margin)
    out.push_back({kind::clipped,
                   x.what + numbers(" leaves the frame at %.0f, %.0f",
                                    x.ink.right(), x.ink.bottom())});
  if (in.captions.w > 0 && overlaps(x.ink, in.captions))
    out.push_back({kind::in_captions, x.what + " enters the captions"});
}

void check_look(const placed_text& x, const check_frame& in,
                std::vector<finding>& out) {
  if (x.size < in.smallest - 0.01)
    out.push_back({kind::too_small,
                   x.what + numbers(" has %.1f pixels, needs %.1f", x.size,
                                    in.smallest)});
  auto least = x.size >= in.large ? ratio_large : ratio_small;
  for (auto ground : in.grounds ? in.grounds(x) : std::vector<color>{}) {
    auto has = contrast(x.shown, ground);
    if (has >= least)
      continue;
    out.push_back({kind::low_contrast,
                   x.what + numbers(": %.2f to 1, needs %.1f", has, least)});
    break;
  }
}

void check_time(const placed_text& x, const check_frame& in,
                std::vector<finding>& out) {
  if (in.end <= 0)
    return;
  auto needs = reading_seconds(x.text) * (is_heard(x.text, in.heard) ? 0.5 : 1);
  auto has = in.end - x.start;
  if (has + a_frame < needs)
    out.push_back({kind::too_short,
                   x.what + numbers(" is there for %.1f s, needs %.1f s", has,
                                    needs)});
}

void check_one(const placed_text& x, const check_frame& in,
               std::vector<finding>& out) {
  if (x.cut)
    out.push_back({kind::left_out, x.what + ": words were left out"});
  if (x.missing > 0)
    out.push_back({kind::missing_glyph,
                   x.what + ": " + std::to_string(x.missing)
                     + " characters have no font"});
  if (x.ink.w <= 0)
    return;
  check_place(x, in, out);
  check_look(x, in, out);
  check_time(x, in, out);
}

void check_line(const placed_line& x, const scene_plan& plan,
                std::vector<finding>& out) {
  for (auto& text : plan.texts) {
    auto hit = false;
    for (size_t i = 1; i < x.through.size(); ++i)
      hit = hit || enters(x.through[i - 1], x.through[i], text.ink);
    if (hit)
      out.push_back({kind::crossed, x.what + " crosses " + text.what});
  }
}

} // namespace

std::string_view to_string(finding::kind x) {
  switch (x) {
    case kind::clipped: return "clipped";
    case kind::left_out: return "left out";
    case kind::overlap: return "overlap";
    case kind::crossed: return "crossed";
    case kind::in_captions: return "in the captions";
    case kind::too_small: return "too small";
    case kind::low_contrast: return "low contrast";
    case kind::missing_glyph: return "missing glyph";
    case kind::too_short: return "too short";
  }
  return "unknown";
}

double reading_seconds(std::string_view text) {
  constexpr double words_a_second = 3;
  constexpr double han_a_second = 6;
  constexpr double unspaced_a_second = 15;
  double out = 0;
  auto in_word = false;
  for (size_t at = 0; at < text.size();) {
    auto x = next_point(text, at);
    switch (script_of(x)) {
      case script_kind::han:
      case script_kind::kana:
        out += 1 / han_a_second;
        in_word = false;
        break;
      case script_kind::unspaced:
        out += 1 / unspaced_a_second;
        in_word = false;
        break;
      case script_kind::neutral:
        if (x == ' ')
          in_word = false;
        else if (x >= '0' && x <= '9' && !in_word)
          out += 1 / words_a_second, in_word = true;
        break;
      case script_kind::plain:
      case script_kind::hebrew:
      case script_kind::arabic:
      case script_kind::indic:
      case script_kind::hangul:
        out += in_word ? 0 : 1 / words_a_second;
        in_word = true;
        break;
    }
  }
  return out;
}

std::vector<finding> check_plan(const scene_plan& plan,
                                const check_frame& in) {
  std::vector<finding> out;
  auto& texts = plan.texts;
  for (size_t i = 0; i < texts.size(); ++i) {
    check_one(texts[i], in, out);
    for (size_t j = i + 1; j < texts.size(); ++j)
      if (overlaps(texts[i].ink, texts[j].ink))
        out.push_back({kind::overlap, texts[i].what + " and "
                                        + texts[j].what});
  }
  for (auto& line : plan.lines)
    check_line(line, plan, out);
  return out;
}

} // namespace troupe::media
