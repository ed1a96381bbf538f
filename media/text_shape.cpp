#include "media/text_shape.hpp"

#include "media/text_fonts.hpp"
#include "media/text_script.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

struct description_deleter {
  void operator()(PangoFontDescription* x) const {
    pango_font_description_free(x);
  }
};
struct attributes_deleter {
  void operator()(PangoAttrList* x) const { pango_attr_list_unref(x); }
};
struct glyphs_deleter {
  void operator()(PangoGlyphString* x) const { pango_glyph_string_free(x); }
};
struct memory_deleter {
  void operator()(char* x) const { g_free(x); }
};
using description_ptr = std::unique_ptr<PangoFontDescription,
                                        description_deleter>;
using attributes_ptr = std::unique_ptr<PangoAttrList, attributes_deleter>;
using glyphs_ptr = std::unique_ptr<PangoGlyphString, glyphs_deleter>;

/// Size at which texts are measured: large enough for exact proportions.
constexpr double measured_size = 200;
/// Texts of one scene, a few times over.
constexpr size_t most_known = 400;

constexpr std::string_view right_mark = "\u200F";
constexpr std::string_view left_mark = "\u200E";

double units(int pango) {
  return static_cast<double>(pango) / PANGO_SCALE;
}

std::string upper(std::string_view text) {
  std::unique_ptr<char, memory_deleter> out{
    g_utf8_strup(text.data(), static_cast<gssize>(text.size()))};
  return out.get();
}

bool is_spaced_out(script_kind x) {
  return x == script_kind::neutral || x == script_kind::plain
         || x == script_kind::hebrew;
}

/// Letter spacing tears joined letters apart: only scripts of single letters
/// get it.
void add_tracking(PangoAttrList* to, std::string_view text, double em,
                  double tracking) {
  auto add = [&](size_t from, size_t until) {
    auto x = pango_attr_letter_spacing_new(
      static_cast<int>(std::lround(tracking * em * PANGO_SCALE)));
    x->start_index = static_cast<guint>(from);
    x->end_index = static_cast<guint>(until);
    pango_attr_list_insert(to, x);
  };
  size_t from = 0;
  for (size_t at = 0; at < text.size();) {
    auto before = at;
    if (is_spaced_out(script_of(next_point(text, at))))
      continue;
    if (before > from)
      add(from, before);
    from = at;
  }
  if (from < text.size())
    add(from, text.size());
}

/// The paragraph's direction comes from most of the letters, not the first.
std::string marked(std::string_view text, bool rtl) {
  return std::string{rtl ? right_mark : left_mark} + std::string{text};
}

constexpr size_t mark_bytes = 3;

template <class F>
void each_cluster(PangoLayoutLine* line, const char* text, F&& f) {
  int x = 0;
  for (auto at = line->runs; at != nullptr; at = at->next) {
    auto run = static_cast<PangoGlyphItem*>(at->data);
    std::vector<int> lefts;
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      lefts.push_back(x);
      x += run->glyphs->glyphs[i].geometry.width;
    }
    lefts.push_back(x);
    PangoGlyphItemIter i;
    auto more = pango_glyph_item_iter_init_start(&i, run, text);
    for (; more; more = pango_glyph_item_iter_next_cluster(&i)) {
      auto low = std::min(i.start_glyph, i.end_glyph + 1);
      auto high = std::max(i.start_glyph + 1, i.end_glyph);
      f(run, i.start_index, i.end_index, low, high,
        lefts[static_cast<size_t>(low)], lefts[static_cast<size_t>(high)]);
    }
  }
}

bool is_hiragana(char32_t x) {
  return x >= 0x3041 && x <= 0x309F;
}

char32_t point_at(std::string_view text, size_t at) {
  return at < text.size() ? next_point(text, at) : U' ';
}

char32_t point_before(std::string_view text, size_t at) {
  if (at == 0)
    return U' ';
  --at;
  while (at > 0 && (text[at] & 0xC0) == 0x80)
    --at;
  return next_point(text, at);
}

bool has_no_blanks(script_kind x) {
  return x == script_kind::han || x == script_kind::kana
         || x == script_kind::unspaced;
}

/// A line's end where no blank is: good behind a particle or a sign, bad
/// within a word.
double inner_cost(std::string_view text, size_t at) {
  auto before = point_before(text, at);
  auto after = point_at(text, at);
  auto left = script_of(before);
  auto right = script_of(after);
  if (left == script_kind::unspaced && right == script_kind::unspaced)
    return 0.1;
  if (left == script_kind::neutral)
    return has_no_blanks(right) ? 0.05 : 0.5;
  if (is_hiragana(before) && !is_hiragana(after))
    return 0.1;
  if (left != right && has_no_blanks(left))
    return 0.3;
  return 0.6;
}

double words_of(std::string_view text, const text_atom& x, bool ends_word) {
  auto kind = script_of(point_at(text, x.first));
  auto points = static_cast<double>(
    count_points(text.substr(x.first, x.last - x.first)));
  if (kind == script_kind::unspaced)
    return std::min(1.0, points * 0.2);
  if (has_no_blanks(kind))
    return points * 0.34;
  return ends_word ? 1 : 0;
}

std::string_view word_of(std::string_view text, const text_atom& x) {
  return text.substr(x.first, x.last - x.first);
}

/// Atoms lie between the places where Unicode lets a line end.
std::vector<text_atom> atoms_of(const shaped_text& from,
                                const std::vector<size_t>& ends) {
  std::vector<text_atom> out;
  std::string_view text = from.text;
  size_t first = 0;
  for (auto end : ends) {
    auto last = end;
    while (last > first && text[last - 1] == ' ')
      --last;
    if (last > first) {
      text_atom x{first, last};
      x.width = from.width(first, last);
      x.blank = from.width(last, end);
      out.push_back(x);
    } else if (!out.empty()) {
      out.back().blank += from.width(first, end);
    }
    first = end;
  }
  for (size_t i = 0; i < out.size(); ++i) {
    auto& x = out[i];
    auto is_last = i + 1 == out.size();
    auto ends_word = is_last || x.blank > 0;
    x.words = words_of(text, x, ends_word);
    if (is_last)
      continue;
    x.cost = ends_word ? tear_cost(word_of(text, x), word_of(text, out[i + 1]))
                       : inner_cost(text, x.last);
    x.is_glued = x.cost >= 1;
  }
  return out;
}

std::string key_of(std::string_view raw, const text_style& x,
                   std::string_view han) {
  std::string out{raw};
  out += '\0';
  out += std::to_string(static_cast<int>(x.face)) + ','
         + std::to_string(x.weight) + ',' + std::to_string(x.tracking)
         + (x.tabular ? ",t" : ",") + (x.caps ? ",c" : ",");
  out += han;
  return out;
}

void grow(rect& x, const rect& by, bool is_first) {
  if (is_first) {
    x = by;
    return;
  }
  auto left = std::min(x.x, by.x);
  auto top = std::min(x.y, by.y);
  x = {left, top, std::max(x.right(), by.right()) - left,
       std::max(x.bottom(), by.bottom()) - top};
}

/// Glyphs of one font that follow each other.
struct glyph_piece {
  PangoFont* font = nullptr;
  glyphs_ptr glyphs;
  double x = 0;
};

struct line_unit {
  size_t first = 0;
  size_t last = 0;
  std::vector<glyph_piece> plain;
  std::vector<glyph_piece> coloured;
};

rect ink_of(const std::vector<glyph_piece>& pieces, double baseline) {
  rect out;
  auto is_first = true;
  for (auto& piece : pieces) {
    PangoRectangle ink;
    pango_glyph_string_extents(piece.glyphs.get(), piece.font, &ink, nullptr);
    if (ink.width <= 0 || ink.height <= 0)
      continue;
    rect one{piece.x + units(ink.x), baseline + units(ink.y),
             units(ink.width), units(ink.height)};
    grow(out, one, is_first);
    is_first = false;
  }
  return out;
}

/// Keeps a list sorted.
void add_family(std::vector<std::string>& to, PangoFont* font) {
  description_ptr found{pango_font_describe(font)};
  std::string name = pango_font_description_get_family(found.get());
  auto at = std::ranges::lower_bound(to, name);
  if (at == to.end() || *at != name)
    to.insert(at, std::move(name));
}

void add_word(text_block& to, const line_unit& unit,
              const std::vector<glyph_piece>& pieces, bool coloured,
              double baseline, int number) {
  auto ink = ink_of(pieces, baseline);
  if (ink.w <= 0 || ink.h <= 0)
    return;
  auto left = std::floor(ink.x) - 1;
  auto top = std::floor(ink.y) - 1;
  auto width = static_cast<int>(std::ceil(ink.right()) + 1 - left);
  auto height = static_cast<int>(std::ceil(ink.bottom()) + 1 - top);
  text_word made;
  made.mask = make_surface(coloured ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_A8,
                           width, height);
  made.is_coloured = coloured;
  made.x = static_cast<int>(left);
  made.y = static_cast<int>(top);
  made.line = number;
  made.first = unit.first;
  made.last = unit.last;
  auto cr = draw_on(made.mask);
  cairo_set_antialias(cr.get(), CAIRO_ANTIALIAS_BEST);
  for (auto& piece : pieces) {
    add_family(to.families, piece.font);
    cairo_move_to(cr.get(), piece.x - left, baseline - top);
    if (coloured)
      pango_cairo_show_glyph_string(cr.get(), piece.font, piece.glyphs.get());
    else
      pango_cairo_glyph_string_path(cr.get(), piece.font, piece.glyphs.get());
  }
  if (!coloured)
    cairo_fill(cr.get());
  grow(to.ink, {left + 1, top + 1, width - 2.0, height - 2.0},
       to.words.empty());
  to.words.push_back(std::move(made));
}

/// What appears at once: a word; where words have no blanks, a phrase.
std::vector<line_unit> units_of(const shaped_text& from, size_t first,
                                size_t last) {
  std::vector<line_unit> out;
  constexpr size_t long_phrase = 5;
  for (auto& x : from.atoms) {
    // A divided atom has its parts in two lines.
    auto begin = std::max(x.first, first);
    auto end = std::min(x.last, last);
    if (begin >= end)
      continue;
    auto text = std::string_view{from.text};
    auto follows = !out.empty() && out.back().last == begin;
    auto blankless = has_no_blanks(script_of(point_before(text, begin)))
                     || has_no_blanks(script_of(point_at(text, begin)));
    auto so_far = follows ? count_points(text.substr(
                              out.back().first, begin - out.back().first))
                          : 0;
    if (follows
        && (!blankless || (inner_cost(text, begin) > 0.2
                           && so_far < long_phrase)))
      out.back().last = end;
    else
      out.push_back({begin, end, {}, {}});
  }
  return out;
}

} // namespace

double shaped_text::width(size_t first, size_t last) const {
  auto less = [](const std::pair<size_t, double>& a, size_t b) {
    return a.first < b;
  };
  auto from = std::lower_bound(clusters.begin(), clusters.end(), first, less);
  auto until = std::lower_bound(from, clusters.end(), last, less);
  double out = 0;
  for (auto i = from; i != until; ++i)
    out += i->second;
  return out;
}

std::vector<text_atom> divided(const shaped_text& from, double room,
                               divide how) {
  std::vector<text_atom> out;
  for (auto& x : from.atoms) {
    out.push_back(x);
    if (how == divide::anywhere)
      out.back().is_glued = false;
    if (x.width <= room)
      continue;
    std::vector<hyphen_point> points;
    if (how == divide::at_hyphens) {
      points = hyphen_points(word_of(from.text, x));
    } else {
      for (auto& [at, advance] : from.clusters)
        if (at > x.first && at < x.last && advance > 0)
          points.push_back({at - x.first, 1});
    }
    for (auto& point : points) {
      auto rest = out.back();
      auto& head = out.back();
      head.last = x.first + point.at;
      head.width = from.width(head.first, head.last);
      head.blank = 0;
      head.cost = point.cost;
      head.is_glued = false;
      head.words = 0;
      head.hyphen = how == divide::at_hyphens ? from.hyphen : 0;
      rest.first = head.last;
      rest.width = from.width(rest.first, rest.last);
      out.push_back(rest);
    }
  }
  return out;
}

/// Finding fonts takes 20 ms, so a thread keeps what it found. What is set
/// holds pixels only: it may go to other threads.
static PangoFontMap* fonts_of_this_thread() {
  thread_local const std::unique_ptr<PangoFontMap, object_deleter> fonts = [] {
    auto out = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(out), 72);
    return std::unique_ptr<PangoFontMap, object_deleter>{out};
  }();
  return fonts.get();
}

text_shaper::text_shaper()
    : map_(fonts_of_this_thread()),
      context_(pango_font_map_create_context(map_)) {
  auto context = context_.get();
  auto options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context, FALSE);
  use_language("");
}

void text_shaper::use_language(std::string_view han) {
  han_ = std::string{han.empty() ? "ja" : han};
  // The machine's language must not choose other glyphs.
  auto language = std::string{han.empty() ? "en" : han};
  pango_context_set_language(context_.get(),
                             pango_language_from_string(language.c_str()));
}

layout_ptr text_shaper::layout(std::string_view text,
                               const text_style& style) const {
  layout_ptr out{pango_layout_new(context_.get())};
  description_ptr font{pango_font_description_new()};
  pango_font_description_set_family(font.get(),
                                    families_of(style.face, han_).c_str());
  pango_font_description_set_weight(font.get(),
                                    static_cast<PangoWeight>(style.weight));
  pango_font_description_set_absolute_size(font.get(),
                                           style.size * PANGO_SCALE);
  pango_layout_set_font_description(out.get(), font.get());
  attributes_ptr attributes{pango_attr_list_new()};
  if (style.tracking != 0)
    add_tracking(attributes.get(), text, style.size, style.tracking);
  if (style.tabular)
    pango_attr_list_insert(attributes.get(),
                           pango_attr_font_features_new("tnum=1"));
  pango_layout_set_attributes(out.get(), attributes.get());
  pango_layout_set_single_paragraph_mode(out.get(), TRUE);
  pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
  return out;
}

std::string text_shaper::drawable(const std::string& text,
                                  const text_style& style,
                                  int& missing) const {
  auto whole = layout(text, style);
  if (pango_layout_get_unknown_glyphs_count(whole.get()) == 0)
    return text;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    auto first = at;
    next_point(text, at);
    auto one = text.substr(first, at - first);
    auto trial = layout(one, style);
    if (pango_layout_get_unknown_glyphs_count(trial.get()) > 0)
      ++missing;
    else
      out += one;
  }
  return out;
}

shaped_text text_shaper::make(std::string_view raw,
                              const text_style& style) const {
  shaped_text out;
  auto with = style;
  with.size = measured_size;
  out.text = drawable(style.caps ? upper(raw) : std::string{raw}, with,
                      out.missing);
  out.rtl = is_rtl(out.text);
  out.least_leading = media::least_leading(out.text);
  auto text = marked(out.text, out.rtl);
  auto set = layout(text, with);
  auto line = pango_layout_get_line_readonly(set.get(), 0);
  each_cluster(line, text.c_str(),
               [&](PangoGlyphItem*, int first, int, int, int, int left,
                   int right) {
                 if (static_cast<size_t>(first) >= mark_bytes)
                   out.clusters.emplace_back(
                     static_cast<size_t>(first) - mark_bytes,
                     units(right - left) / measured_size);
               });
  std::sort(out.clusters.begin(), out.clusters.end());
  int count = 0;
  auto breaks = pango_layout_get_log_attrs_readonly(set.get(), &count);
  std::vector<size_t> ends;
  int number = 1; // the mark
  for (size_t at = 0; at < out.text.size(); ++number) {
    if (at > 0 && number < count && breaks[number].is_line_break)
      ends.push_back(at);
    next_point(out.text, at);
  }
  ends.push_back(out.text.size());
  out.atoms = atoms_of(out, ends);
  if (!out.text.empty()) {
    PangoRectangle logical;
    auto hyphen = layout("-", with);
    pango_layout_get_extents(hyphen.get(), nullptr, &logical);
    out.hyphen = units(logical.width) / measured_size;
  }
  return out;
}

const shaped_text& text_shaper::shape(std::string_view raw,
                                      const text_style& style) {
  auto key = key_of(raw, style, han_);
  if (auto found = known_.find(key); found != known_.end())
    return found->second;
  if (known_.size() >= most_known)
    known_.clear();
  return known_.emplace(std::move(key), make(raw, style)).first->second;
}

void text_shaper::add_line(text_block& to, const shaped_text& from,
                           size_t first, size_t last, bool with_hyphen,
                           const text_style& style, double x, double y,
                           int number) const {
  auto text = marked(std::string_view{from.text}.substr(first, last - first),
                     from.rtl)
              + (with_hyphen ? "-" : "");
  auto set = layout(text, style);
  auto line = pango_layout_get_line_readonly(set.get(), 0);
  auto parts = units_of(from, first, last);
  each_cluster(
    line, text.c_str(),
    [&](PangoGlyphItem* run, int begin, int, int low, int high, int left,
        int) {
      if (static_cast<size_t>(begin) < mark_bytes || parts.empty())
        return;
      auto at = std::min(first + static_cast<size_t>(begin) - mark_bytes,
                         last - 1);
      auto unit = std::find_if(parts.begin(), parts.end(), [&](auto& one) {
        return at >= one.first && at < one.last;
      });
      if (unit == parts.end())
        return; // a blank
      auto coloured = run->glyphs->glyphs[low].attr.is_color != 0;
      glyph_piece piece;
      piece.font = run->item->analysis.font;
      piece.glyphs.reset(pango_glyph_string_new());
      pango_glyph_string_set_size(piece.glyphs.get(), high - low);
      std::copy(run->glyphs->glyphs + low, run->glyphs->glyphs + high,
                piece.glyphs->glyphs);
      piece.x = x + units(left);
      (coloured ? unit->coloured : unit->plain).push_back(std::move(piece));
    });
  for (auto& unit : parts) {
    add_word(to, unit, unit.plain, false, y, number);
    add_word(to, unit, unit.coloured, true, y, number);
  }
}

bool text_shaper::has(std::string_view family) const {
  description_ptr wanted{pango_font_description_new()};
  auto name = std::string{family};
  pango_font_description_set_family(wanted.get(), name.c_str());
  pango_font_description_set_absolute_size(wanted.get(), 40 * PANGO_SCALE);
  std::unique_ptr<PangoFont, object_deleter> font{pango_font_map_load_font(
    map_, context_.get(), wanted.get())};
  if (!font)
    return false;
  description_ptr found{pango_font_describe(font.get())};
  auto got = pango_font_description_get_family(found.get());
  return got != nullptr && name == got;
}

} // namespace troupe::media
