#include "protocol/feedback_subjects.hpp"

#include "protocol/feedback_reading.hpp"

#include <algorithm>
#include <array>

namespace troupe::feedback_detail {

namespace {

using namespace std::string_view_literals;
using enum directive_kind;

constexpr std::array off_words{"no"sv,     "without"sv, "remove"sv, "off"sv,
                               "mute"sv,   "stop"sv,    "drop"sv,   "delete"sv,
                               "hide"sv,   "disable"sv, "kill"sv,   "omit"sv,
                               "cut"sv,    "static"sv,  "don't"sv,  "not"sv,
                               "skip"sv,   "avoid"sv,   "lose"sv,   "rid"sv};
constexpr std::array other_words{"another"sv, "different"sv, "other"sv,
                                 "new"sv,     "change"sv,    "replace"sv,
                                 "swap"sv,    "switch"sv};

/// A mood of the music, or empty.
std::string music_mood(token_span x) {
  struct mood {
    std::string_view word;
    std::string_view name;
  };
  static constexpr std::array<mood, 42> moods{{
    {"calm", "calm"},         {"calmer", "calm"},       {"relaxing", "calm"},
    {"relaxed", "calm"},      {"gentle", "calm"},       {"gentler", "calm"},
    {"soothing", "calm"},     {"peaceful", "calm"},     {"ambient", "calm"},
    {"slower", "calm"},       {"slow", "calm"},
    {"uplifting", "uplifting"}, {"upbeat", "uplifting"},
    {"inspiring", "uplifting"}, {"energetic", "uplifting"},
    {"motivational", "uplifting"}, {"hopeful", "uplifting"},
    {"optimistic", "uplifting"}, {"exciting", "uplifting"},
    {"positive", "uplifting"}, {"faster", "uplifting"}, {"epic", "uplifting"},
    {"serious", "serious"},   {"dramatic", "serious"},  {"somber", "serious"},
    {"sombre", "serious"},    {"corporate", "serious"}, {"solemn", "serious"},
    {"bright", "bright"},     {"brighter", "bright"},   {"playful", "bright"},
    {"happy", "bright"},      {"happier", "bright"},    {"cheerful", "bright"},
    {"warm", "warm"},         {"warmer", "warm"},       {"tender", "warm"},
    {"intimate", "warm"},     {"tense", "tense"},       {"tenser", "tense"},
    {"suspenseful", "tense"}, {"urgent", "tense"},
  }};
  for (auto& word : x)
    for (auto& m : moods)
      if (word.is(m.word))
        return std::string{m.name};
  return {};
}

/// The theme named, or empty.
std::string theme_named(token_span x) {
  struct alias {
    std::string_view word;
    std::string_view theme;
  };
  static constexpr std::array<alias, 6> aliases{{
    {"editorial", "editorial"}, {"formal", "formal"}, {"social", "social_bold"},
    {"bold", "social_bold"},    {"warm", "warm"},     {"clinical",
                                                       "clinical_light"},
  }};
  if (!has(x, "theme"))
    return {};
  for (auto& word : x)
    for (auto& a : aliases)
      if (word.is(a.word))
        return std::string{word.is("clinical") && has(x, "dark")
                             ? "clinical_dark"
                             : a.theme};
  return {};
}

} // namespace

bool has(token_span x, std::string_view word) {
  return std::ranges::any_of(x, [&](auto& t) { return t.is(word); });
}

bool has_any(token_span x, std::span<const std::string_view> list) {
  return std::ranges::any_of(x, [&](auto& t) { return t.is_any(list); });
}

directive simple(directive_kind kind, std::string text) {
  directive x;
  x.kind = kind;
  x.text = std::move(text);
  return x;
}

std::vector<directive> of_music(token_span x) {
  if (auto mood = music_mood(x); !mood.empty())
    return {simple(set_music, mood)};
  static constexpr std::array up{"louder"sv, "up"sv, "more"sv, "raise"sv,
                                 "increase"sv, "higher"sv, "stronger"sv};
  static constexpr std::array down{"quieter"sv, "softer"sv,  "down"sv,
                                   "lower"sv,   "less"sv,    "reduce"sv,
                                   "soft"sv,    "quiet"sv,   "decrease"sv,
                                   "loud"sv,    "lighter"sv, "subtler"sv};
  auto enough = has(x, "enough");
  if (enough && has(x, "loud"))
    return {simple(music_louder)};
  if (has(x, "too") && (has(x, "quiet") || has(x, "soft")))
    return {simple(music_louder)};
  if (has_any(x, down))
    return {simple(music_quieter)};
  if (has_any(x, up))
    return {simple(music_louder)};
  if (has_any(x, off_words))
    return {simple(set_music, "none")};
  if (has_any(x, other_words))
    return {simple(other_music)};
  static constexpr std::array on{"add"sv, "with"sv, "on"sv, "include"sv,
                                 "put"sv, "some"sv};
  if (has_any(x, on))
    return {simple(set_music, "calm")};
  return {};
}

std::vector<directive> of_captions(token_span x) {
  static constexpr std::array lit{"karaoke"sv, "highlight"sv, "highlights"sv,
                                  "highlighted"sv, "highlighting"sv};
  if (has_any(x, lit))
    return {simple(has_any(x, off_words) ? karaoke_off : karaoke_on)};
  static constexpr std::array big{"bigger"sv, "larger"sv, "big"sv, "large"sv};
  if (has_any(x, big))
    return {simple(has(x, "too") ? smaller_text : bigger_text)};
  if (has(x, "small") || has(x, "tiny"))
    return {simple(bigger_text)};
  if (has(x, "smaller"))
    return {simple(smaller_text)};
  if (has_any(x, off_words))
    return {simple(captions_off)};
  return {simple(captions_on)};
}

std::vector<directive> of_transition(token_span x) {
  struct way {
    std::string_view word;
    std::string_view name;
  };
  static constexpr std::array<way, 20> ways{{
    {"crossfade", "crossfade"},   {"crossfades", "crossfade"},
    {"crossfading", "crossfade"}, {"cross", "crossfade"},
    {"dissolve", "crossfade"},    {"dissolves", "crossfade"},
    {"slide", "slide"},           {"slides", "slide"},
    {"sliding", "slide"},         {"push", "slide"},
    {"wipe", "wipe"},             {"wipes", "wipe"},
    {"wiping", "wipe"},           {"cut", "cut"},
    {"cuts", "cut"},              {"hard", "cut"},
    {"fade", "fade"},             {"fades", "fade"},
    {"fading", "fade"},           {"plain", "fade"},
  }};
  static constexpr std::array scenes{"scene"sv, "scenes"sv};
  static constexpr std::array nouns{"transition"sv, "transitions"sv};
  static constexpr std::array fades{"fade"sv, "fades"sv, "fading"sv,
                                    "dissolve"sv, "dissolves"sv};
  auto named = has_any(x, nouns);
  auto between = has(x, "between") && has_any(x, scenes);
  for (auto& word : x)
    for (auto& w : ways) {
      // "Crossfade" alone says what it means, "slide" and "cut" don't; "cross"
      // is half a word.
      auto alone = w.name == "crossfade" && (w.word != "cross" || has_any(x, fades));
      if (!word.is(w.word) || !(named || between || alone))
        continue;
      auto refused = std::ranges::any_of(x, [&](auto& t) {
        return t.is_any(off_words) && !t.is(w.word);
      });
      return {simple(set_transition, refused ? "fade" : std::string{w.name})};
    }
  if (named && has_any(x, off_words))
    return {simple(set_transition, "cut")};
  return {};
}

std::vector<directive> of_pause_after(token_span x) {
  static constexpr std::array pauses{"pause"sv, "pauses"sv, "silence"sv,
                                     "break"sv};
  static constexpr std::array places{"after"sv, "behind"sv, "following"sv};
  static constexpr std::array none{"no"sv, "without"sv, "remove"sv, "skip"sv,
                                   "don't"sv, "drop"sv};
  if (!has_any(x, pauses) || !has_any(x, places))
    return {};
  auto out = simple(pause_after);
  auto length = read_measure(x);
  out.unit = amount_unit::seconds;
  static constexpr std::array brief{"short"sv, "brief"sv, "small"sv,
                                    "little"sv};
  auto usual = has_any(x, brief) ? 0.5 : has(x, "long") ? 2.0 : read_strength(x);
  if (!has_any(x, none))
    out.amount = length.unit == amount_unit::seconds ? length.amount : usual;
  return {out};
}

std::vector<directive> of_motion(token_span x) {
  static constexpr std::array less{"less"sv,   "fewer"sv,  "slower"sv,
                                   "calmer"sv, "reduce"sv, "subtler"sv,
                                   "much"sv,   "many"sv,   "calm"sv};
  static constexpr std::array more{"more"sv, "faster"sv, "livelier"sv,
                                   "add"sv,  "lively"sv, "dynamic"sv,
                                   "increase"sv};
  auto too = has(x, "too");
  if ((!too && has(x, "less")) || (too && (has(x, "much") || has(x, "many"))))
    return {simple(less_motion)};
  if (has_any(x, more))
    return {simple(too ? less_motion : more_motion)};
  if (has_any(x, less) && !too)
    return {simple(less_motion)};
  if (has_any(x, off_words))
    return {simple(no_motion)};
  return {};
}

std::vector<directive> of_speaker(token_span x, bool voice) {
  static constexpr std::array female{"female"sv, "woman"sv,   "woman's"sv,
                                     "feminine"sv, "lady"sv, "women"sv};
  static constexpr std::array male{"male"sv, "man"sv, "man's"sv,
                                   "masculine"sv, "guy"sv};
  static constexpr std::array british{"scottish"sv, "british"sv, "awb"sv};
  static constexpr std::array names{"slt"sv, "rms"sv, "kal16"sv};
  if (has(x, "pauses") || has(x, "pause")) {
    static constexpr std::array fewer{"fewer"sv, "shorter"sv, "less"sv,
                                      "no"sv,    "without"sv, "many"sv};
    return {simple(has_any(x, fewer) ? shorter_pauses : longer_pauses)};
  }
  if (has_any(x, british))
    return {simple(set_voice, "scottish")};
  for (auto& word : x)
    if (word.is_any(names))
      return {simple(set_voice, word.text)};
  auto chooses = voice || has(x, "use") || x.size() <= 3 || has(x, "by");
  if (chooses && has_any(x, female))
    return {simple(set_voice, "female")};
  if (chooses && has_any(x, male))
    return {simple(set_voice, "male")};
  if (voice && has_any(x, other_words))
    return {simple(other_voice)};
  return {};
}

std::vector<directive> of_colour(token_span x, subject about) {
  if (has(x, "contrast"))
    return has(x, "less") || has(x, "lower") ? std::vector<directive>{}
                                             : std::vector{simple(
                                               set_theme, "high_contrast")};
  if (has(x, "black") && has(x, "white"))
    return {simple(set_theme, "high_contrast")};
  if (auto theme = theme_named(x); !theme.empty())
    return {simple(set_theme, theme)};
  static constexpr std::array refused{"no"sv, "not"sv, "remove"sv, "less"sv,
                                      "without"sv, "don't"sv, "drop"sv};
  auto colour = read_colour(x);
  if (colour.empty() || has_any(x, refused))
    return {};
  auto ground = about == subject::colour && has(x, "background");
  return {simple(ground ? set_background : set_accent, colour)};
}

} // namespace troupe::feedback_detail
