#include "media/painter_captions.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::media {

namespace {

/// The colour changes within this: one frame between the two.
constexpr double turn = 0.05;
/// A word starts to turn so much earlier than it is heard.
constexpr double early = 0.02;
/// A shorter pause between words is none: one turns back as the next turns.
constexpr std::chrono::microseconds pause{150'000};
constexpr double fade = 0.12;

double seconds(std::chrono::microseconds x) {
  return static_cast<double>(x.count()) / 1e6;
}

/// Where each word of a line ends in its text, in bytes.
std::vector<size_t> word_ends(const std::string& text,
                              std::span<const spoken_word> words) {
  std::vector<size_t> out;
  size_t at = 0;
  for (auto& word : words) {
    at += word.text.size();
    out.push_back(at);
    if (at < text.size() && text[at] == ' ')
      ++at;
  }
  return out;
}

} // namespace

rect captions::area(const scene_builder& of) {
  if (!of.scene.captions)
    return {};
  auto& grid = of.grid;
  // Rounded as they are drawn.
  auto line = std::round(of.u(grid.caption_size) * 1.3);
  auto height = line * grid.caption_lines + 2 * std::round(of.u(14));
  return {of.u(grid.margin * 0.5),
          std::round(of.u(grid.caption_bottom)) - height,
          of.u(grid.width - grid.margin), height};
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
  karaoke_ = from.scene.karaoke;
  auto life = std::chrono::microseconds{std::llround(from.life * 1e6)};
  for (auto& cue : caption_cues(from.words, life,
                                caption_shape_of(from.scene.format)))
    chunks_.push_back(make(from, cue));
  for (size_t i = 0; i + 1 < chunks_.size(); ++i) {
    auto& next = chunks_[i + 1];
    // Chunks that follow each other must not make the pill blink.
    chunks_[i].fades_out = chunks_[i].end < next.start;
    next.fades_in = chunks_[i].fades_out;
  }
}

void captions::time_words(line& row, std::span<const spoken_word> words) {
  auto ends = word_ends(row.set.text, words);
  for (auto& word : row.set.words) {
    auto found = std::upper_bound(ends.begin(), ends.end() - 1, word.first);
    auto& said = words[static_cast<size_t>(found - ends.begin())];
    row.words.push_back({seconds(said.start), seconds(said.end)});
  }
}

captions::chunk captions::make(scene_builder& from, const caption_cue& cue) {
  chunk out;
  auto with = from.style(text_role::caption);
  with.size = from.u(from.grid.caption_size);
  with.tracking = -0.004;
  with.to = align::center;
  auto texts = cue.lines();
  auto room = captions::area(from).w - from.u(64);
  // A single word may be longer than a line.
  auto most = texts.size() == 1 ? from.grid.caption_lines : 1;
  auto set = [&](const std::string& text) {
    return from.fit(with, text, {room, 1e9, most, from.u(26), true});
  };
  for (auto& text : texts)
    with.size = std::min(with.size, set(text).size);
  auto pad = std::round(from.u(32));
  auto pad_y = std::round(from.u(14));
  double width = 0, height = 0;
  for (auto& text : texts) {
    line row;
    row.set = set(text);
    row.at.y = height;
    width = std::max(width, row.set.width);
    height += row.set.height;
    out.lines.push_back(std::move(row));
  }
  auto bottom = std::round(from.u(from.grid.caption_bottom));
  auto frame = static_cast<double>(from.scene.format.width);
  out.pill = {std::round((frame - width) / 2) - pad, bottom - height - 2 * pad_y,
              width + 2 * pad, height + 2 * pad_y};
  for (auto& row : out.lines)
    row.at = {std::round((frame - row.set.width) / 2),
              out.pill.y + pad_y + row.at.y};
  auto said = cue.words;
  for (size_t i = 0; i + 1 < said.size(); ++i)
    if (said[i + 1].start - said[i].end < pause)
      said[i].end = said[i + 1].start;
  std::span<const spoken_word> words{said};
  auto cut = texts.size() > 1 ? cue.second_line : words.size();
  time_words(out.lines.front(), words.first(cut));
  if (texts.size() > 1)
    time_words(out.lines.back(), words.subspan(cut));
  out.start = seconds(cue.start);
  out.end = seconds(cue.end);
  return out;
}

void captions::draw_chunk(cairo_t* cr, const chunk& x, double t) const {
  auto alpha = std::min(x.fades_in ? ramp(t, x.start, fade) : 1.0,
                        x.fades_out ? 1 - ramp(t, x.end - fade, fade) : 1.0);
  rounded(cr, x.pill, radius_);
  fill(cr, pill_, pill_alpha_ * alpha);
  for (auto& row : x.lines)
    for (size_t i = 0; i < row.words.size(); ++i)
      draw_text_word(cr, row.set, i, row.at, ink_at(row.words[i], t), alpha);
}

color captions::ink_at(const spoken& word, double t) const {
  if (!karaoke_)
    return ink_;
  auto lit = ramp(t, word.start - early, turn);
  auto past = ramp(t, word.end - early, turn);
  return mix(mix(waiting_, lit_, lit), ink_, past);
}

void captions::draw(cairo_t* cr, double t) const {
  for (auto& x : chunks_)
    if (t >= x.start && t < x.end)
      draw_chunk(cr, x, t);
}

} // namespace troupe::media
