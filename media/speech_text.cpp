#include "media/speech_text.hpp"

#include "media/speech_parts.hpp"
#include "media/speech_tables.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace troupe {

namespace speech {

namespace {

/// Longer "words" are cut: they are keys, links or nonsense.
constexpr size_t core_max = 120;

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit);
}

words name_of_sign(char c) {
  switch (c) {
    case '&': return {"and"};
    case '%': return {"percent"};
    case '+': return {"plus"};
    case '=': return {"equals"};
    case '@': return {"at"};
    case '~': return {"about"};
    case '<': return {"less", "than"};
    case '>': return {"more", "than"};
    case '#': return {"number"};
    default: return {};
  }
}

/// "U.S" and "e.g": one letter between the dots.
bool is_dotted(std::string_view core) {
  if (core.size() < 3 || core.size() % 2 == 0)
    return false;
  for (size_t i = 0; i < core.size(); ++i)
    if (i % 2 == 0 ? !is_letter(core[i]) : core[i] != '.')
      return false;
  return true;
}

/// Letters with signs between: hyphens, links, "R&D".
words say_joined(std::string_view core, const context& around) {
  words out;
  while (!core.empty()) {
    size_t end = 0;
    while (end < core.size() && (is_letter(core[end]) || core[end] == '\''))
      ++end;
    auto part = core.substr(0, end);
    while (part.starts_with('\''))
      part.remove_prefix(1);
    while (part.ends_with('\''))
      part.remove_suffix(1);
    if (!part.empty())
      append(out, say_letters(part, around));
    core.remove_prefix(end);
    if (core.size() > 1 && !out.empty()) {
      if (core[0] == '.' && is_letter(core[1]))
        out.emplace_back("dot");
      else if (core[0] != '<' && core[0] != '>' && core[0] != '#'
               && core[0] != '~')
        append(out, name_of_sign(core[0]));
    }
    core.remove_prefix(std::min<size_t>(core.size(), 1));
  }
  return out;
}

/// A unit by itself counts only behind a number, and not when it is more
/// often a word: "5 in 10".
bool is_unit_here(std::string_view core, const context& around) {
  if (core.find('/') != core.npos && is_letter(core[0]))
    return true;
  static constexpr std::string_view words_too = " in d k mo cal x ";
  // "HR 0.85" and "MS" are no hours and seconds, "v" and "w" no volts.
  static constexpr std::string_view small_only = " h hr s ms sec min ";
  static constexpr std::string_view large_only = " v w ";
  auto among = [&](std::string_view list) {
    return list.find(" " + lower(core) + " ") != list.npos;
  };
  auto small = lower(core) == core;
  return has_digit(around.before) && !among(words_too)
         && !(among(small_only) && !small) && !(among(large_only) && small);
}

} // namespace

words say(std::string_view core, const context& around) {
  core = core.substr(0, core_max);
  for (std::string_view scheme : {"https://", "http://", "www."})
    if (lower(core.substr(0, scheme.size())) == scheme)
      core.remove_prefix(scheme.size());
  if (auto space = core.find(' '); space != core.npos) {
    auto out = say(core.substr(0, space), around);
    auto then = around;
    then.before = lower(core.substr(0, space));
    append(out, say(core.substr(space + 1), then));
    return out;
  }
  if (core.empty())
    return {};
  if (core == ">=" || core == "=>")
    return {"at", "least"};
  if (core == "<=")
    return {"at", "most"};
  if (is_letter(core[0]) && has_digit(core) && is_unit_here(core, around))
    if (auto name = unit(core, around.before == "1"); !name.empty())
      return name;
  if (has_digit(core))
    return say_with_digits(core, around);
  if (core.size() == 1 && !is_letter(core[0]))
    return name_of_sign(core[0]);
  if (auto known = abbreviation(lower(core));
      !known.empty() && !all_letters(core))
    return known;
  if (is_unit_here(core, around))
    if (auto name = unit(core, around.before == "1"); !name.empty())
      return name;
  if (is_dotted(core))
    return spell(core);
  auto out = say_joined(core, around);
  if (is_scale(lower(core)))
    append(out, currency_after(around.before));
  return out;
}

namespace {

piece_of_text take_apart(std::string display) {
  piece_of_text out;
  auto folded = fold(display);
  out.display = std::move(display);
  std::string_view core = folded;
  auto front = core.find_first_not_of(" \"'([{*_`.,;:!?|");
  // ".5" is a number.
  if (front != core.npos && front > 0 && core[front - 1] == '.'
      && is_digit(core[front]))
    --front;
  core.remove_prefix(std::min(front, core.size()));
  auto back = core.find_last_not_of(" \"')]}*_`.,;:!?|~-");
  if (back == core.npos) {
    // A dash or dots by themselves are a break in speech.
    out.tail = folded;
    return out;
  }
  out.core = core.substr(0, back + 1);
  out.tail = core.substr(back + 1);
  return out;
}

std::vector<piece_of_text> pieces_of(std::string_view text) {
  std::vector<piece_of_text> out;
  auto clean_text = clean(text);
  std::string_view rest = clean_text;
  while (!rest.empty()) {
    auto gap = std::min(rest.find_first_not_of(" \n"), rest.size());
    auto lines = std::count(
      rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(gap), '\n');
    if (lines > 1 && !out.empty())
      out.back().ends_paragraph = true;
    rest.remove_prefix(gap);
    auto end = std::min(rest.find_first_of(" \n"), rest.size());
    if (end > 0)
      out.push_back(take_apart(std::string{rest.substr(0, end)}));
    rest.remove_prefix(end);
  }
  return out;
}

bool shouts(const piece_of_text* x) {
  return x && x->core.size() > 1 && all_letters(x->core)
         && std::all_of(x->core.begin(), x->core.end(), is_upper);
}

/// "J. R. Smith": at the beginning, or behind a title or another initial.
bool is_initial(const piece_of_text& x, const speech_sentence& so_far) {
  if (x.core.size() != 1 || !is_upper(x.core[0]))
    return false;
  auto count = so_far.words.size();
  if (count < 2)
    return true;
  auto& before = so_far.words[count - 2].display;
  return before.ends_with('.');
}

/// The mark that ends the sentence after this word, or 0. The word is the last
/// one of the sentence so far.
char sentence_end(const piece_of_text& x, const piece_of_text* next,
                  const speech_sentence& sentence_so_far) {
  if (x.ends_paragraph || !next)
    return x.tail.find('?') != x.tail.npos ? '?' : next ? '\n' : '.';
  auto mark = x.tail.find_first_of(".!?");
  if (mark == x.tail.npos)
    return 0;
  if (x.tail[mark] != '.')
    return x.tail[mark];
  auto capital_next =
    !next->core.empty() && !(next->core[0] >= 'a' && next->core[0] <= 'z');
  if (x.tail.find("..") != x.tail.npos)
    return capital_next ? '.' : 0;
  // "9 a.m., then": the comma decides.
  if (x.tail.find_first_of(",;:", mark) != x.tail.npos)
    return 0;
  auto small = lower(x.core);
  auto before_number = small == "no" || small == "min" || small == "max"
                       || is_month(small);
  if (before_number && !next->core.empty() && is_digit(next->core[0]))
    return 0;
  if (is_initial(x, sentence_so_far) && capital_next)
    return 0;
  switch (stop_after(small)) {
    case full_stop::never_ends: return 0;
    case full_stop::ends_before_capital: return capital_next ? '.' : 0;
    case full_stop::ends: break;
  }
  return '.';
}

char short_stop(const piece_of_text& x) {
  if (x.tail.find("--") != x.tail.npos || x.tail.find("..") != x.tail.npos
      || (x.core.empty() && x.tail.find('-') != x.tail.npos))
    return '-';
  auto mark = x.tail.find_first_of(",;:");
  return mark == x.tail.npos ? char{0} : x.tail[mark];
}

size_t spoken_size(const speech_word& word) {
  size_t size = 0;
  for (auto& spoken : word.spoken)
    size += spoken.size() + 1;
  return size;
}

/// Cuts what is too long for one breath, best where there is a short stop.
void put_sentence(std::vector<speech_sentence>& out, speech_sentence sentence) {
  for (;;) {
    size_t size = 0, best = 0, at = 0;
    auto& list = sentence.words;
    for (; at < list.size(); ++at) {
      size += spoken_size(list[at]);
      if (size > sentence_max_chars)
        break;
      if (list[at].stop != 0)
        best = at + 1;
    }
    if (at == list.size())
      break;
    // Even a single word is a sentence, then; cuts by stop only when they
    // don't leave crumbs.
    auto cut = std::max<size_t>(best > at / 3 ? best : at, 1);
    speech_sentence head;
    head.end = ',';
    auto middle = list.begin() + static_cast<std::ptrdiff_t>(cut);
    head.words.assign(std::make_move_iterator(list.begin()),
                      std::make_move_iterator(middle));
    list.erase(list.begin(), middle);
    out.push_back(std::move(head));
    if (list.empty())
      return;
  }
  if (!sentence.words.empty())
    out.push_back(std::move(sentence));
}

/// A user's own word beats every rule; "Xarelto's" is Xarelto with an s.
words said_by(const pronunciations& lexicon, std::string_view core,
              const context& around) {
  auto owned = core.size() > 2 && lower(core).ends_with("'s");
  auto whole = lexicon.find(core);
  auto entry = whole || !owned ? whole
                               : lexicon.find(core.substr(0, core.size() - 2));
  if (!entry)
    return say(core, around);
  if (entry->respelling.empty())
    return {lower(core)};
  auto out = split(entry->respelling);
  if (!whole)
    out.back() += "'s";
  return out;
}

} // namespace

} // namespace speech

std::vector<speech_sentence> prepare_speech(std::string_view text,
                                            const pronunciations& lexicon) {
  using namespace speech;
  auto pieces = pieces_of(text);
  std::vector<speech_sentence> out;
  speech_sentence sentence;
  for (size_t i = 0; i < pieces.size(); ++i) {
    auto& x = pieces[i];
    auto previous = i > 0 ? &pieces[i - 1] : nullptr;
    auto next = i + 1 < pieces.size() ? &pieces[i + 1] : nullptr;
    context around;
    auto joined = [](const piece_of_text& word) {
      return word.tail.empty() && !word.ends_paragraph;
    };
    around.before = previous && joined(*previous) ? lower(previous->core) : "";
    around.after = next && joined(x) ? lower(next->core) : "";
    around.shouting = shouts(previous) || shouts(next);
    speech_word word;
    word.display = x.display;
    auto number_sign = lower(x.core) == "no" && x.tail == "." && next
                       && !next->core.empty() && is_digit(next->core[0]);
    auto among = lexicon.find(x.core) ? std::nullopt : say_among(pieces, i);
    word.spoken = number_sign ? words{"number"}
                  : among     ? std::move(*among)
                              : said_by(lexicon, x.core, around);
    // "5 – 10" is said in one go.
    word.stop = x.core.empty() && !word.spoken.empty() ? char{0}
                                                       : short_stop(x);
    sentence.words.push_back(std::move(word));
    if (auto end = sentence_end(x, next, sentence); end != 0) {
      sentence.end = end;
      put_sentence(out, std::exchange(sentence, {}));
    }
  }
  return out;
}

std::vector<std::string> number_words(std::string_view text) {
  using namespace speech;
  auto folded = fold(clean(text));
  if (folded.empty() || !std::any_of(folded.begin(), folded.end(), is_digit)
      || folded.find_first_not_of("0123456789.,/-+%") != folded.npos)
    return {};
  return say_with_digits(folded.substr(0, core_max), {});
}

} // namespace troupe
