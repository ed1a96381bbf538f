#include "protocol/feedback_attributes.hpp"

#include "protocol/feedback_adjectives.hpp"
#include "protocol/feedback_reading.hpp"
#include "protocol/feedback_subjects.hpp"

#include <algorithm>
#include <array>

namespace troupe::feedback_detail {

namespace {

using namespace std::string_view_literals;
using enum directive_kind;

struct noun {
  std::string_view word;
  subject about;
};

constexpr std::array<noun, 56> nouns{{
  {"music", subject::music},         {"soundtrack", subject::music},
  {"song", subject::music},          {"tune", subject::music},
  {"voice", subject::voice},         {"voiceover", subject::voice},
  {"narrator", subject::voice},      {"narration", subject::voice},
  {"narrated", subject::voice},      {"speaker", subject::voice},
  {"speech", subject::voice},        {"pause", subject::voice},
  {"pauses", subject::voice},        {"pitch", subject::voice},
  {"speak", subject::voice},         {"speaks", subject::voice},
  {"captions", subject::captions},   {"caption", subject::captions},
  {"subtitles", subject::captions},  {"subtitle", subject::captions},
  {"karaoke", subject::captions},    {"transition", subject::motion},
  {"font", subject::text},           {"fonts", subject::text},
  {"letters", subject::text},        {"lettering", subject::text},
  {"text", subject::text},           {"texts", subject::text},
  {"type", subject::text},           {"colour", subject::colour},
  {"colours", subject::colour},      {"color", subject::colour},
  {"colors", subject::colour},       {"palette", subject::colour},
  {"accent", subject::colour},       {"background", subject::colour},
  {"theme", subject::colour},        {"scheme", subject::colour},
  {"look", subject::colour},         {"contrast", subject::colour},
  {"visuals", subject::colour},      {"mode", subject::colour},
  {"animation", subject::motion},    {"animations", subject::motion},
  {"motion", subject::motion},       {"movement", subject::motion},
  {"transitions", subject::motion},  {"movements", subject::motion},
  {"tone", subject::tone},           {"wording", subject::tone},
  {"language", subject::tone},       {"script", subject::tone},
  {"words", subject::tone},          {"style", subject::tone},
  {"title", subject::title},         {"headline", subject::title},
}};

bool negates(const token& x) {
  return x.is("not") || x.is("don't") || x.is("isn't") || x.is("never")
         || x.is("no") || x.is("aren't") || x.is("doesn't") || x.is("cannot")
         || x.is("shouldn't") || x.is("won't") || x.is("wasn't");
}

/// "too long", "less formal", "not energetic enough", "not shorter".
enum class polarity : uint8_t { same, opposite, nothing };

polarity polarity_of(token_span x, size_t i, const adjective& word) {
  auto from = i > 4 ? i - 4 : 0;
  auto before = x.subspan(from, i - from);
  auto negated = std::ranges::any_of(before, negates);
  if (has(x.subspan(i), "enough"))
    return word.form == adjective_form::complaint ? polarity::opposite
                                                  : polarity::same;
  auto turned = has(before, "too") || has(before, "less")
                || (negated && word.form == adjective_form::plain);
  if (negated && (word.form == adjective_form::comparative
                  || (word.form == adjective_form::complaint
                      && !has(before, "so"))))
    return polarity::nothing;
  if (word.form == adjective_form::complaint)
    return has(before, "more") ? polarity::same : polarity::opposite;
  return turned ? polarity::opposite : polarity::same;
}

bool asks(token_span x) {
  static constexpr std::array signs{
    "make"sv,  "be"sv,    "more"sv, "too"sv,   "less"sv,  "keep"sv, "use"sv,
    "in"sv,    "with"sv,  "sound"sv, "sounds"sv, "feel"sv, "feels"sv,
    "go"sv,    "not"sv,   "so"sv,   "isn't"sv, "down"sv,  "up"sv,   "as"sv,
    "bit"sv,   "enough"sv, "much"sv, "very"sv,  "super"sv, "rather"sv};
  return has_any(x, signs);
}

directive_kind fitted(directive_kind kind, subject about) {
  if (about == subject::tone || about == subject::voice) {
    if (kind == warmer || kind == lighter)
      return friendlier;
    if (kind == cooler || kind == darker)
      return more_formal;
  }
  if (about == subject::motion || about == subject::film)
    return kind;
  if (about == subject::colour && kind == more_energetic)
    return more_motion;
  return kind;
}

std::vector<directive> of_adjectives(token_span x, subject about, bool loose) {
  std::vector<directive> result;
  auto add = [&](directive_kind kind) {
    if (std::ranges::find(result, kind, &directive::kind) == result.end())
      result.push_back(simple(kind));
  };
  auto length = read_measure(x);
  for (size_t i = 0; i < x.size(); ++i) {
    auto word = x[i].kind == token_kind::word ? find_adjective(x[i].text)
                                              : nullptr;
    if (!word)
      continue;
    if (word->form == adjective_form::plain && !loose && !asks(x)
        && about == subject::film)
      continue;
    // "30 seconds long", "no longer than 30 seconds" name a length.
    if (length.total && (word->kind == longer || word->kind == shorter))
      continue;
    // "half as long" is shorter, "twice as short" hardly ever said.
    if (length.unit == amount_unit::factor && length.amount < 1
        && word->kind == longer) {
      add(shorter);
      continue;
    }
    auto turn = polarity_of(x, i, *word);
    if (turn != polarity::nothing)
      add(fitted(turn == polarity::same ? word->kind : word->opposite, about));
  }
  return result;
}

/// Phrases of more than one word.
std::vector<directive> of_phrases(token_span x) {
  std::vector<directive> result;
  auto length = read_measure(x);
  if (length.total && length.unit == amount_unit::seconds)
    return {simple(set_length)};
  if (has(x, "slow") && has(x, "down"))
    result.push_back(simple(slower));
  if (has(x, "speed") && (has(x, "up") || has(x, "increase")))
    result.push_back(simple(faster));
  if (has(x, "speed") && (has(x, "reduce") || has(x, "down")))
    result.push_back(simple(slower));
  auto cuts = has(x, "cut") || has(x, "reduce") || has(x, "halve");
  if (cuts && (length.amount > 0 || has(x, "down")) && result.empty())
    result.push_back(simple(shorter));
  if (has(x, "double") || (has(x, "add") && length.amount > 0))
    result.push_back(simple(longer));
  auto more = has(x, "more") && !has(x, "no");
  if ((has(x, "detail") || has(x, "details") || has(x, "depth")))
    result.push_back(simple(more ? longer : shorter));
  if (has(x, "jargon"))
    result.push_back(simple(simpler));
  return result;
}

} // namespace

subject subject_of(token_span words) {
  for (auto& word : words)
    for (auto& n : nouns)
      if (word.is(n.word))
        return n.about;
  return subject::film;
}

std::vector<directive> read_attributes(token_span x, bool loose) {
  auto about = subject_of(x);
  std::vector<directive> result;
  auto take = [&](std::vector<directive> more) {
    for (auto& d : more)
      if (std::ranges::find(result, d.kind, &directive::kind) == result.end())
        result.push_back(std::move(d));
  };
  if (auto pause = of_pause_after(x); !pause.empty())
    return pause;
  if (auto way = of_transition(x); !way.empty())
    return way;
  if (about == subject::music)
    take(of_music(x));
  else if (about == subject::captions)
    take(of_captions(x));
  else if (about == subject::motion)
    take(of_motion(x));
  else {
    if (about == subject::film || about == subject::voice)
      take(of_speaker(x, about == subject::voice));
    if (about == subject::film || about == subject::colour
        || about == subject::text)
      take(of_colour(x, about));
    auto settled = !result.empty()
                   && (about == subject::colour
                       || result.front().kind == longer_pauses
                       || result.front().kind == shorter_pauses
                       || result.front().kind == set_accent);
    if (!settled) {
      if (about == subject::film || about == subject::tone)
        take(of_phrases(x));
      auto measured = std::ranges::any_of(result, [](auto& d) {
        return d.kind == set_length;
      });
      take(of_adjectives(x, about, loose));
      if (measured)
        std::erase_if(result, [](auto& d) {
          return d.kind == shorter || d.kind == longer;
        });
    }
    if (about == subject::title)
      std::erase_if(result, [](auto& d) {
        return d.kind != bigger_text && d.kind != smaller_text;
      });
  }
  auto length = read_measure(x);
  for (auto& d : result) {
    d.strength = read_strength(x);
    d.amount = length.amount;
    d.unit = length.unit;
  }
  return result;
}

} // namespace troupe::feedback_detail
