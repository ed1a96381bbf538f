#include "protocol/script_marks.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace troupe::script_marks {

namespace {

using namespace std::string_view_literals;

/// Longer brackets are text.
constexpr size_t longest_direction = 300;
constexpr size_t longest_label = 40;

/// Who or what speaks in scripts, whatever its name.
constexpr std::array roles{
  "narrator"sv, "narration"sv,      "presenter"sv,  "host"sv,
  "speaker"sv,  "voiceover"sv,      "voice-over"sv, "voice over"sv,
  "vo"sv,       "v.o."sv,           "announcer"sv,  "character"sv,
  "avatar"sv,   "spokesperson"sv,   "actor"sv,      "man"sv,
  "woman"sv,    "hook"sv,           "intro"sv,      "outro"sv,
  "cta"sv,      "call to action"sv, "opening"sv,    "closing"sv,
  "script"sv,   "dialogue"sv,       "body"sv,       "audio"sv};

/// Words that lead a sentence in, however they are written.
constexpr std::array leads{
  "remember"sv,   "note"sv,       "tip"sv,           "warning"sv,
  "important"sv,  "attention"sv,  "caution"sv,       "result"sv,
  "results"sv,    "fact"sv,       "question"sv,      "answer"sv,
  "bonus"sv,      "plus"sv,       "today"sv,         "tonight"sv,
  "tomorrow"sv,   "now"sv,        "new"sv,           "here"sv,
  "why"sv,        "how"sv,        "what"sv,          "when"sv,
  "where"sv,      "so"sv,         "and"sv,           "but"sv,
  "also"sv,       "again"sv,      "listen"sv,        "look"sv,
  "imagine"sv,    "think"sv,      "first"sv,         "second"sv,
  "third"sv,      "finally"sv,    "last"sv,          "next"sv,
  "then"sv,       "because"sv,    "example"sv,       "price"sv,
  "summary"sv,    "conclusion"sv, "problem"sv,       "solution"sv,
  "truth"sv,      "promise"sv,    "goal"sv,          "secret"sv,
  "news"sv,       "breaking"sv,   "finding"sv,       "the result"sv,
  "the answer"sv, "the truth"sv,  "the best part"sv, "one thing"sv,
  "good news"sv,  "great news"sv, "bad news"sv,      "pro tip"sv,
  "fun fact"sv,   "trust me"sv,   "step"sv,          "ingredients"sv,
  "benefits"sv,   "features"sv,   "only"sv,          "free"sv,
  "sale"sv,       "offer"sv,      "limited"sv,       "monday"sv,
  "tuesday"sv,    "wednesday"sv,  "thursday"sv,      "friday"sv,
  "saturday"sv,   "sunday"sv,     "https"sv,         "http"sv};

/// What directions in the middle of a sentence begin with.
constexpr std::array direction_words{
  "pause"sv,       "pauses"sv,     "beat"sv,
  "smile"sv,       "smiles"sv,     "laugh"sv,
  "laughs"sv,      "sigh"sv,       "sighs"sv,
  "nod"sv,         "nods"sv,       "wink"sv,
  "winks"sv,       "whisper"sv,    "whispers"sv,
  "holds"sv,       "points"sv,     "shows"sv,
  "looks"sv,       "turns"sv,      "walks"sv,
  "leans"sv,       "shrugs"sv,     "gestures"sv,
  "waves"sv,       "music"sv,      "sound"sv,
  "sfx"sv,         "cut"sv,        "zoom"sv,
  "camera"sv,      "fade"sv,       "close-up"sv,
  "b-roll"sv,      "voiceover"sv,  "v.o."sv,
  "vo"sv,          "o.s."sv,       "vo."sv,
  "off"sv,         "softly"sv,     "quietly"sv,
  "loudly"sv,      "slowly"sv,     "excited"sv,
  "excitedly"sv,   "warmly"sv,     "seriously"sv,
  "happily"sv,     "cheerfully"sv, "enthusiastically"sv,
  "confidently"sv, "calmly"sv,     "gently"sv,
  "smiling"sv,     "laughing"sv,   "nodding"sv,
  "pausing"sv,     "pointing"sv,   "holding"sv,
  "looking"sv,     "whispering"sv, "gesturing"sv,
  "winking"sv,     "walking"sv,    "turning"sv,
  "leaning"sv,     "showing"sv,    "cont'd"sv,
  "continued"sv,   "to"sv};

template <size_t N>
bool in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

size_t words_in(std::string_view text) {
  size_t out = 0;
  for (size_t i = 0; i < text.size(); ++i)
    out += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1U : 0U;
  return out;
}

std::string first_word(std::string_view text) {
  return lower_ascii(std::string{text.substr(0, text.find_first_of(" ,:;"))});
}

bool ends_sentence(std::string_view text) {
  return !text.empty()
         && std::string_view{".!?\""}.find(text.back())
              != std::string_view::npos;
}

/// `before` and `after` are what stands around a round bracket.
bool is_direction(std::string_view inside, std::string_view before,
                  std::string_view after) {
  auto said = first_word(inside);
  if (in(direction_words, said))
    return said != "to"
           || lower_ascii(std::string{inside}).find("camera")
                != std::string::npos;
  // "(Results may vary.)" is a sentence.
  if (ends_sentence(inside) && words_in(inside) >= 3)
    return false;
  auto starts = before.empty() || before.back() == '\n' || ends_sentence(before)
                || before.back() == ':' || before.back() == ']';
  auto ends = after.empty() || after.front() == '\n' || begins_sentence(after);
  return starts && ends;
}

std::string_view blanks_before(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

std::string_view blanks_after(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  return text;
}

/// The text before a colon, when it could be a name.
std::string_view named_before_colon(std::string_view line) {
  auto colon = line.substr(0, longest_label).find(':');
  if (colon == std::string_view::npos || colon == 0)
    return {};
  // "10:30", "https://"
  auto next = colon + 1 < line.size() ? line[colon + 1] : ' ';
  if (next != ' ' && next != '\t' && next != '*')
    return {};
  auto name = line.substr(0, colon);
  while (!name.empty() && (name.front() == '*' || name.front() == '_'))
    name.remove_prefix(1);
  return trimmed(name);
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_in_capitals(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return c >= 'a' && c <= 'z'; })
         && std::ranges::count_if(text, is_capital) >= 2;
}

/// "Anna", "Dr. Ruiz", "Anna Berg": each word begins with a capital.
bool is_name_like(std::string_view name) {
  if (words_in(name) > 3 || !has_letter(name))
    return false;
  auto fresh = true;
  for (auto c : name) {
    if (fresh && c >= 'a' && c <= 'z')
      return false;
    if (c == ',' || c == '"' || c == '?' || c == '!')
      return false;
    fresh = c == ' ';
  }
  return true;
}

/// "Scene 2", "Clip 10".
bool is_numbered_part(const std::string& name) {
  for (auto word : {"scene "sv, "clip "sv, "shot "sv, "part "sv})
    if (name.starts_with(word) && name.size() > word.size()
        && name.find_first_not_of("0123456789", word.size())
             == std::string::npos)
      return true;
  return name == "scene" || name == "clip" || name == "shot";
}

} // namespace

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_ascii_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

size_t char_size(char first) {
  auto x = static_cast<unsigned char>(first);
  return x < 0xC0 ? 1 : x < 0xE0 ? 2 : x < 0xF0 ? 3 : 4;
}

bool is_unspaced(std::string_view x) {
  if (x.size() != 3)
    return x.size() == 4 && static_cast<unsigned char>(x[1]) >= 0xA0
           && static_cast<unsigned char>(x[0]) == 0xF0;
  auto at = [&](size_t i) { return static_cast<unsigned char>(x[i]); };
  auto code =
    ((at(0) & 0x0FU) << 12) | ((at(1) & 0x3FU) << 6) | (at(2) & 0x3FU);
  return (code >= 0x0E00 && code <= 0x0EFF)
         || (code >= 0x1780 && code <= 0x17FF)
         || (code >= 0x3041 && code <= 0x30FF)
         || (code >= 0x3400 && code <= 0x9FFF);
}

bool is_closing_mark(std::string_view x) {
  constexpr std::array marks{"\u300D"sv, "\u300F"sv, "\uFF09"sv, "\u201D"sv,
                             "\u3002"sv, "\uFF0C"sv, "\uFF01"sv, "\uFF1F"sv};
  return in(marks, x);
}

bool has_letter(std::string_view text) {
  for (size_t i = 0; i < text.size(); i += char_size(text[i])) {
    if (is_digit(text[i]) || is_ascii_letter(text[i]))
      return true;
    auto one = text.substr(i, char_size(text[i]));
    // Dashes, quotes, bullets and dots of their own say nothing.
    if (one.size() > 1 && !one.starts_with("\xE2\x80") && !is_closing_mark(one)
        && one != "\u00BB" && one != "\u00AB" && one != "\u3001")
      return true;
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  return blanks_after(blanks_before(text));
}

bool begins_sentence(std::string_view word) {
  auto at = word.find_first_not_of("\"'([{*_-");
  if (at == std::string_view::npos)
    return false;
  return !(word[at] >= 'a' && word[at] <= 'z');
}

std::string without_directions(std::string_view script,
                               std::vector<std::string>& unspoken) {
  std::string out;
  for (size_t i = 0; i < script.size();) {
    auto open = script[i];
    if (open != '[' && open != '(') {
      out += open;
      ++i;
      continue;
    }
    auto window = script.substr(i, longest_direction);
    auto close = open == '[' ? ']' : ')';
    // Brackets within brackets belong to the outer one.
    size_t end = std::string_view::npos;
    int depth = 0;
    for (size_t k = 0; k < window.size(); ++k) {
      depth += window[k] == open ? 1 : window[k] == close ? -1 : 0;
      if (window.substr(k).starts_with("\n\n"))
        break;
      if (depth == 0) {
        end = k;
        break;
      }
    }
    auto inside = end == std::string_view::npos
                    ? std::string_view{}
                    : trimmed(window.substr(1, end - 1));
    auto is_left_out =
      !inside.empty()
      && (open == '['
          || is_direction(inside, blanks_before(out),
                          blanks_after(script.substr(i + end + 1))));
    if (!is_left_out) {
      out += open;
      ++i;
      continue;
    }
    unspoken.emplace_back(window.substr(0, end + 1));
    i += end + 1;
    // A mark behind it belongs to the word before it.
    auto rest = blanks_after(script.substr(i));
    if (!rest.empty()
        && std::string_view{".,;:!?"}.find(rest[0]) != std::string_view::npos)
      out.resize(blanks_before(out).size());
    else
      out += ' ';
  }
  return out;
}

std::vector<std::string> label_names(std::string_view script,
                                     std::string_view character) {
  std::map<std::string, int> seen;
  std::vector<std::string> out;
  auto own = lower_ascii(std::string{trimmed(character)});
  for (auto rest = script; !rest.empty();) {
    auto size = std::min(rest.find('\n'), rest.size());
    auto line = trimmed(rest.substr(0, size));
    rest.remove_prefix(std::min(size + 1, rest.size()));
    auto name = named_before_colon(line);
    if (name.empty())
      continue;
    auto known = lower_ascii(std::string{name});
    auto said = trimmed(line.substr(line.find(':') + 1));
    auto is_lead = in(leads, known) || in(leads, first_word(known));
    auto is_label = known == own || in(roles, known)
                    || in(roles, known.substr(0, known.find_last_of(' ')))
                    || is_numbered_part(known)
                    || (!is_lead && is_name_like(name)
                        && (is_in_capitals(name) || ++seen[known] > 1
                            || said.empty() || begins_sentence(said)));
    if (is_label && std::ranges::find(out, known) == out.end())
      out.push_back(known);
  }
  return out;
}

std::string_view label_at(std::string_view line,
                          const std::vector<std::string>& labels) {
  auto name = lower_ascii(std::string{named_before_colon(line)});
  if (name.empty() || std::ranges::find(labels, name) == labels.end())
    return {};
  auto end = line.find(':') + 1;
  while (end < line.size() && line[end] == '*')
    ++end;
  return line.substr(0, end);
}

size_t list_mark(std::string_view line) {
  for (auto mark : {"- "sv, "* "sv, "+ "sv, "\u2022"sv, "\u2013 "sv, "\u25CF"sv,
                    "\u2713"sv, "\u2714"sv})
    if (line.starts_with(mark))
      return mark.size();
  auto heading = line.find_first_not_of('#');
  return heading != std::string_view::npos && heading > 0 && heading <= 6
             && line[heading] == ' '
           ? heading + 1
           : 0;
}

bool is_list_number(std::string_view word) {
  return word.size() >= 2 && word.size() <= 3
         && (word.back() == '.' || word.back() == ')')
         && word.find_first_not_of("0123456789") == word.size() - 1;
}

bool is_rule(std::string_view line) {
  return line.size() >= 3
         && line.find_first_not_of("-*_=") == std::string_view::npos;
}

bool is_heading_of_scene(std::string_view line) {
  if (!is_in_capitals(line))
    return false;
  for (auto begin : {"INT. "sv, "EXT. "sv, "INT/EXT"sv, "CUT TO"sv, "FADE IN"sv,
                     "FADE OUT"sv, "FADE TO"sv})
    if (line.starts_with(begin))
      return true;
  return false;
}

} // namespace troupe::script_marks
