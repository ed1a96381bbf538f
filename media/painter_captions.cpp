#include "media/painter_captions.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

constexpr size_t longest_line = 42;
constexpr size_t longest_narrow = 46; ///< over two short lines
constexpr size_t longest_square = 34;
/// On screen before the first word, and after the last.
constexpr double before = 0.12;
constexpr double after = 0.45;
/// The colour changes within this.
constexpr double turn = 0.09;
constexpr double fade = 0.12;

size_t length_of(std::string_view text) {
  return static_cast<size_t>(std::count_if(
    text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool ends_with_any(std::string_view text, std::string_view marks) {
  while (!text.empty() && (text.back() == '"' || text.back() == ')'))
    text.remove_suffix(1);
  return !text.empty() && marks.find(text.back()) != std::string_view::npos;
}

size_t length_between(const std::vector<spoken_word>& words, size_t first,
                      size_t last) {
  size_t out = 0;
  for (auto i = first; i < last; ++i)
    out += length_of(words[i].text) + (i > first ? 1 : 0);
  return out;
}

/// Parts of about the same length.
void split_evenly(const std::vector<spoken_word>& words, size_t first,
                  size_t last, size_t longest,
                  std::vector<caption_chunk>& out) {
  auto whole = length_between(words, first, last);
  auto parts = (whole + longest - 1) / longest;
  for (auto from = first; from < last;) {
    auto left = length_between(words, from, last);
    auto share = parts > 0 ? (left + parts - 1) / parts : left;
    auto to = from + 1;
    while (to < last) {
      auto with_next = length_between(words, from, to + 1);
      if (with_next > longest)
        break;
      auto now = length_between(words, from, to);
      // The next word comes in when that is nearer to the even share.
      if (now >= share || with_next - share > share - now)
        if (with_next > share)
          break;
      ++to;
    }
    out.push_back({from, to});
    from = to;
    parts = parts > 1 ? parts - 1 : 1;
  }
}

} // namespace

std::vector<caption_chunk> caption_chunks(const std::vector<spoken_word>& words,
                                          size_t longest) {
  std::vector<caption_chunk> out;
  size_t first = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    auto is_last = i + 1 == words.size();
    auto sentence = ends_with_any(words[i].text, ".!?");
    auto clause = ends_with_any(words[i].text, ",;:")
                  && length_between(words, first, i + 1) >= longest / 3;
    if (!is_last && !sentence && !clause)
      continue;
    split_evenly(words, first, i + 1, longest, out);
    first = i + 1;
  }
  return out;
}

rect captions::area(const scene_builder& of) {
  if (!of.scene.captions)
    return {};
  auto& grid = of.grid;
  auto line = grid.caption_size * 1.3;
  auto height = line * grid.caption_lines + 2 * 14;
  return {of.u(grid.margin * 0.5), of.u(grid.caption_bottom - height),
          of.u(grid.width - grid.margin), of.u(height)};
}

captions::captions(scene_builder& from) {
  auto& look = from.look;
  pill_ = look.pill;
  pill_alpha_ = look.pill_alpha;
  ink_ = look.pill_ink;
  lit_ = look.pill_accent;
  waiting_ = mix(look.pill_ink, look.pill, 0.44);
  radius_ = from.u(std::min(22.0, look.radius + 4));
  if (!from.scene.captions)
    return;
  auto longest = from.grid.caption_lines > 1          ? longest_narrow
                 : from.grid.shape == frame_shape::wide ? longest_line
                                                        : longest_square;
  for (auto part : caption_chunks(from.words, longest))
    chunks_.push_back(make(from, part));
  for (size_t i = 0; i + 1 < chunks_.size(); ++i) {
    auto& next = chunks_[i + 1];
    // Chunks that follow each other must not make the pill blink.
    chunks_[i].fades_out = chunks_[i].end + fade < next.start;
    next.fades_in = chunks_[i].fades_out;
    chunks_[i].end = std::min(chunks_[i].end, next.start);
  }
}

captions::chunk captions::make(scene_builder& from, caption_chunk of) {
  chunk out;
  auto with = from.style(text_role::caption);
  with.size = from.u(from.grid.caption_size)
              * std::min(1.15, from.scene.text_scale);
  with.tracking = -0.004;
  std::string whole;
  for (auto i = of.first; i < of.last; ++i)
    whole += (whole.empty() ? "" : " ") + from.words[i].text;
  auto room = captions::area(from);
  auto inner = room.w - from.u(64);
  auto lines = from.grid.caption_lines;
  // Shrinks so that the chunk fits its lines.
  auto trial = from.fit(with, whole,
                        {inner, 1e9, lines, from.u(26), lines > 1});
  with.size = trial.size;
  auto blank = from.setter().width_of("a a", with)
               - 2 * from.setter().width_of("a", with);
  auto wrap = trial.lines > 1 ? trial.width + 1 : inner;
  auto line_height = std::round(with.size * 1.3);
  std::vector<double> widths{0};
  for (auto i = of.first; i < of.last; ++i) {
    word one;
    one.set = from.fit(with, from.words[i].text, {inner, 1e9, 1, from.u(20)});
    one.start = static_cast<double>(from.words[i].start.count()) / 1e6;
    one.end = static_cast<double>(from.words[i].end.count()) / 1e6;
    auto x = widths.back() > 0 ? widths.back() + blank : 0.0;
    if (x + one.set.width > wrap && x > 0) {
      widths.push_back(0);
      x = 0;
    }
    one.at = {x, static_cast<double>(widths.size() - 1)};
    widths.back() = x + one.set.width;
    out.words.push_back(std::move(one));
  }
  auto wide = *std::max_element(widths.begin(), widths.end());
  auto pad = std::round(from.u(32));
  auto pad_y = std::round(from.u(14));
  auto height = line_height * static_cast<double>(widths.size()) + 2 * pad_y;
  auto bottom = std::round(from.u(from.grid.caption_bottom));
  auto width = std::ceil(wide) + 2 * pad;
  auto frame = static_cast<double>(from.scene.format.width);
  out.pill = {std::round((frame - width) / 2), bottom - height, width, height};
  for (auto& one : out.words) {
    auto line = static_cast<size_t>(one.at.y);
    one.at = {std::round(out.pill.x + (width - widths[line]) / 2 + one.at.x),
              out.pill.y + pad_y + static_cast<double>(line) * line_height};
  }
  out.start = std::max(0.0, out.words.front().start - before);
  out.end = out.words.back().end + after;
  return out;
}

void captions::draw_chunk(cairo_t* cr, const chunk& x, double t) const {
  auto alpha = std::min(x.fades_in ? ramp(t, x.start, fade) : 1.0,
                        x.fades_out ? 1 - ramp(t, x.end - fade, fade) : 1.0);
  rounded(cr, x.pill, radius_);
  fill(cr, pill_, pill_alpha_ * alpha);
  for (auto& word : x.words) {
    auto lit = ramp(t, word.start - 0.02, turn);
    auto past = ramp(t, word.end - 0.03, turn);
    auto ink = mix(mix(waiting_, lit_, lit), ink_, past);
    draw_text(cr, word.set, word.at, ink, alpha);
  }
}

void captions::draw(cairo_t* cr, double t) const {
  for (auto& x : chunks_)
    if (t >= x.start && t < x.end)
      draw_chunk(cr, x, t);
}

} // namespace troupe::media
