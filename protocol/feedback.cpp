#include "protocol/feedback.hpp"

#include "protocol/defaults.hpp"
#include "protocol/feedback_arguments.hpp"
#include "protocol/feedback_attributes.hpp"
#include "protocol/feedback_reading.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace troupe {

namespace {

using namespace feedback_detail;
using namespace std::string_view_literals;

/// One sentence of the feedback is read from left to right, part by part.
class sentence_reader {
 public:
  sentence_reader(std::string_view text, feedback_plan& plan)
    : text_(text), plan_(plan) {}

  void read(token_span sentence) {
    first_ = plan_.directives.size();
    open_ = attributes_ = false;
    targets_.clear();
    auto parts = parts_of(sentence);
    for (size_t i = 0; i < parts.size(); ++i) {
      auto part = parts[i];
      if (i + 1 < parts.size() && awaits_second_half(meat(part))
          && holds_second_half(parts[i + 1])) {
        ++i;
        part = {part.data(),
                parts[i].data() + parts[i].size()};
      }
      read_part(part, i + 1 == parts.size());
    }
    flush_rest();
  }

 private:
  /// Parts end at commas and conjunctions, but not inside "scenes 2 and 3",
  /// "the first and the last scene", "black and white".
  static std::vector<token_span> parts_of(token_span x) {
    std::vector<token_span> result;
    size_t begin = 0;
    for (size_t i = 0; i <= x.size(); ++i) {
      if (i < x.size() && (x[i].kind != token_kind::joint || glued(x, i)))
        continue;
      if (i > begin)
        result.push_back(x.subspan(begin, i - begin));
      begin = i + 1;
    }
    return result;
  }

  static bool glued(token_span x, size_t i) {
    if (i == 0 || i + 1 >= x.size())
      return false;
    auto& before = x[i - 1];
    auto next = i + 1;
    while (next + 1 < x.size() && (x[next].is("the") || x[next].is("scene")))
      ++next;
    auto number = [](const token& t) {
      return t.kind == token_kind::number || number_word(t.text) > 0;
    };
    if (number(before) && number(x[next])
        && x[next].kind != token_kind::quoted) {
      // "20 % and 3 seconds" are two.
      auto after = next + 1 < x.size() ? x[next + 1].text : "";
      return after != "seconds" && after != "%" && after != "percent";
    }
    return (ordinal_word(before.text) != 0 && ordinal_word(x[next].text) != 0)
           || (before.is("black") && x[next].is("white"));
  }

  static token_span meat(token_span x) {
    while (!x.empty() && is_filler(x.front()))
      x = x.subspan(1);
    return x;
  }

  static token_span without_lead(token_span x) {
    static constexpr std::array leads{"make"sv, "sure"sv,   "remember"sv,
                                      "forget"sv, "instead"sv};
    auto y = meat(x);
    auto begin = y;
    while (!y.empty() && y.front().is_any(leads))
      y = meat(y.subspan(1));
    auto insists = begin.size() != y.size() && !y.empty();
    return insists ? y : begin;
  }

  void read_part(token_span part, bool last) {
    std::vector<scene_target> lead;
    auto x = meat(part);
    if (auto used = read_target(x, lead)) {
      auto rest = meat(x.subspan(used));
      if (rest.empty()) {
        only_targets(std::move(lead), last);
        return;
      }
      // "The first scene: ..." but not "scene 2 is about ..." as an argument.
      x = rest;
    } else if (x.empty() && !part.empty()) {
      return; // nothing but polite words
    }
    if (!lead.empty())
      targets_ = lead;
    if (worded(x) || attributes(part, x) || again(x))
      return;
    extend_or_keep(part);
  }

  void only_targets(std::vector<scene_target> found, bool last) {
    if (last && plan_.directives.size() > first_
        && plan_.directives.back().targets.empty())
      plan_.directives.back().targets = found;
    targets_ = std::move(found);
    open_ = false;
  }

  bool worded(token_span x) {
    // "don't forget to mention" is no negation.
    auto insists = x.size() > 2 && x[0].is("don't") && x[1].is("forget");
    auto words = insists ? meat(x.subspan(2)) : x;
    auto found = read_worded(words, text_);
    if (!found) {
      auto lead = without_lead(words);
      if (lead.size() != words.size())
        found = read_worded(lead, text_);
    }
    if (!found)
      return false;
    flush_rest();
    if (found->wish.targets.empty())
      found->wish.targets = targets_;
    // "price or shipping": neither may stay.
    auto& text = found->wish.text;
    for (size_t or_at; found->open
                       && found->wish.kind == directive_kind::remove_words
                       && (or_at = text.find(" or ")) != text.npos;) {
      auto first = found->wish;
      first.text.erase(or_at);
      add(std::move(first));
      text.erase(0, or_at + 4);
    }
    add(std::move(found->wish));
    open_ = found->open;
    attributes_ = false;
    return true;
  }

  bool attributes(token_span part, token_span x) {
    std::vector<token> words;
    auto targets = take_targets(x, words);
    auto found = read_attributes(words, attributes_);
    // "a bit more friendly" may have lost its verb with the fillers.
    if (found.empty())
      found = read_attributes(part, attributes_);
    // In "mention that it is easy, fast and reliable" nothing is a wish.
    auto bare = open_ && !std::ranges::any_of(words, [](auto& t) {
      return t.text.ends_with("er") || t.is("make") || t.is("more")
             || t.is("less") || t.is("too") || t.is("music") || t.is("voice")
             || t.is("use") || t.is("captions") || t.is("no");
    });
    if (found.empty() || bare)
      return false;
    flush_rest();
    if (!targets.empty())
      targets_ = targets;
    for (auto& d : found) {
      d.targets = targets_;
      // "Between scenes 2 and 3" is how 2 gives way.
      auto pair = d.targets.size() == 2
                  && std::ranges::any_of(x, [](auto& t) {
                       return t.is("between");
                     });
      if (d.kind == directive_kind::set_transition && pair)
        d.targets.pop_back();
      add(std::move(d));
    }
    open_ = false;
    attributes_ = true;
    return true;
  }

  /// "try something else", "rewrite it": other words for the same.
  bool again(token_span x) {
    static constexpr std::array signs{
      "rewrite"sv, "rephrase"sv, "redo"sv,     "again"sv,  "another"sv,
      "different"sv, "else"sv,   "regenerate"sv, "alternative"sv, "reword"sv,
      "better"sv,  "improve"sv,  "variation"sv, "fresh"sv, "differently"sv};
    if (open_ || std::ranges::none_of(x, [](auto& t) {
          return t.is_any(signs);
        }))
      return false;
    flush_rest();
    directive d;
    d.kind = directive_kind::rewrite;
    std::vector<token> words;
    d.targets = take_targets(x, words);
    if (d.targets.empty())
      d.targets = targets_;
    add(std::move(d));
    attributes_ = false;
    return true;
  }

  /// What is no wish belongs to the argument before it, or was not understood.
  void extend_or_keep(token_span part) {
    if (open_ && plan_.directives.size() > first_) {
      auto& d = plan_.directives.back();
      auto targets = take_trailing_target(part);
      auto more = argument_of(part, text_);
      if (!more.empty())
        extend(d, part, more);
      if (!targets.empty()) {
        plan_.directives.back().targets = std::move(targets);
        open_ = false;
      }
      return;
    }
    if (unread_end_ == 0)
      unread_begin_ = part.front().begin;
    unread_end_ = part.back().end;
  }

  void extend(directive& d, token_span part, const std::string& more) {
    if (d.kind == directive_kind::remove_words) {
      auto next = d;
      next.text = more;
      for (auto article : {"the "sv, "a "sv, "an "sv})
        if (next.text.starts_with(article))
          next.text.erase(0, article.size());
      add(std::move(next));
      return;
    }
    auto& text = d.kind == directive_kind::replace_words ? d.other : d.text;
    auto joined = joint_before(part);
    text += joined == "," ? ", " : " " + joined + " ";
    text += more;
  }

  /// "," or the conjunction in front of the part, as it was written.
  std::string joint_before(token_span part) const {
    auto end = part.front().begin;
    auto begin = end;
    while (begin > 0 && text_[begin - 1] == ' ')
      --begin;
    auto last = begin;
    while (begin > 0 && text_[begin - 1] != ' ' && text_[begin - 1] != ',')
      --begin;
    if (last == begin)
      return ",";
    auto word = std::string{text_.substr(begin, last - begin)};
    return word == "," ? "," : word;
  }

  void add(directive d) {
    if (std::ranges::find(plan_.directives, d) == plan_.directives.end())
      plan_.directives.push_back(std::move(d));
  }

  void flush_rest() {
    if (unread_end_ > unread_begin_)
      plan_.rest.emplace_back(
        text_.substr(unread_begin_, unread_end_ - unread_begin_));
    unread_begin_ = unread_end_ = 0;
  }

  std::string_view text_;
  feedback_plan& plan_;
  std::vector<scene_target> targets_;
  size_t first_ = 0;
  size_t unread_begin_ = 0;
  size_t unread_end_ = 0;
  bool open_ = false;
  bool attributes_ = false;
};

} // namespace

std::string_view to_string(directive_kind x) {
  switch (x) {
    using enum directive_kind;
    case shorter: return "shorter";
    case longer: return "longer";
    case simpler: return "simpler";
    case more_formal: return "more_formal";
    case friendlier: return "friendlier";
    case more_energetic: return "more_energetic";
    case calmer: return "calmer";
    case mention: return "mention";
    case remove_words: return "remove_words";
    case replace_words: return "replace_words";
    case keep_words: return "keep_words";
    case set_tone: return "set_tone";
    case rewrite: return "rewrite";
    case set_title: return "set_title";
    case add_scene: return "add_scene";
    case remove_scene: return "remove_scene";
    case set_length: return "set_length";
    case slower: return "slower";
    case faster: return "faster";
    case set_accent: return "set_accent";
    case set_background: return "set_background";
    case set_theme: return "set_theme";
    case darker: return "darker";
    case lighter: return "lighter";
    case warmer: return "warmer";
    case cooler: return "cooler";
    case bigger_text: return "bigger_text";
    case smaller_text: return "smaller_text";
    case captions_on: return "captions_on";
    case captions_off: return "captions_off";
    case karaoke_on: return "karaoke_on";
    case karaoke_off: return "karaoke_off";
    case set_transition: return "set_transition";
    case more_motion: return "more_motion";
    case less_motion: return "less_motion";
    case no_motion: return "no_motion";
    case set_voice: return "set_voice";
    case other_voice: return "other_voice";
    case deeper_voice: return "deeper_voice";
    case higher_voice: return "higher_voice";
    case longer_pauses: return "longer_pauses";
    case shorter_pauses: return "shorter_pauses";
    case pause_after: return "pause_after";
    case set_music: return "set_music";
    case other_music: return "other_music";
    case music_louder: return "music_louder";
    case music_quieter: return "music_quieter";
    case voice_louder: return "voice_louder";
    case voice_quieter: return "voice_quieter";
  }
  return "unknown";
}

feedback_plan parse_feedback(std::string_view text) {
  text = text.substr(0, defaults::feedback_max_bytes);
  feedback_plan plan;
  auto tokens = tokens_of(text);
  sentence_reader reader{text, plan};
  for (auto from = tokens.begin(); from != tokens.end();) {
    auto to = std::find_if(from, tokens.end(), [](auto& t) {
      return t.kind == token_kind::stop;
    });
    if (from != to)
      reader.read({&*from, static_cast<size_t>(to - from)});
    from = to == tokens.end() ? to : std::next(to);
  }
  return plan;
}

} // namespace troupe
