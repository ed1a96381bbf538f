#include "media/speech_parts.hpp"
#include "media/speech_tables.hpp"

#include <algorithm>
#include <array>

namespace troupe::speech {

namespace {

constexpr std::array abbreviations{
  entry{"dr", "doctor"},
  entry{"mr", "mister"},
  entry{"mrs", "missus"},
  entry{"ms", "miz"},
  entry{"prof", "professor"},
  entry{"vs", "versus"},
  entry{"e.g", "for example"},
  entry{"i.e", "that is"},
  entry{"etc", "et cetera"},
  entry{"approx", "approximately"},
  entry{"fig", "figure"},
  entry{"inc", "incorporated"},
  entry{"ltd", "limited"},
  entry{"corp", "corporation"},
  entry{"dept", "department"},
  entry{"jr", "junior"},
  entry{"sr", "senior"},
  entry{"w/o", "without"},
  entry{"w/", "with"},
  entry{"b/c", "because"},
  entry{"and/or", "and or"},
  entry{"ph", "pee aitch"},
  entry{"egfr", "ee gee ef ar"},
  entry{"a.k.a", "also known as"},
  entry{"esp", "especially"},
  entry{"incl", "including"},
  entry{"avg", "average"},
  entry{"tel", "telephone"},
  entry{"mt", "mount"},
  entry{"q.i.d", "four times a day"},
  entry{"p.r.n", "as needed"},
  entry{"p.o", "by mouth"},
  entry{"a.m", "ay em"},
  entry{"p.m", "pee em"},
  entry{"jan", "january"},
  entry{"feb", "february"},
  entry{"aug", "august"},
  entry{"sept", "september"},
  entry{"oct", "october"},
  entry{"nov", "november"},
  entry{"dec", "december"},
  entry{"nsaid", "en sed"},
  entry{"nsaids", "en seds"},
  entry{"mrna", "em ar en ay"},
  entry{"hba1c", "aitch bee ay one see"},
  entry{"a1c", "ay one see"},
  entry{"b.i.d", "twice a day"},
  entry{"t.i.d", "three times a day"},
  entry{"q.d", "once a day"},
  entry{"ph.d", "pee aitch dee"},
  entry{"apr", "april"},
};

constexpr std::array<std::string_view, 26> letter_names{
  "ay",  "bee", "see", "dee", "ee",         "ef", "gee", "aitch", "eye",
  "jay", "kay", "el",  "em",  "en",         "oh", "pee", "cue",   "ar",
  "ess", "tee", "you", "vee", "double you", "ex", "why", "zee"};

/// Said as words though written in capitals.
constexpr std::array<std::string_view, 21> spoken_acronyms{
  "ace",    "aids", "nasa",  "covid", "sars",  "mers", "lasik",
  "crispr", "nato", "radar", "laser", "sids",  "dash", "phast",
  "fast",   "ards", "mace",  "prep",  "cobra", "gerd", "nice"};

/// Short words that people put in capitals to stress them.
constexpr std::string_view stressed_words =
  " all and any are ask be best big both but call can care day do does dont "
  "each eat even ever fast for free full get give go good has have help her "
  "hers his hope how if in is just keep know less life like live long love "
  "made make may more most move much must my need new next no not now of off "
  "on once one only or our out own pain plus real rest risk safe same save "
  "see side so some stop take talk team test than that the their them then "
  "they this time to too try two up use very want was way we well what when "
  "why will with work yes you your zero ";

/// After these a single capital is a numeral or letter by name.
constexpr std::array<std::string_view, 15> numbered{
  "phase",       "type",    "stage",  "class", "grade", "factor",  "part",
  "angiotensin", "chapter", "volume", "tier",  "level", "bipolar", "world",
  "war"};
constexpr std::array<std::string_view, 11> lettered{
  "vitamin", "hepatitis", "plan",  "type",      "group", "grade",
  "option",  "part",      "class", "influenza", "strep"};

template <class Range>
bool contains(const Range& range, std::string_view x) {
  return std::find(range.begin(), range.end(), x) != range.end();
}

bool has_vowel(std::string_view lower_case) {
  return lower_case.find_first_of("aeiouy") != lower_case.npos;
}

bool all_upper(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_upper);
}

/// Nobody says longer words; they are keys, codes, or nonsense.
constexpr size_t word_max_letters = 40;

words plain(std::string_view text) {
  return {lower(text.substr(0, word_max_letters))};
}

bool is_spelled(std::string_view core, const context& around) {
  auto small = lower(core);
  if (contains(spoken_acronyms, small))
    return false;
  if (!has_vowel(small))
    return true;
  if (stressed_words.find(" " + small + " ") != stressed_words.npos)
    return false;
  return core.size() <= 4 && !around.shouting;
}

words say_single_letter(char letter, const context& around) {
  auto small = lower(std::string_view{&letter, 1});
  if (letter == 'I' && contains(numbered, around.before))
    return {"one"};
  if (letter == 'I' || letter == 'i')
    return {"i"};
  if (small == "a" && !(letter == 'A' && contains(lettered, around.before)))
    return {"a"};
  return spell(small);
}

/// "CardioPlus" -> cardio plus; too short parts stay together.
words camel(std::string_view core) {
  words out{""};
  for (size_t i = 0; i < core.size(); ++i) {
    auto border = i >= 3 && core.size() - i >= 3 && is_upper(core[i])
                  && !is_upper(core[i - 1]);
    if (border)
      out.emplace_back();
    out.back() += core[i];
  }
  for (auto& part : out)
    part = plain(part)[0];
  return out;
}

} // namespace

words spell(std::string_view letters) {
  words out;
  for (auto c : lower(letters.substr(0, word_max_letters)))
    if (is_letter(c))
      append(out, split(letter_names[static_cast<size_t>(c - 'a')]));
  return out;
}

words abbreviation(std::string_view lower_case) {
  return split(find(abbreviations, lower_case));
}

full_stop stop_after(std::string_view lower_case) {
  static constexpr std::array<std::string_view, 17> never{
    "dr",  "mr",   "mrs",    "ms",  "prof", "vs",  "e.g", "i.e", "approx",
    "fig", "st",   "dept",   "esp", "incl", "avg", "tel", "mt"};
  static constexpr std::array<std::string_view, 10> maybe{
    "etc", "inc", "ltd", "corp", "jr", "sr", "a.m", "p.m", "al", "co"};
  if (contains(never, lower_case))
    return full_stop::never_ends;
  auto initials = lower_case.size() >= 3 && lower_case[1] == '.';
  if (contains(maybe, lower_case) || initials)
    return full_stop::ends_before_capital;
  return full_stop::ends;
}

words say_letters(std::string_view core, const context& around) {
  if (auto quote = core.find('\''); quote != core.npos) {
    auto head = core.substr(0, quote);
    if (!all_upper(head) || head.size() < 2)
      return plain(core);
    auto out = say_letters(head, around);
    out.back() += "'s";
    return out;
  }
  if (core.size() == 1)
    return say_single_letter(core[0], around);
  // "MS" and "SR" are names, "Ms" and "Sr" are titles.
  if (auto known = abbreviation(lower(core));
      !known.empty() && (core.size() > 3 || !all_upper(core)))
    return known;
  auto number = roman(core);
  if (number >= 2 && (core != "IV" || contains(numbered, around.before))
      && core.find_first_not_of('X') != core.npos)
    return cardinal(std::to_string(number));
  if (all_upper(core))
    return is_spelled(core, around) ? spell(core) : plain(core);
  // "NSAIDs", "GLPs": a plural of an abbreviation.
  if (core.back() == 's' && core.size() >= 3
      && all_upper(core.substr(0, core.size() - 1))) {
    auto out = say_letters(core.substr(0, core.size() - 1), around);
    out.back() += "s";
    return out;
  }
  return camel(core);
}

} // namespace troupe::speech
