#include "protocol/brand.hpp"
#include "protocol/composition.hpp"
#include "protocol/direction.hpp"
#include "protocol/feedback_reading.hpp"
#include "protocol/style_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace troupe {

namespace {

using enum directive_kind;

/// Arrangements that a film may begin with.
constexpr uint64_t variations = 4;

double tidy(double x) {
  return std::round(x * 100) / 100;
}

uint32_t rgb_of(const std::string& colour) {
  return static_cast<uint32_t>(std::strtoul(colour.c_str() + 1, nullptr, 16));
}

std::string mixed(const std::string& colour, uint32_t with, double share) {
  auto rgb = rgb_of(colour);
  uint32_t out = 0;
  for (int shift : {16, 8, 0}) {
    auto a = static_cast<double>((rgb >> shift) & 255);
    auto b = static_cast<double>((with >> shift) & 255);
    out |= static_cast<uint32_t>(a + (b - a) * share + 0.5) << shift;
  }
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%06x", out & 0xFFFFFFU);
  return text.data();
}

/// A ground of the theme's own hue, at the dark or the light end.
struct theme_grounds {
  std::string_view theme;
  std::string_view dark;
  std::string_view light;
};

constexpr theme_grounds grounds[] = {
  {"clinical_dark", "#060c20", "#eef3fb"},
  {"clinical_light", "#0a1330", "#ffffff"},
  {"editorial", "#1b1917", "#fbfaf7"},
  {"formal", "#0f1a2b", "#f7f9fc"},
  {"social_bold", "#160a2e", "#fff6fb"},
  {"warm", "#2b160d", "#fff8ee"},
  {"high_contrast", "#000000", "#ffffff"},
};

std::string ground_of(const std::string& theme, bool dark) {
  for (auto& x : grounds)
    if (x.theme == theme)
      return std::string{dark ? x.dark : x.light};
  return dark ? "#101418" : "#ffffff";
}

/// Relative brightness 0..1, near enough to say which way is darker.
double brightness(const std::string& colour) {
  auto rgb = rgb_of(colour);
  return (0.299 * ((rgb >> 16) & 255) + 0.587 * ((rgb >> 8) & 255)
          + 0.114 * (rgb & 255))
         / 255;
}

void shade(look_style& look, bool darker_wanted, double strength) {
  // Two steps away from the other end: a dark ground that was asked to be
  // lighter becomes light, a light one is only lifted.
  auto& ground = look.background;
  auto end = ground_of(look.theme, darker_wanted);
  if (ground.empty()) {
    ground = end;
    if (look.theme == "clinical_light" && darker_wanted)
      look.theme = "clinical_dark";
    else if (look.theme == "clinical_dark" && !darker_wanted)
      look.theme = "clinical_light";
  } else if (darker_wanted == (brightness(ground) > 0.5)) {
    ground = end;
  } else {
    ground = mixed(ground, darker_wanted ? 0x000000U : 0xFFFFFFU,
                   std::min(0.35 * strength, 0.8));
  }
}

void set_motion(look_style& look, int step) {
  constexpr std::array<std::string_view, 3> order{"still", "calm", "lively"};
  auto at = std::ranges::find(order, look.motion) - order.begin();
  auto next = std::clamp<std::ptrdiff_t>(at + step, 0, 2);
  look.motion = order[static_cast<size_t>(next)];
}

void scale_text(look_style& look, double step, notes_list& notes) {
  auto wanted = look.text_scale + step;
  look.text_scale = tidy(std::clamp(wanted, 0.8, 1.4));
  if (wanted > 1.4)
    notes.emplace_back("Text is as big as the frame allows.");
  if (wanted < 0.8)
    notes.emplace_back("Text is as small as can still be read.");
}

void set_titles(const directive& x, const json& scenes, look_style& look) {
  auto ids = targeted_scenes(x, scenes);
  if (x.targets.empty())
    ids.assign(1, static_cast<int32_t>(
                    scenes.at(size_t{0}).integer("scene_id", 1)));
  for (auto id : ids)
    look.titles[id] = x.text;
}

void tint(look_style& look, bool warm_wanted) {
  if (warm_wanted) {
    if (look.theme == "warm" || look.theme == "clinical_dark")
      look.accent = "#ff9b4a";
    if (look.theme != "clinical_dark")
      look.theme = "warm";
  } else {
    look.accent = "#2f8fde";
    if (look.theme == "warm")
      look.theme = "clinical_light";
  }
}

/// False when it is not a matter of looks.
bool turn(const directive& x, const json& scenes, look_style& look,
          notes_list& notes) {
  switch (x.kind) {
    case set_accent: look.accent = x.text; return true;
    case set_background: look.background = x.text; return true;
    case set_theme:
      look.theme = x.text;
      look.accent.clear();
      look.background.clear();
      return true;
    case darker: shade(look, true, x.strength); return true;
    case lighter: shade(look, false, x.strength); return true;
    case warmer: tint(look, true); return true;
    case cooler: tint(look, false); return true;
    case bigger_text: scale_text(look, 0.14 * x.strength, notes); return true;
    case smaller_text: scale_text(look, -0.1 * x.strength, notes); return true;
    case captions_on: look.captions = true; return true;
    case captions_off: look.captions = false; return true;
    case karaoke_on: look.karaoke = look.captions = true; return true;
    case karaoke_off: look.karaoke = false; return true;
    case set_transition: look.transition = x.text; return true;
    case more_motion:
    case more_energetic: set_motion(look, 1); return true;
    case less_motion:
    case calmer: set_motion(look, -1); return true;
    case no_motion: look.motion = "still"; return true;
    case rewrite: ++look.variation; return true;
    case set_title: set_titles(x, scenes, look); return true;
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
    case add_scene:
    case remove_scene:
    case set_length:
    case slower:
    case faster:
    case set_voice:
    case other_voice:
    case deeper_voice:
    case higher_voice:
    case longer_pauses:
    case shorter_pauses:
    case pause_after:
    case set_music:
    case other_music:
    case music_louder:
    case music_quieter:
    case voice_louder:
    case voice_quieter: return false;
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

look_style default_look(video_type type, const json& payload, uint64_t seed) {
  look_style look;
  look.theme = default_theme(type);
  auto lively = type == video_type::social_media
                || type == video_type::product_ad
                || type == video_type::presenter_ad;
  look.motion = lively ? "lively" : "calm";
  auto tone = payload.text("tone");
  for (auto& c : tone)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  if (says_any(tone, {"energetic", "dynamic", "upbeat", "exciting", "bold"}))
    look.motion = "lively";
  if (says_any(tone, {"calm", "gentle", "sober", "quiet", "serious"}))
    look.motion = "calm";
  look.captions = payload.flag("enable_subtitles", true);
  look.variation = static_cast<uint32_t>(seed % variations);
  auto style = read_style_words(payload);
  if (!style.theme.empty())
    look.theme = style.theme;
  if (!style.motion.empty())
    look.motion = style.motion;
  // Colours of a brand are a rule, words are a wish.
  auto brand = brand_of(payload);
  look.accent = brand.accent.empty() ? style.accent : brand.accent;
  look.background = brand.background.empty() ? style.background
                                             : brand.background;
  auto wants_ground = style.ground != ground_wish::own
                      && look.background.empty();
  auto theme = payload.text("theme");
  auto tokens = feedback_detail::tokens_of(theme);
  if (std::ranges::find(theme_names(), theme) != theme_names().end())
    look.theme = theme;
  else if (auto colour = feedback_detail::read_colour(tokens); !colour.empty())
    look.accent = colour;
  if (wants_ground)
    shade(look, style.ground == ground_wish::dark, 1);
  return look;
}

void apply_to_look(const feedback_plan& plan, const json& scenes,
                   look_style& look, notes_list& notes) {
  std::vector<bool> done;
  for (auto& x : plan.directives)
    done.push_back(turn(x, scenes, look, notes));
  if (plan.directives.empty())
    ++look.variation;
  note_the_rest(plan, done, stage::visuals, notes);
}

} // namespace troupe
