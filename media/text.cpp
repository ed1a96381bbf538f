#include "media/text.hpp"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct object_deleter {
  void operator()(gpointer x) const { g_object_unref(x); }
};
struct description_deleter {
  void operator()(PangoFontDescription* x) const {
    pango_font_description_free(x);
  }
};
struct attributes_deleter {
  void operator()(PangoAttrList* x) const { pango_attr_list_unref(x); }
};
struct memory_deleter {
  void operator()(char* x) const { g_free(x); }
};
using layout_ptr = std::unique_ptr<PangoLayout, object_deleter>;
using description_ptr = std::unique_ptr<PangoFontDescription,
                                        description_deleter>;
using attributes_ptr = std::unique_ptr<PangoAttrList, attributes_deleter>;

/// Height of capitals in sizes: what the eye centres on.
constexpr double cap_height = 0.72;

/// Families in the order in which characters are looked for.
const char* families_of(typeface x) {
  switch (x) {
    case typeface::text: return "Inter, Noto Sans";
    case typeface::display: return "Inter Display, Inter, Noto Sans";
    case typeface::serif: return "Noto Serif Display, Noto Serif, Noto Sans";
  }
  return "Inter";
}

double units(int pango) {
  return static_cast<double>(pango) / PANGO_SCALE;
}

size_t point_length(unsigned char first) {
  return first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
}

/// One line of a layout: its bytes and its logical width.
struct line_range {
  int start = 0;
  int end = 0;
  double left = 0;
  double width = 0;
  PangoLayoutLine* line = nullptr;
};

std::vector<line_range> lines_of(PangoLayout* layout) {
  std::vector<line_range> out;
  auto count = pango_layout_get_line_count(layout);
  for (int i = 0; i < count; ++i) {
    auto line = pango_layout_get_line_readonly(layout, i);
    PangoRectangle logical;
    pango_layout_line_get_extents(line, nullptr, &logical);
    out.push_back({line->start_index, line->start_index + line->length,
                   units(logical.x), units(logical.width), line});
  }
  return out;
}

std::string upper(std::string_view text) {
  std::unique_ptr<char, memory_deleter> out{
    g_utf8_strup(text.data(), static_cast<gssize>(text.size()))};
  return out.get();
}

/// A line that begins inside a word: the width is too small for the word.
bool breaks_words(const std::string& text,
                  const std::vector<line_range>& lines) {
  return std::any_of(lines.begin() + 1, lines.end(), [&](auto& line) {
    auto before = line.start - 1;
    auto last = before >= 0 ? text[static_cast<size_t>(before)] : ' ';
    // Scripts without blanks may break anywhere.
    return last != ' ' && last != '-'
           && static_cast<unsigned char>(last) < 0x80;
  });
}

} // namespace

struct text_setter::parts {
  std::unique_ptr<PangoFontMap, object_deleter> map;
  std::unique_ptr<PangoContext, object_deleter> context;

  layout_ptr layout(const std::string& text, const text_style& style,
                    double width) const {
    layout_ptr out{pango_layout_new(context.get())};
    description_ptr font{pango_font_description_new()};
    pango_font_description_set_family(font.get(), families_of(style.face));
    pango_font_description_set_weight(font.get(),
                                      static_cast<PangoWeight>(style.weight));
    pango_font_description_set_absolute_size(font.get(),
                                             style.size * PANGO_SCALE);
    pango_layout_set_font_description(out.get(), font.get());
    attributes_ptr attributes{pango_attr_list_new()};
    if (style.tracking != 0)
      pango_attr_list_insert(
        attributes.get(),
        pango_attr_letter_spacing_new(static_cast<int>(
          std::lround(style.tracking * style.size * PANGO_SCALE))));
    if (style.tabular)
      pango_attr_list_insert(attributes.get(),
                             pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(out.get(), attributes.get());
    if (width > 0) {
      pango_layout_set_width(out.get(),
                             static_cast<int>(width * PANGO_SCALE));
      pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
    }
    pango_layout_set_text(out.get(), text.data(),
                          static_cast<int>(text.size()));
    return out;
  }

  int line_count(const std::string& text, const text_style& style,
                 double width) const {
    return pango_layout_get_line_count(layout(text, style, width).get());
  }

  /// The narrowest width that needs no more lines and breaks no word.
  double balanced(const std::string& text, const text_style& style,
                  double width) const {
    auto count = line_count(text, style, width);
    if (count < 2)
      return width;
    auto low = width / count * 0.8;
    auto high = width;
    for (int i = 0; i < 8; ++i) {
      auto middle = (low + high) / 2;
      auto trial = layout(text, style, middle);
      auto lines = lines_of(trial.get());
      if (static_cast<int>(lines.size()) > count || breaks_words(text, lines))
        low = middle;
      else
        high = middle;
    }
    return std::ceil(high);
  }

  /// Narrower until the last line isn't one short word.
  double without_widow(const std::string& text, const text_style& style,
                       double width) const {
    auto trial = layout(text, style, width);
    auto lines = lines_of(trial.get());
    if (lines.size() < 2)
      return width;
    auto is_short = [&](const std::vector<line_range>& x) {
      return x.back().width < width * 0.28;
    };
    if (!is_short(lines))
      return width;
    for (auto narrower = width * 0.96; narrower > width * 0.6;
         narrower -= width * 0.04) {
      auto next = layout(text, style, narrower);
      auto next_lines = lines_of(next.get());
      if (next_lines.size() != lines.size() || breaks_words(text, next_lines))
        break;
      if (!is_short(next_lines))
        return narrower;
    }
    return width;
  }

  /// A headline of two lines, one of which is a single word, looks better
  /// on one line when that costs little size.
  double size_on_one_line(const std::string& text, text_style style,
                          const text_room& room) const {
    auto two = layout(text, style, balanced(text, style, room.width));
    auto lines = lines_of(two.get());
    if (lines.size() != 2)
      return style.size;
    auto words = [&](const line_range& x) {
      return std::count(text.begin() + x.start, text.begin() + x.end, ' ')
             - (x.end > x.start
                && text[static_cast<size_t>(x.end) - 1] == ' ');
    };
    if (words(lines[0]) > 0 && words(lines[1]) > 0)
      return style.size;
    constexpr double worth = 0.74;
    auto was = style.size;
    for (; style.size >= was * worth && style.size >= room.smallest;
         style.size *= 0.97)
      if (line_count(text, style, room.width) == 1)
        return style.size;
    return was;
  }

  /// Text without the characters that no font can draw.
  std::string drawable(std::string_view text, const text_style& style,
                       int& missing) const {
    std::string out{text};
    auto whole = layout(out, style, 0);
    if (pango_layout_get_unknown_glyphs_count(whole.get()) == 0)
      return out;
    out.clear();
    for (size_t at = 0; at < text.size();) {
      auto length = point_length(static_cast<unsigned char>(text[at]));
      std::string one{text.substr(at, length)};
      auto trial = layout(one, style, 0);
      if (pango_layout_get_unknown_glyphs_count(trial.get()) > 0)
        ++missing;
      else
        out += one;
      at += length;
    }
    return out;
  }

  text_block block(const std::string& text, const text_style& style,
                   double width) const;
  void add_word(text_block& out, const std::string& word,
                const text_style& style, double x, double baseline,
                int line) const;
};

void text_setter::parts::add_word(text_block& out, const std::string& word,
                                  const text_style& style, double x,
                                  double baseline, int line) const {
  auto set = layout(word, style, 0);
  PangoRectangle ink;
  auto first = pango_layout_get_line_readonly(set.get(), 0);
  pango_layout_line_get_extents(first, &ink, nullptr);
  if (ink.width <= 0 || ink.height <= 0)
    return;
  auto left = std::floor(x + units(ink.x)) - 1;
  auto top = std::floor(baseline + units(ink.y)) - 1;
  auto right = std::ceil(x + units(ink.x + ink.width)) + 1;
  auto bottom = std::ceil(baseline + units(ink.y + ink.height)) + 1;
  text_word made;
  made.mask = make_surface(CAIRO_FORMAT_A8, static_cast<int>(right - left),
                           static_cast<int>(bottom - top));
  made.x = static_cast<int>(left);
  made.y = static_cast<int>(top);
  made.line = line;
  auto cr = draw_on(made.mask);
  cairo_set_antialias(cr.get(), CAIRO_ANTIALIAS_BEST);
  cairo_move_to(cr.get(), x - left, baseline - top);
  pango_cairo_layout_line_path(cr.get(), first);
  cairo_fill(cr.get());
  rect covered{left + 1, top + 1, right - left - 2, bottom - top - 2};
  if (out.words.empty()) {
    out.ink = covered;
  } else {
    auto x0 = std::min(out.ink.x, covered.x);
    auto y0 = std::min(out.ink.y, covered.y);
    auto x1 = std::max(out.ink.right(), covered.right());
    auto y1 = std::max(out.ink.bottom(), covered.bottom());
    out.ink = {x0, y0, x1 - x0, y1 - y0};
  }
  out.words.push_back(std::move(made));
}

text_block text_setter::parts::block(const std::string& text,
                                     const text_style& style,
                                     double width) const {
  text_block out;
  auto whole = layout(text, style, width);
  auto lines = lines_of(whole.get());
  for (auto& line : lines)
    out.width = std::max(out.width, line.width);
  auto line_height = std::round(style.leading * style.size);
  int number = 0;
  for (auto& line : lines) {
    auto is_rtl = line.line->resolved_dir == PANGO_DIRECTION_RTL;
    auto spare = out.width - line.width;
    auto left = style.to == align::center               ? spare / 2
                : (style.to == align::right) != is_rtl ? spare
                                                       : 0.0;
    auto baseline = number * line_height
                    + std::round((line_height + cap_height * style.size) / 2);
    for (auto at = line.start; at < line.end;) {
      auto begin = static_cast<size_t>(at);
      auto end = std::min(text.find(' ', begin), static_cast<size_t>(line.end));
      if (end > begin) {
        auto last = end - 1;
        while (last > begin && (text[last] & 0xC0) == 0x80)
          --last;
        int x0 = 0, x1 = 0;
        pango_layout_line_index_to_x(line.line, at, FALSE, &x0);
        pango_layout_line_index_to_x(line.line, static_cast<int>(last), TRUE,
                                     &x1);
        add_word(out, text.substr(begin, end - begin), style,
                 left + units(std::min(x0, x1)), baseline, number);
      }
      at = static_cast<int>(end) + 1;
    }
    ++number;
  }
  out.lines = number;
  out.height = number * line_height;
  out.size = style.size;
  return out;
}

text_setter::text_setter() : parts_(std::make_unique<parts>()) {
  parts_->map.reset(pango_cairo_font_map_new());
  pango_cairo_font_map_set_resolution(
    PANGO_CAIRO_FONT_MAP(parts_->map.get()), 72);
  parts_->context.reset(pango_font_map_create_context(parts_->map.get()));
  auto context = parts_->context.get();
  auto options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  // The machine's language must not choose other glyphs.
  pango_context_set_language(context, pango_language_from_string("en"));
}

text_setter::~text_setter() = default;

text_block text_setter::fit(std::string_view raw, text_style style,
                            const text_room& room) {
  text_block out;
  if (raw.empty() || room.width < 1)
    return out;
  int missing = 0;
  auto text = parts_->drawable(style.caps ? upper(raw) : std::string{raw},
                               style, missing);
  auto fits = [&](const std::string& x) {
    auto trial = parts_->layout(x, style, room.width);
    auto lines = lines_of(trial.get());
    auto height = std::round(style.leading * style.size)
                  * static_cast<double>(lines.size());
    return static_cast<int>(lines.size()) <= room.lines
           && height <= room.height + 0.5 && !breaks_words(x, lines);
  };
  auto smallest = std::min(room.smallest, style.size);
  while (style.size > smallest && !fits(text))
    style.size = std::max(smallest, style.size * 0.96);
  auto cut = false;
  while (!fits(text)) {
    auto blank = text.rfind(' ');
    if (blank == std::string::npos || blank == 0)
      break;
    text = text.substr(0, blank) + "\u2026";
    cut = true;
  }
  if (room.balanced)
    style.size = parts_->size_on_one_line(text, style, room);
  auto width = room.balanced ? parts_->balanced(text, style, room.width)
                             : parts_->without_widow(text, style, room.width);
  out = parts_->block(text, style, width);
  out.missing = missing;
  out.cut = cut || !fits(text);
  out.text = text;
  return out;
}

double text_setter::width_of(std::string_view text, const text_style& style) {
  auto set = parts_->layout(std::string{text}, style, 0);
  PangoRectangle logical;
  pango_layout_get_extents(set.get(), nullptr, &logical);
  return units(logical.width);
}

bool text_setter::draws() {
  return !parts_->block("Ag", {}, 0).words.empty();
}

bool text_setter::has(typeface face) {
  description_ptr wanted{pango_font_description_new()};
  auto name = std::string{family_of(face)};
  pango_font_description_set_family(wanted.get(), name.c_str());
  pango_font_description_set_absolute_size(wanted.get(), 40 * PANGO_SCALE);
  std::unique_ptr<PangoFont, object_deleter> font{pango_font_map_load_font(
    parts_->map.get(), parts_->context.get(), wanted.get())};
  if (!font)
    return false;
  description_ptr found{pango_font_describe(font.get())};
  auto family = pango_font_description_get_family(found.get());
  return family != nullptr && name == family && draws();
}

std::string_view family_of(typeface x) {
  switch (x) {
    case typeface::text: return "Inter";
    case typeface::display: return "Inter Display";
    case typeface::serif: return "Noto Serif Display";
  }
  return "Inter";
}

} // namespace troupe::media
