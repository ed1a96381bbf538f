#include "protocol/style_words.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/feedback_reading.hpp"
#include "protocol/feedback_tokens.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace troupe {

namespace {

using namespace std::string_view_literals;

/// A few words each; more is a prompt, and belongs into context.
constexpr size_t wish_max_bytes = 120;
constexpr std::array members{"visual_style"sv, "color_scheme"sv, "mood"sv};

struct visual_word {
  std::string_view word;
  std::string_view theme;
  std::string_view motion = {};
  ground_wish ground = ground_wish::own;
};

constexpr visual_word visual_words[] = {
  {"minimal", "clinical_light", "calm"},
  {"minimalist", "clinical_light", "calm"},
  {"minimalistic", "clinical_light", "calm"},
  {"clean", "clinical_light", "calm"},
  {"simple", "clinical_light", "calm"},
  {"flat", "clinical_light"},
  {"scientific", "clinical_light"},
  {"medical", "clinical_light"},
  {"bold", "social_bold", "lively"},
  {"playful", "social_bold", "lively"},
  {"dynamic", "social_bold", "lively"},
  {"energetic", "social_bold", "lively"},
  {"fun", "social_bold", "lively"},
  {"vibrant", "social_bold", "lively"},
  {"social", "social_bold", "lively"},
  {"cartoon", "social_bold", "lively"},
  {"editorial", "editorial"},
  {"magazine", "editorial"},
  {"classic", "editorial"},
  {"academic", "editorial"},
  {"elegant", "editorial", "calm"},
  {"documentary", "editorial", "calm"},
  {"educational", "clinical_light"},
  {"technical", "clinical_dark"},
  {"tech", "clinical_dark"},
  {"modern", "clinical_dark"},
  {"futuristic", "clinical_dark", "lively"},
  {"cinematic", "clinical_dark", "calm"},
  {"blueprint", "clinical_dark"},
  {"3d", "clinical_dark"},
  {"corporate", "formal", "calm"},
  {"formal", "formal", "calm"},
  {"business", "formal", "calm"},
  {"professional", "formal", "calm"},
  {"serious", "formal", "calm"},
  {"warm", "warm"},
  {"organic", "warm", "calm"},
  {"natural", "warm", "calm"},
  {"friendly", "warm"},
  {"cozy", "warm", "calm"},
  {"handmade", "warm"},
  {"accessible", "high_contrast", "still"},
  {"contrast", "high_contrast"},
  {"dark", "clinical_dark", {}, ground_wish::dark},
  {"light", "clinical_light", {}, ground_wish::light},
};

struct colour_word {
  std::string_view word;
  std::string_view accent;
  std::string_view theme = {};
  ground_wish ground = ground_wish::own;
};

/// Names of single colours are read as everywhere else; these are palettes.
constexpr colour_word colour_words[] = {
  {"warm", "#ff9b4a", "warm"},
  {"cool", "#2f8fde"},
  {"cold", "#2f8fde"},
  {"ocean", "#1f87b8"},
  {"sea", "#1f87b8"},
  {"sky", "#3a8dde"},
  {"forest", "#2e9e5b"},
  {"nature", "#2e9e5b"},
  {"natural", "#2e9e5b"},
  {"earth", "#a9713f", "warm"},
  {"earthy", "#a9713f", "warm"},
  {"autumn", "#c8641e", "warm"},
  {"sunset", "#ff7a45", "warm"},
  {"sunrise", "#ff9b4a", "warm"},
  {"pastel", "#a996e8", {}, ground_wish::light},
  {"vibrant", {}, "social_bold"},
  {"colorful", {}, "social_bold"},
  {"colourful", {}, "social_bold"},
  {"neon", "#2ec4b6", "social_bold"},
  {"monochrome", "#7a828e", "editorial"},
  {"monochromatic", "#7a828e", "editorial"},
  {"grayscale", "#7a828e", "editorial"},
  {"greyscale", "#7a828e", "editorial"},
  {"neutral", "#7a828e", "editorial"},
  {"muted", "#7a8b8e", "editorial"},
  {"corporate", "#1f5fae", "formal"},
  {"contrast", {}, "high_contrast"},
  {"dark", {}, {}, ground_wish::dark},
  {"night", {}, {}, ground_wish::dark},
  {"light", {}, {}, ground_wish::light},
  {"bright", {}, {}, ground_wish::light},
};

struct mood_word {
  std::string_view word;
  std::string_view music;
  std::string_view motion = {};
  double rate = 1;
};

constexpr mood_word mood_words[] = {
  {"calm", "calm", "calm", 0.96},
  {"relaxed", "calm", "calm", 0.96},
  {"soothing", "calm", "calm", 0.95},
  {"peaceful", "calm", "calm", 0.95},
  {"gentle", "calm", "calm", 0.96},
  {"thoughtful", "calm", "calm", 0.97},
  {"quiet", "calm", "calm", 0.96},
  {"uplifting", "uplifting", "lively"},
  {"inspiring", "uplifting"},
  {"inspirational", "uplifting"},
  {"motivational", "uplifting", "lively"},
  {"optimistic", "uplifting"},
  {"hopeful", "uplifting"},
  {"energetic", "uplifting", "lively", 1.06},
  {"exciting", "uplifting", "lively", 1.06},
  {"dynamic", "uplifting", "lively", 1.06},
  {"upbeat", "bright", "lively", 1.04},
  {"happy", "bright", "lively", 1.03},
  {"cheerful", "bright", "lively", 1.03},
  {"playful", "bright", "lively", 1.03},
  {"fun", "bright", "lively", 1.03},
  {"bright", "bright"},
  {"light", "bright"},
  {"curious", "bright"},
  {"educational", "bright"},
  {"serious", "serious", "calm", 0.97},
  {"formal", "serious", "calm", 0.97},
  {"professional", "serious"},
  {"informative", "serious"},
  {"authoritative", "serious", "calm", 0.97},
  {"neutral", "serious"},
  {"warm", "warm"},
  {"friendly", "warm"},
  {"emotional", "warm", "calm", 0.97},
  {"heartfelt", "warm", "calm", 0.97},
  {"nostalgic", "warm", "calm", 0.97},
  {"tense", "tense"},
  {"dramatic", "tense"},
  {"urgent", "tense", "lively", 1.05},
  {"suspenseful", "tense"},
  {"mysterious", "tense", "calm"},
  {"dark", "tense", "calm"},
  {"silent", "none"},
};

/// Whole words of a wish, in lower case.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (auto c : lower_ascii(std::string{text}) + " ") {
    auto part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (part)
      word += c;
    else if (!word.empty())
      out.push_back(std::exchange(word, {}));
  }
  return out;
}

template <class Table>
auto first_in(const Table& table, std::string_view text) {
  for (auto& word : words_of(text))
    for (auto& x : table)
      if (x.word == word)
        return &x;
  return static_cast<const std::remove_reference_t<decltype(table[0])>*>(
    nullptr);
}

std::string wish_of(const json& payload, std::string_view name) {
  auto inner = payload.at("style_preferences").text(name);
  return inner.empty() ? payload.text(name) : inner;
}

bool read_visual(std::string_view text, style_words& out) {
  auto found = first_in(visual_words, text);
  if (!found)
    return false;
  out.theme = found->theme;
  out.motion = found->motion;
  out.ground = found->ground;
  return true;
}

bool is_grey(std::string_view colour) {
  return colour == "#ffffff" || colour == "#101114" || colour == "#faf3e0"
         || colour == "#fbf7ea";
}

/// "blue and gold" leads with blue; "blue on white" has a white ground.
bool read_colours(std::string_view text, style_words& out) {
  auto known = false;
  if (auto found = first_in(colour_words, text)) {
    out.accent = found->accent;
    if (out.theme.empty())
      out.theme = found->theme;
    if (found->ground != ground_wish::own)
      out.ground = found->ground;
    known = true;
  }
  std::string lead;
  auto tokens = feedback_detail::tokens_of(text);
  for (size_t i = 0; i < tokens.size(); ++i) {
    // A shade stands before its colour: "dark blue".
    auto from = i > 0 ? i - 1 : i;
    auto one = feedback_detail::token_span{tokens}.subspan(i, 1);
    if (feedback_detail::read_colour(one).empty())
      continue;
    auto span = feedback_detail::token_span{tokens}.subspan(from, i - from + 1);
    auto colour = feedback_detail::read_colour(span);
    if (is_grey(colour))
      out.background = colour;
    else if (lead.empty())
      lead = colour;
  }
  if (!lead.empty()) {
    out.accent = lead;
    // "dark blue" is a blue, not a dark film.
    if (out.background.empty() && words_of(text).size() <= 2
        && out.ground != ground_wish::own
        && text.find(',') == std::string_view::npos)
      out.ground = ground_wish::own;
  }
  return known || !lead.empty() || !out.background.empty();
}

bool read_mood(std::string_view text, style_words& out) {
  auto found = first_in(mood_words, text);
  if (!found)
    return false;
  out.music = found->music;
  out.rate = found->rate;
  if (out.motion.empty())
    out.motion = found->motion;
  return true;
}

result<json> one_wish(const std::string& name, const json& value) {
  auto refused =
    make_error(ec::invalid_argument,
               "Field style_preferences." + name + " must be text of at most "
                 + std::to_string(wish_max_bytes) + " bytes");
  std::string text = value.as_string();
  for (auto& x : value.as_array()) {
    if (!x.is_string())
      return refused;
    text += (text.empty() ? "" : ", ") + x.as_string();
  }
  if (!value.is_string() && !value.is_array() && !value.is_null())
    return refused;
  if (!is_utf8(text))
    return refused;
  text = clean_text(text, text_lines::one);
  return text.size() > wish_max_bytes ? result<json>{refused}
                                      : result<json>{json{text}};
}

} // namespace

style_words read_style_words(const json& payload) {
  style_words out;
  constexpr std::array readers{&read_visual, &read_colours, &read_mood};
  for (size_t i = 0; i < members.size(); ++i) {
    auto text = wish_of(payload, members[i]);
    if (!text.empty() && !readers[i](text, out))
      out.unknown.push_back(std::string{members[i]} + " \"" + text + "\"");
  }
  return out;
}

result<json> check_style_preferences(const json& value) {
  auto given = value;
  if (value.is_string()) {
    auto text = clean_text(value.as_string(), text_lines::one);
    auto parsed = text.starts_with("{")
                    ? json::parse(text)
                    : result<json>{json::make_object({{"visual_style", text}})};
    if (!parsed)
      return make_error(ec::invalid_argument,
                        "Field style_preferences: " + text_of(parsed.error()));
    given = std::move(*parsed);
  }
  if (given.is_null())
    return json{};
  if (!given.is_object())
    return make_error(ec::invalid_argument,
                      "Field style_preferences must be an object with "
                      "visual_style, color_scheme, mood");
  auto out = json::make_object();
  for (auto& [name, wish] : given.as_object())
    if (std::ranges::find(members, name) == members.end())
      return make_error(ec::invalid_argument,
                        "Field style_preferences has visual_style, "
                        "color_scheme and mood only");
  for (auto name : members) {
    auto found = given.find(name);
    if (!found)
      continue;
    auto wish = one_wish(std::string{name}, *found);
    if (!wish)
      return wish;
    if (!wish->as_string().empty())
      out[name] = std::move(*wish);
  }
  return out.as_object().empty() ? json{} : out;
}

} // namespace troupe
