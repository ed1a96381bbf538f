#include "protocol/direction.hpp"
#include "protocol/music_prompt.hpp"
#include "protocol/payload.hpp"
#include "protocol/style_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace troupe {

namespace {

using enum directive_kind;

/// kal16 is left out: its diphones sound like a machine.
constexpr std::array<std::string_view, 3> pleasant_voices{"slt", "rms", "awb"};
/// Streaming, social platforms, and EBU R128 for broadcasters.
constexpr double web_lufs = -16;
constexpr double social_lufs = -14;
constexpr double broadcast_lufs = -23;

std::string lower(std::string text) {
  for (auto& c : text)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

double tidy(double x) {
  return std::round(x * 100) / 100;
}

template <size_t N>
std::string next_of(const std::array<std::string_view, N>& list,
                    const std::string& now) {
  auto found = std::ranges::find(list, now);
  auto index = static_cast<size_t>(found - list.begin());
  return std::string{list[(index + 1) % N]};
}

/// The factor that a wish for more or less of something comes to.
double factor_of(const directive& x, double step) {
  if (x.unit == amount_unit::percent)
    return 1 + std::min(x.amount, 90.0) / 100;
  if (x.unit == amount_unit::factor && x.amount > 0)
    return x.amount < 1 ? 1 / x.amount : x.amount;
  return 1 + step * x.strength;
}

void scale(double& value, double factor, double low, double high,
           std::string_view name, notes_list& notes) {
  auto wanted = value * factor;
  value = tidy(std::clamp(wanted, low, high));
  if (wanted < low || wanted > high)
    notes.push_back("The " + std::string{name}
                    + " is at the end of what can be understood.");
}

void shift(double& value, double step, double low, double high,
           std::string_view name, notes_list& notes) {
  auto wanted = value + step;
  value = tidy(std::clamp(wanted, low, high));
  if (wanted < low || wanted > high)
    notes.push_back("The " + std::string{name} + " is at its limit.");
}

constexpr std::array<std::string_view, 4> voice_names{"slt", "rms", "awb",
                                                      "kal16"};

void choose_voice(const std::string& wish, voice_style& voice) {
  if (std::ranges::find(voice_names, wish) != voice_names.end())
    voice.voice = wish;
  else if (wish == "female")
    voice.voice = "slt";
  else if (wish == "scottish")
    voice.voice = "awb";
  else if (voice.voice == "slt")
    voice.voice = "rms";
}

bool turn(const directive& x, voice_style& voice, notes_list& notes) {
  auto faster_by = [&](double step) {
    scale(voice.rate, factor_of(x, step), 0.6, 1.6, "pace", notes);
  };
  auto slower_by = [&](double step) {
    scale(voice.rate, 1 / factor_of(x, step), 0.6, 1.6, "pace", notes);
  };
  switch (x.kind) {
    case faster: faster_by(0.14); return true;
    case slower: slower_by(0.14); return true;
    case more_energetic:
      faster_by(0.07);
      shift(voice.pitch, 0.6 * x.strength, -6, 6, "pitch", notes);
      return true;
    case calmer:
      slower_by(0.07);
      scale(voice.pause, 1.2, 0.4, 2.5, "length of the pauses", notes);
      return true;
    case friendlier:
      shift(voice.pitch, 0.5 * x.strength, -6, 6, "pitch", notes);
      return true;
    case more_formal:
      slower_by(0.03);
      shift(voice.pitch, -0.5 * x.strength, -6, 6, "pitch", notes);
      return true;
    case set_voice: choose_voice(x.text, voice); return true;
    case other_voice:
    case rewrite:
      voice.voice = next_of(pleasant_voices, voice.voice);
      return true;
    case deeper_voice:
      shift(voice.pitch, -1.5 * x.strength, -6, 6, "pitch", notes);
      return true;
    case higher_voice:
      shift(voice.pitch, 1.5 * x.strength, -6, 6, "pitch", notes);
      return true;
    case longer_pauses:
      scale(voice.pause, factor_of(x, 0.4), 0.4, 2.5, "length of the pauses",
            notes);
      return true;
    case shorter_pauses:
      scale(voice.pause, 1 / factor_of(x, 0.4), 0.4, 2.5,
            "length of the pauses", notes);
      return true;
    case pause_after:
      voice.pause_after = 0;
      shift(voice.pause_after, x.amount, 0, longest_pause_after,
            "pause after the scene", notes);
      return true;
    case shorter:
    case longer:
    case simpler:
    case mention:
    case remove_words:
    case replace_words:
    case keep_words:
    case set_tone:
    case set_title:
    case add_scene:
    case remove_scene:
    case set_length:
    case set_accent:
    case set_background:
    case set_theme:
    case darker:
    case lighter:
    case warmer:
    case cooler:
    case bigger_text:
    case smaller_text:
    case captions_on:
    case captions_off:
    case karaoke_on:
    case karaoke_off:
    case set_transition:
    case more_motion:
    case less_motion:
    case no_motion:
    case set_music:
    case other_music:
    case music_louder:
    case music_quieter:
    case voice_louder:
    case voice_quieter: return false;
  }
  return false;
}

bool turn(const directive& x, mix_style& mix, notes_list& notes) {
  auto music = [&](double step) {
    shift(mix.music_gain_db, step * x.strength, -12, 9, "music", notes);
    if (mix.music == "none")
      notes.emplace_back("There is no music to turn; ask for music first.");
  };
  switch (x.kind) {
    case set_music: mix.music = x.text; return true;
    case other_music:
    case rewrite: mix.music = next_of(music_moods, mix.music); return true;
    case music_louder: music(4); return true;
    case music_quieter: music(-4); return true;
    case voice_louder:
      shift(mix.voice_gain_db, 2 * x.strength, -6, 6, "voice", notes);
      return true;
    case voice_quieter:
      shift(mix.voice_gain_db, -2 * x.strength, -6, 6, "voice", notes);
      return true;
    case more_energetic: mix.music = "uplifting"; return true;
    case calmer: mix.music = "calm"; return true;
    case shorter:
    case longer:
    case simpler:
    case more_formal:
    case friendlier:
    case mention:
    case remove_words:
    case replace_words:
    case keep_words:
    case set_tone:
    case set_title:
    case add_scene:
    case remove_scene:
    case set_length:
    case slower:
    case faster:
    case set_accent:
    case set_background:
    case set_theme:
    case darker:
    case lighter:
    case warmer:
    case cooler:
    case bigger_text:
    case smaller_text:
    case captions_on:
    case captions_off:
    case karaoke_on:
    case karaoke_off:
    case set_transition:
    case more_motion:
    case less_motion:
    case no_motion:
    case set_voice:
    case other_voice:
    case deeper_voice:
    case higher_voice:
    case longer_pauses:
    case shorter_pauses:
    case pause_after: return false;
  }
  return false;
}

bool says_any(const std::string& text,
              std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](auto word) {
    return text.find(word) != std::string::npos;
  });
}

} // namespace

bool is_voice_wish(std::string_view wish) {
  return std::ranges::find(voice_names, wish) != voice_names.end()
         || wish == "female" || wish == "male" || wish == "scottish";
}

voice_style default_voice(const json& payload) {
  voice_style voice;
  auto persona = " " + lower(payload.text("persona")) + " ";
  auto tone = lower(payload.text("tone"));
  if (voice_language(payload) == "en-GB")
    voice.voice = "awb";
  if (says_any(persona, {"officer", " male", " man ", " father", " dad ",
                         "gentleman", " he "}))
    voice.voice = "rms";
  if (says_any(persona, {"female", "woman", "mother", " mum ", " mom ",
                         "nurse", " she ", "lady"}))
    voice.voice = "slt";
  if (says_any(tone, {"energetic", "dynamic", "upbeat", "exciting"}))
    voice.rate = 1.06;
  if (says_any(tone, {"calm", "gentle", "soothing", "reassuring", "formal"}))
    voice.rate = 0.95;
  if (auto id = lower(payload.text("voice_id")); is_voice_wish(id))
    choose_voice(id, voice);
  voice.rate = tidy(voice.rate * read_style_words(payload).rate);
  return voice;
}

mix_style default_mix(video_type type, const json& payload) {
  mix_style mix;
  switch (type) {
    case video_type::product_ad: mix.music = "uplifting"; break;
    case video_type::compliance_video: mix.music = "serious"; break;
    case video_type::moa:
    case video_type::doctor_ad: mix.music = "calm"; break;
    case video_type::social_media:
      mix.music = "bright";
      // What the platforms play at.
      mix.loudness_lufs = social_lufs;
      break;
    case video_type::presenter_ad:
      // Somebody speaks to the viewer: music only when it is asked for.
      mix.music = "none";
      break;
    case video_type::explainer: mix.music = "bright"; break;
  }
  auto tone = lower(payload.text("tone"));
  auto may_follow = mix.music != "none";
  if (may_follow
      && says_any(tone, {"warm", "heartfelt", "caring", "compassionate"}))
    mix.music = "warm";
  if (may_follow && says_any(tone, {"urgent", "tense", "suspense", "alarming"}))
    mix.music = "tense";
  if (auto music = read_style_words(payload).music; !music.empty())
    mix.music = music;
  if (auto prompt = payload.find("background_music_prompt"))
    mix.music = mood_of_prompt(prompt->as_string());
  mix.effects = payload.flag("add_sound_effects",
                             type != video_type::presenter_ad
                               || mix.music != "none");
  auto where = payload.text("loudness");
  if (where == "web")
    mix.loudness_lufs = web_lufs;
  else if (where == "social")
    mix.loudness_lufs = social_lufs;
  else if (where == "broadcast")
    mix.loudness_lufs = broadcast_lufs;
  else
    mix.loudness_lufs = payload.number("loudness", mix.loudness_lufs);
  return mix;
}

void apply_to_voice(const feedback_plan& plan, voice_style& voice,
                    notes_list& notes) {
  std::vector<bool> done;
  for (auto& x : plan.directives)
    done.push_back(turn(x, voice, notes));
  if (plan.directives.empty())
    voice.voice = next_of(pleasant_voices, voice.voice);
  note_the_rest(plan, done, stage::tts, notes);
}

void apply_to_mix(const feedback_plan& plan, mix_style& mix,
                  notes_list& notes) {
  std::vector<bool> done;
  for (auto& x : plan.directives)
    done.push_back(turn(x, mix, notes));
  if (plan.directives.empty())
    mix.music = next_of(music_moods, mix.music);
  note_the_rest(plan, done, stage::render, notes);
}

} // namespace troupe
