#include "media/captions.hpp"

#include "media/captions_width.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace troupe {

namespace {

using std::chrono::microseconds;

/// A cue comes a moment before its first word and stays a moment after the
/// last, as far as its neighbours allow.
constexpr microseconds early{120'000};
constexpr microseconds late{400'000};
/// A silence so long always ends a cue.
constexpr microseconds long_silence{700'000};
/// Nothing shorter can be read.
constexpr microseconds shortest{900'000};
/// A shorter gap between two cues would only blink.
constexpr microseconds blink{250'000};
/// Longest piece of a script without blanks that is one word.
constexpr size_t phrase_columns = 12;

/// Between words of one line; scripts that have no blanks get none.
bool joins_without_blank(const std::string& left, const std::string& right) {
  return is_unspaced(last_code_point(left)) && is_unspaced(first_code_point(right));
}

size_t width(const std::vector<spoken_word>& words, size_t from, size_t to) {
  size_t sum = 0;
  for (auto i = from; i < to; ++i) {
    sum += caption_width(words[i].text);
    if (i > from)
      sum += joins_without_blank(words[i - 1].text, words[i].text) ? 0 : 1;
  }
  return sum;
}

/// The last sign of a word behind which brackets and quotes may stand.
char32_t last_sign(std::string_view text) {
  constexpr std::string_view closing[] = {"\"", "'", ")", "]",
                                          "\xE2\x80\x9D", "\xE2\x80\x99",
                                          "\xE3\x80\x8D"};
  for (auto again = true; again;) {
    again = false;
    for (auto sign : closing)
      if (text.size() > sign.size() && text.ends_with(sign)) {
        text.remove_suffix(sign.size());
        again = true;
      }
  }
  return last_code_point(text);
}

/// Full stops of Latin, Devanagari, Arabic and East Asian scripts.
bool ends_sentence(const std::string& text) {
  constexpr std::u32string_view signs = U".!?\u0964\u06D4\u061F\u3002\uFF01\uFF1F";
  return signs.find(last_sign(text)) != signs.npos;
}

bool ends_clause(const std::string& text) {
  constexpr std::u32string_view signs = U",;:\u060C\u061B\u3001\uFF0C\uFF1B\uFF1A";
  return signs.find(last_sign(text)) != signs.npos;
}

/// A break behind one of these leaves a word alone that belongs to the next.
bool leans_forward(const std::string& text) {
  constexpr std::string_view words =
    " a an the of to in on at by for with from and or but that which who your "
    "our his her their my its is are was were be been has have had can could "
    "will would may might must should do does did no not without than as if "
    "this these those each every some any into about over under between more "
    "most very how what why when where dr. mr. mrs. ms. ";
  std::string small = " ";
  for (auto c : text)
    small += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return words.find(small + " ") != words.npos;
}

/// Where the second line begins so that both fit and are about as long; best
/// behind a clause. Equal to `to` when it can't be.
size_t second_line(const std::vector<spoken_word>& words, size_t from,
                   size_t to, size_t columns) {
  auto best = to;
  size_t best_cost = SIZE_MAX;
  for (auto i = from + 1; i < to; ++i) {
    auto upper = width(words, from, i);
    auto lower = width(words, i, to);
    if (upper > columns || lower > columns)
      continue;
    auto cost = upper > lower ? upper - lower : lower - upper;
    if (!ends_clause(words[i - 1].text))
      cost += 12;
    if (leans_forward(words[i - 1].text))
      cost += 16;
    // One short word by itself looks lost.
    if (i + 1 == to && lower < columns / 3)
      cost += 20;
    if (cost < best_cost) {
      best_cost = cost;
      best = i;
    }
  }
  return best;
}

bool fits(const std::vector<spoken_word>& words, size_t from, size_t to,
          const caption_shape& shape) {
  return to - from <= 1 || width(words, from, to) <= shape.columns
         || (shape.lines > 1
             && second_line(words, from, to, shape.columns) < to);
}

/// First place from `at` on where a sentence or clause ends, or a silence is.
size_t unit_end(const std::vector<spoken_word>& words, size_t at) {
  for (; at < words.size(); ++at) {
    auto& text = words[at - 1].text;
    if (ends_sentence(text) || ends_clause(text)
        || words[at].start - words[at - 1].end > long_silence)
      break;
  }
  return at;
}

microseconds to_read(size_t chars) {
  return microseconds{
    static_cast<int64_t>(chars * 1'000'000 / caption_chars_per_second)};
}

/// A number and its unit stay together.
bool is_number(const std::string& text) {
  return !text.empty() && text.back() >= '0' && text.back() <= '9';
}

/// Where a clause that is too long for a cue is cut, `to` at the latest: into
/// parts of about the same length.
size_t even_cut(const std::vector<spoken_word>& words, size_t from, size_t to,
                const caption_shape& shape) {
  auto whole = width(words, from, unit_end(words, to));
  auto most = shape.columns * shape.lines;
  auto parts = (whole + most - 1) / most;
  auto share = whole / std::max<size_t>(parts, 2);
  auto best = to;
  size_t best_cost = SIZE_MAX;
  for (auto i = from + 1; i <= to; ++i) {
    auto now = width(words, from, i);
    auto cost = now > share ? now - share : share - now;
    if (leans_forward(words[i - 1].text) || is_number(words[i - 1].text))
      cost += 12;
    // Words that are said quicker than they are read.
    auto heard = (i < words.size() ? words[i].start : words[i - 1].end)
                 - words[from].start;
    if (heard < to_read(now))
      cost += 10 + static_cast<size_t>((to_read(now) - heard).count() / 20'000);
    if (cost < best_cost) {
      best_cost = cost;
      best = i;
    }
  }
  return best;
}

/// End of the cue that begins at `from`: the last place where people breathe
/// among those that fit.
size_t cue_end(const std::vector<spoken_word>& words, size_t from,
               const caption_shape& shape) {
  auto to = from + 1;
  auto sentence = size_t{0}, clause = size_t{0};
  auto silence = [&] {
    return to == words.size()
           || words[to].start - words[to - 1].end > long_silence;
  };
  for (;; ++to) {
    auto& last = words[to - 1];
    if (silence())
      break;
    if (ends_sentence(last.text))
      sentence = to;
    else if (ends_clause(last.text))
      clause = to;
    if (!fits(words, from, to + 1, shape))
      break;
  }
  auto enough = [&](size_t at) {
    return at > from && width(words, from, at) >= shape.columns / 2;
  };
  // A sentence that ends inside ends the cue, unless it is a crumb.
  if (enough(sentence))
    return sentence;
  if (silence())
    return to;
  if (enough(clause))
    return clause;
  return even_cut(words, from, to, shape);
}

/// A "word" of a script without blanks may be a whole sentence: it is cut into
/// phrases, best behind a sign, and its time shared out.
std::vector<spoken_word>
cut_to_phrases(const std::vector<spoken_word>& words) {
  std::vector<spoken_word> out;
  for (auto& word : words) {
    auto whole = caption_width(word.text);
    if (whole <= phrase_columns || !is_unspaced(first_code_point(word.text))) {
      out.push_back(word);
      continue;
    }
    auto parts = (whole + phrase_columns - 1) / phrase_columns;
    auto share = (whole + parts - 1) / parts;
    size_t done = 0;
    for (std::string_view rest = word.text; !rest.empty();) {
      auto end = fitting_bytes(rest, share);
      auto columns = caption_width(rest.substr(0, end));
      auto time = [&](size_t at) {
        return word.start
               + (word.end - word.start) * static_cast<int64_t>(at)
                   / static_cast<int64_t>(std::max<size_t>(whole, 1));
      };
      out.push_back({std::string{rest.substr(0, end)}, time(done),
                     time(done + columns)});
      done += columns;
      rest.remove_prefix(end);
    }
  }
  return out;
}

microseconds reading_time(const caption_cue& cue) {
  size_t chars = 0;
  for (auto& line : cue.lines())
    chars += caption_width(line);
  return to_read(chars);
}

/// A cue gives way to the next a moment before that one's first word, or just
/// when it is heard if reading needs the moment.
microseconds place_end(const std::vector<caption_cue>& cues, size_t i,
                       microseconds end) {
  auto& cue = cues[i];
  if (i + 1 == cues.size())
    return end;
  auto heard = cues[i + 1].words.front().start;
  auto needed = std::min(cue.start + reading_time(cue), heard);
  return std::max({heard - early, cue.words.back().end, needed});
}

/// A cue that is too short for its words begins in the silence before it, if
/// the one before has been read by then.
void begin_earlier(std::vector<caption_cue>& cues, size_t i) {
  auto& cue = cues[i];
  auto latest = i + 1 < cues.size() ? cues[i + 1].words.front().start
                                    : cue.words.back().end + late;
  if (i == 0) {
    cue.start = std::clamp(latest - reading_time(cue), microseconds{0},
                           cue.start);
    return;
  }
  auto& before = cues[i - 1];
  auto wanted = std::max({latest - reading_time(cue), before.words.back().end,
                          before.start + reading_time(before)});
  if (wanted >= cue.start)
    return;
  cue.start = wanted;
  before.end = std::min(before.end, wanted);
}

void place_cues(std::vector<caption_cue>& cues, microseconds end) {
  microseconds before{0};
  for (size_t i = 0; i < cues.size(); ++i) {
    auto& cue = cues[i];
    cue.start = std::min(std::max(before, cue.words.front().start - early), end);
    begin_earlier(cues, i);
    auto next = place_end(cues, i, end);
    auto wanted = std::max({cue.words.back().end + late,
                            cue.start + reading_time(cue),
                            cue.start + shortest});
    cue.end = std::min({wanted, std::max(next, cue.start), end});
    if (next - cue.end < blink && next > cue.end && i + 1 < cues.size())
      cue.end = std::min(next, end);
    before = cue.end;
  }
  std::erase_if(cues, [](auto& cue) { return cue.end <= cue.start; });
}

std::string stamp(microseconds time, char point) {
  auto ms = (time.count() + 500) / 1000;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld%c%03lld",
                static_cast<long long>(ms / 3'600'000),
                static_cast<long long>(ms / 60'000 % 60),
                static_cast<long long>(ms / 1000 % 60), point,
                static_cast<long long>(ms % 1000));
  return text.data();
}

/// "-->" can't survive, since ">" never does.
std::string escaped(std::string_view text) {
  std::string out;
  for (auto c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

/// SubRip has no escapes; players read tags in angle brackets, and a line
/// with "-->" would look like a time.
std::string without_tags(std::string_view text) {
  std::string out;
  for (auto c : text) {
    if (c == '<')
      out += "\xE2\x80\xB9"; // single angle quotes look the same
    else if (c == '>')
      out += "\xE2\x80\xBA";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

} // namespace

std::vector<std::string> caption_cue::lines() const {
  std::vector<std::string> out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (i == 0 || (second_line != 0 && i == second_line))
      out.emplace_back();
    auto blank =
      !out.back().empty() && !joins_without_blank(words[i - 1].text, words[i].text);
    out.back() += (blank ? " " : "") + words[i].text;
  }
  return out;
}

caption_shape caption_shape_of(const film_format& format) {
  // Height to width above 1.1, above 0.8.
  if (format.height * 10ull > format.width * 11ull)
    return {26, 2};
  if (format.height * 10ull > format.width * 8ull)
    return {34, 2};
  return {caption_line_chars, 2};
}

std::vector<caption_cue> caption_cues(const std::vector<spoken_word>& spoken,
                                      microseconds end,
                                      const caption_shape& shape) {
  auto words = cut_to_phrases(spoken);
  std::vector<caption_cue> out;
  for (size_t from = 0; from < words.size();) {
    auto to = cue_end(words, from, shape);
    caption_cue cue;
    auto at = [&](size_t i) {
      return words.begin() + static_cast<std::ptrdiff_t>(i);
    };
    cue.words.assign(at(from), at(to));
    if (shape.lines > 1 && width(words, from, to) > shape.columns) {
      auto second = second_line(words, from, to, shape.columns);
      cue.second_line = second < to ? second - from : 0;
    }
    out.push_back(std::move(cue));
    from = to;
  }
  place_cues(out, end);
  return out;
}

std::vector<caption_cue> film_cues(const std::vector<scene_slot>& slots,
                                   const film_format& format) {
  std::vector<caption_cue> out;
  for (auto& slot : slots) {
    auto begin = time_of(slot.first_frame, format.fps);
    auto end = time_of(slot.first_frame + slot.frames, format.fps) - begin;
    for (auto& cue : caption_cues(slot.words, end, caption_shape_of(format))) {
      cue.start += begin;
      cue.end += begin;
      for (auto& word : cue.words) {
        word.start += begin;
        word.end += begin;
      }
      out.push_back(std::move(cue));
    }
  }
  return out;
}

std::string to_vtt(const std::vector<caption_cue>& cues,
                   std::string_view language, vtt_words words) {
  std::string out = "WEBVTT\n";
  std::string tag;
  for (auto c : language)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-')
      tag += c;
  if (!tag.empty())
    out += "Language: " + tag + "\n";
  for (size_t i = 0; i < cues.size(); ++i) {
    auto& cue = cues[i];
    out += "\n" + std::to_string(i + 1) + "\n" + stamp(cue.start, '.') + " --> "
           + stamp(cue.end, '.') + "\n";
    auto last = cue.start;
    for (size_t k = 0; k < cue.words.size(); ++k) {
      auto& word = cue.words[k];
      if (k > 0)
        out += cue.second_line != 0 && k == cue.second_line ? "\n"
               : joins_without_blank(cue.words[k - 1].text, word.text) ? ""
                                                                       : " ";
      // Stamps must lie inside the cue and rise; the first word is lit from
      // the cue's start.
      auto rises = stamp(word.start, '.') > stamp(last, '.')
                   && stamp(word.start, '.') < stamp(cue.end, '.');
      if (words == vtt_words::timed && k > 0 && rises) {
        out += "<" + stamp(word.start, '.') + ">";
        last = word.start;
      }
      out += escaped(word.text);
    }
    out += "\n";
  }
  return out;
}

std::string to_srt(const std::vector<caption_cue>& cues) {
  std::string out;
  for (size_t i = 0; i < cues.size(); ++i) {
    out += std::to_string(i + 1) + "\n" + stamp(cues[i].start, ',') + " --> "
           + stamp(cues[i].end, ',') + "\n";
    for (auto& line : cues[i].lines())
      out += without_tags(line) + "\n";
    out += "\n";
  }
  return out;
}

} // namespace troupe
