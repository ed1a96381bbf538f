#include "media/painter_captions.hpp"

#include "media/text_script.hpp"

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
/// The colour changes within this: one frame between the two.
constexpr double turn = 0.05;
/// A word starts to turn so much earlier than it is heard.
constexpr double early = 0.02;
/// A shorter pause between words is none: one turns back as the next turns.
constexpr double pause = 0.15;
constexpr double fade = 0.12;

bool is_wide(script_kind x) {
  return x == script_kind::han || x == script_kind::kana
         || x == script_kind::hangul;
}

/// In letters; a Han character is as wide as two.
size_t length_of(std::string_view text) {
  size_t out = 0;
  for (size_t at = 0; at < text.size();)
    out += is_wide(script_of(next_point(text, at))) ? 2 : 1;
  return out;
}

bool ends_with_any(std::string_view text,
                   std::initializer_list<std::string_view> marks) {
  for (std::string_view closing : {"\"", ")", "\u201D", "\u00BB", "\u300D"})
    if (text.ends_with(closing))
      text.remove_suffix(closing.size());
  return std::any_of(marks.begin(), marks.end(), [&](auto mark) {
    return text.ends_with(mark);
  });
}

bool ends_sentence(std::string_view text) {
  return ends_with_any(text, {".", "!", "?", "\u3002", "\uFF01", "\uFF1F",
                              "\u061F", "\u0964", "\u06D4"});
}

bool ends_clause(std::string_view text) {
  return ends_with_any(text, {",", ";", ":", "\u3001", "\uFF0C", "\uFF1B",
                              "\uFF1A", "\u060C", "\u061B"});
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

std::vector<spoken_word> caption_words(const std::vector<spoken_word>& words) {
  std::vector<spoken_word> out;
  constexpr size_t long_phrase = 12;
  for (auto& word : words) {
    auto whole = length_of(word.text);
    if (whole <= long_phrase) {
      out.push_back(word);
      continue;
    }
    auto time = word.end - word.start;
    size_t said = 0;
    auto from = size_t{0};
    auto last = script_kind::neutral;
    for (size_t at = 0; at < word.text.size();) {
      auto before = at;
      auto kind = script_of(next_point(word.text, at));
      auto part = word.text.substr(from, before - from);
      auto is_blankless = kind == script_kind::han
                          || kind == script_kind::kana
                          || kind == script_kind::unspaced;
      // Behind a sign, or where kana ends and Han begins.
      auto may_end = is_blankless && !part.empty()
                     && (ends_clause(part) || ends_sentence(part)
                         || (last == script_kind::kana
                             && kind == script_kind::han)
                         || length_of(part) >= long_phrase);
      if (may_end) {
        auto start = word.start + time * static_cast<int64_t>(said)
                                    / static_cast<int64_t>(whole);
        said += length_of(part);
        out.push_back({part, start,
                       word.start + time * static_cast<int64_t>(said)
                                      / static_cast<int64_t>(whole)});
        from = before;
      }
      last = kind;
    }
    auto start = word.start + time * static_cast<int64_t>(said)
                                / static_cast<int64_t>(whole);
    out.push_back({word.text.substr(from), start, word.end});
  }
  return out;
}

std::vector<caption_chunk> caption_chunks(const std::vector<spoken_word>& words,
                                          size_t longest) {
  std::vector<caption_chunk> out;
  size_t first = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    auto is_last = i + 1 == words.size();
    auto sentence = ends_sentence(words[i].text);
    auto clause = ends_clause(words[i].text)
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
  auto words = caption_words(from.words);
  for (auto part : caption_chunks(words, longest))
    chunks_.push_back(make(from, words, part));
  for (size_t i = 0; i + 1 < chunks_.size(); ++i) {
    auto& next = chunks_[i + 1];
    // Chunks that follow each other must not make the pill blink.
    chunks_[i].fades_out = chunks_[i].end + fade < next.start;
    next.fades_in = chunks_[i].fades_out;
    chunks_[i].end = std::min(chunks_[i].end, next.start);
  }
}

captions::chunk captions::make(scene_builder& from,
                               const std::vector<spoken_word>& words,
                               caption_chunk of) {
  chunk out;
  auto with = from.style(text_role::caption);
  with.size = from.u(from.grid.caption_size)
              * std::min(1.15, from.scene.text_scale);
  with.tracking = -0.004;
  with.to = align::center;
  std::string whole;
  std::vector<size_t> ends;
  for (auto i = of.first; i < of.last; ++i) {
    size_t at = 0;
    auto kind = words[i].text.empty() ? script_kind::neutral
                                      : script_of(next_point(words[i].text, at));
    auto needs_blank = !whole.empty() && kind != script_kind::han
                       && kind != script_kind::kana
                       && kind != script_kind::unspaced;
    whole += (needs_blank ? " " : "") + words[i].text;
    ends.push_back(whole.size());
  }
  auto room = captions::area(from);
  auto lines = from.grid.caption_lines;
  out.set = from.fit(with, whole,
                     {room.w - from.u(64), 1e9, lines, from.u(26), true});
  for (auto& word : out.set.words) {
    auto found = std::upper_bound(ends.begin(), ends.end(), word.first);
    auto i = of.first
             + static_cast<size_t>(std::min(found, ends.end() - 1)
                                   - ends.begin());
    out.words.push_back({static_cast<double>(words[i].start.count()) / 1e6,
                         static_cast<double>(words[i].end.count()) / 1e6});
  }
  for (size_t i = 0; i + 1 < out.words.size(); ++i)
    if (out.words[i + 1].start - out.words[i].end < pause)
      out.words[i].end = out.words[i + 1].start;
  auto pad = std::round(from.u(32));
  auto pad_y = std::round(from.u(14));
  auto height = out.set.height + 2 * pad_y;
  auto width = out.set.width + 2 * pad;
  auto bottom = std::round(from.u(from.grid.caption_bottom));
  auto frame = static_cast<double>(from.scene.format.width);
  out.pill = {std::round((frame - width) / 2), bottom - height, width, height};
  out.at = {out.pill.x + pad, out.pill.y + pad_y};
  auto seconds = [](std::chrono::microseconds x) {
    return static_cast<double>(x.count()) / 1e6;
  };
  out.start = std::max(0.0, seconds(words[of.first].start) - before);
  out.end = seconds(words[of.last - 1].end) + after;
  return out;
}

void captions::draw_chunk(cairo_t* cr, const chunk& x, double t) const {
  auto alpha = std::min(x.fades_in ? ramp(t, x.start, fade) : 1.0,
                        x.fades_out ? 1 - ramp(t, x.end - fade, fade) : 1.0);
  rounded(cr, x.pill, radius_);
  fill(cr, pill_, pill_alpha_ * alpha);
  for (size_t i = 0; i < x.words.size(); ++i) {
    auto& word = x.words[i];
    auto lit = ramp(t, word.start - early, turn);
    auto past = ramp(t, word.end - early, turn);
    auto ink = mix(mix(waiting_, lit_, lit), ink_, past);
    draw_text_word(cr, x.set, i, x.at, ink, alpha);
  }
}

void captions::draw(cairo_t* cr, double t) const {
  for (auto& x : chunks_)
    if (t >= x.start && t < x.end)
      draw_chunk(cr, x, t);
}

} // namespace troupe::media
