#include "protocol/payload_field.hpp"

#include "protocol/brand.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/composition.hpp"
#include "protocol/defaults.hpp"
#include "protocol/feedback_reading.hpp"
#include "protocol/feedback_tokens.hpp"
#include "protocol/film_delivery.hpp"
#include "protocol/film_format.hpp"
#include "protocol/ids.hpp"
#include "protocol/language_tag.hpp"
#include "protocol/payload.hpp"
#include "protocol/payload_data.hpp"
#include "protocol/payload_options.hpp"
#include "protocol/payload_pictures.hpp"
#include "protocol/script_marks.hpp"
#include "protocol/script_words.hpp"
#include "protocol/style_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace troupe {

namespace {

error refuse(std::string_view name, std::string_view must_be) {
  return make_error(ec::invalid_argument, "Field " + std::string{name}
                                            + " must be "
                                            + std::string{must_be});
}

result<std::string> text_field(std::string_view name, std::string_view value,
                               size_t max_bytes, text_lines lines) {
  if (!is_utf8(value))
    return refuse(name, "valid UTF-8");
  auto text = clean_text(value, lines);
  if (text.size() > max_bytes)
    return refuse(name, "at most " + std::to_string(max_bytes)
                          + " bytes long; it has "
                          + std::to_string(text.size()));
  return text;
}

result<json> name_field(std::string_view name, const json& value) {
  if (!value.is_string())
    return refuse(name, "text");
  auto text = text_field(name, value.as_string(),
                         defaults::payload_name_max_bytes, text_lines::one);
  return text ? result<json>{json{std::move(*text)}} : text.error();
}

/// A topic may be a question of some length: 500 letters of any script.
result<json> topic_field(const json& value) {
  if (!value.is_string())
    return refuse("topic", "text");
  auto text = text_field("topic", value.as_string(),
                         defaults::topic_max_letters * 4, text_lines::one);
  if (!text)
    return text.error();
  auto letters = std::ranges::count_if(*text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  });
  if (static_cast<size_t>(letters) > defaults::topic_max_letters)
    return refuse("topic", "at most "
                             + std::to_string(defaults::topic_max_letters)
                             + " letters long; it has "
                             + std::to_string(letters));
  return json{std::move(*text)};
}

/// Long text; a list of texts becomes one, a line each.
result<json> prose_field(std::string_view name, const json& value) {
  std::string joined = value.as_string();
  for (auto& item : value.as_array()) {
    if (!item.is_string())
      return refuse(name, "text or a list of texts");
    joined += (joined.empty() ? "" : "\n") + item.as_string();
  }
  if (!value.is_string() && !value.is_array())
    return refuse(name, "text or a list of texts");
  auto text = text_field(name, joined, defaults::payload_field_max_bytes,
                         text_lines::many);
  return text ? result<json>{json{std::move(*text)}} : text.error();
}

/// What a presenter says: directions alone make no film.
result<json> script_field(const json& value) {
  auto text = prose_field("script", value);
  if (text && !text->as_string().empty()) {
    auto read = read_script(text->as_string());
    if (std::ranges::none_of(read.words, [](auto& x) {
          return script_marks::has_letter(x.text);
        }))
      return refuse("script", "words to speak; it holds none beyond "
                              "[directions] and labels");
  }
  return text;
}

result<json> choice_field(std::string_view name, const json& value,
                          const std::vector<std::string>& choices) {
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  if (value.is_string()
      && (text.empty() || std::count(choices.begin(), choices.end(), text)))
    return json{text};
  std::string list;
  for (auto& x : choices)
    list += (list.empty() ? "one of " : ", ") + x;
  return refuse(name, list);
}

result<json> region_field(const json& value) {
  std::vector<std::string> names;
  for (auto& x : supported_regions())
    names.push_back(x.name);
  // "East Asia" and "east-asia" are what people type.
  auto text = value.as_string();
  std::replace(text.begin(), text.end(), '-', '_');
  text = clean_text(text, text_lines::one);
  std::replace(text.begin(), text.end(), ' ', '_');
  return choice_field("region", value.is_string() ? json{text} : value, names);
}

/// What forms and command lines send for a number: digits, as text.
std::optional<double> number_in(std::string_view text) {
  double x = 0;
  auto end = text.data() + text.size();
  auto [rest, code] = std::from_chars(text.data(), end, x);
  if (code != std::errc{} || rest != end || !std::isfinite(x))
    return std::nullopt;
  return x;
}

result<json> duration_field(video_type type, const json& value) {
  auto social = type == video_type::social_media;
  double lowest = social ? 15 : 10;
  double highest = social ? 60 : 180;
  auto seconds = std::optional<double>{};
  if (value.is_number()) {
    seconds = value.as_number();
  } else if (value.is_string()) {
    auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
    if (text.empty())
      return json{};
    auto digits = text.find_first_not_of("0123456789.");
    auto unit =
      digits == std::string::npos ? std::string{} : text.substr(digits);
    unit.erase(0, unit.find_first_not_of(' '));
    constexpr std::string_view units[] = {"",     "s",      "sec",
                                          "secs", "second", "seconds"};
    if (std::count(std::begin(units), std::end(units), unit))
      seconds = number_in(std::string_view{text}.substr(0, digits));
  }
  // Written so that a NaN is refused too.
  if (!seconds || !(*seconds >= lowest && *seconds <= highest))
    return refuse("duration", "a number of seconds from "
                                + std::to_string(static_cast<int>(lowest))
                                + " to "
                                + std::to_string(static_cast<int>(highest))
                                + " for " + std::string{to_string(type)});
  auto whole = std::floor(*seconds);
  return whole == *seconds ? json{static_cast<int64_t>(whole)} : json{*seconds};
}

result<json> seed_field(const json& value) {
  auto seed = int64_t{-1};
  if (value.is_integer()) {
    seed = value.as_integer();
  } else if (value.is_string()) {
    auto text = clean_text(value.as_string(), text_lines::one);
    if (text.empty())
      return json{};
    auto end = text.data() + text.size();
    auto [rest, code] = std::from_chars(text.data(), end, seed);
    if (code != std::errc{} || rest != end)
      seed = -1;
  }
  if (seed < 0 || seed > max_seed)
    return refuse("seed",
                  "a whole number from 0 to " + std::to_string(max_seed));
  return json{seed};
}

/// A name of where the film will be heard, or LUFS.
result<json> loudness_field(const json& value) {
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  if (value.is_string()
      && (text.empty() || text == "web" || text == "social"
          || text == "broadcast"))
    return json{text};
  auto lufs = value.is_number() ? std::optional{value.as_number()}
                                : number_in(text);
  // Written so that a NaN is refused too.
  if (!lufs || !(*lufs >= -31 && *lufs <= -9))
    return refuse("loudness", "web, social, broadcast or a number of LUFS "
                              "from -31 to -9");
  return json{*lufs};
}

result<json> language_field(const json& value) {
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  if (value.is_string()) {
    if (text.empty())
      return json{};
    if (auto tag = language_tag(text); !tag.empty())
      return json{tag};
  }
  return refuse("language", "a language tag such as en, en-GB or hi, or a "
                            "name such as english");
}

/// A truth value, or the word for one as forms and command lines send it.
result<json> flag_field(std::string_view name, const json& value) {
  if (value.is_bool())
    return value;
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  if (value.is_string()) {
    if (text.empty())
      return json{};
    if (text == "true" || text == "yes" || text == "on" || text == "1")
      return json{true};
    if (text == "false" || text == "no" || text == "off" || text == "0")
      return json{false};
  }
  return refuse(name, "true or false");
}

/// 60, "60" or "60 fps".
result<json> fps_field(const json& value) {
  auto fps = value.as_integer(0);
  if (value.is_string()) {
    auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
    if (text.empty())
      return json{};
    if (text.ends_with("fps"))
      text = clean_text(text.substr(0, text.size() - 3), text_lines::one);
    auto end = text.data() + text.size();
    auto [rest, code] = std::from_chars(text.data(), end, fps);
    if (code != std::errc{} || rest != end)
      fps = 0;
  }
  std::string list;
  for (auto known : film_rates) {
    if (fps == known)
      return json{fps};
    list += (list.empty() ? "one of " : ", ") + std::to_string(known);
  }
  return refuse("fps", list + " frames a second");
}

bool is_word(std::string_view text, size_t max_size) {
  return text.size() <= max_size
         && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
              == std::string_view::npos;
}

/// The name of a look, or a colour for one.
result<json> theme_field(const json& value) {
  auto text = clean_text(value.as_string(), text_lines::one);
  auto& names = theme_names();
  auto is_colour = [&] {
    return !feedback_detail::read_colour(feedback_detail::tokens_of(text))
              .empty();
  };
  if (value.is_string()
      && (text.empty() || std::count(names.begin(), names.end(), text)
          || (is_word(text, 128) && is_colour())))
    return json{text};
  std::string list;
  for (auto& name : names)
    list += name + ", ";
  return refuse("theme", list + "or the name of a colour");
}

/// Ids of uploaded files: a list, or a text with commas.
result<json> file_ids_field(std::string_view name, const json& value) {
  auto out = json::make_array();
  auto refused = refuse(name, "a list of up to "
                                + std::to_string(
                                  defaults::reference_file_limit)
                                + " ids of uploaded files");
  auto take = [&](std::string_view id) {
    auto text = lower_ascii(clean_text(id, text_lines::one));
    // As some clients write them: 8-4-4-4-12.
    std::erase(text, '-');
    if (text.empty())
      return true;
    auto good = is_session_id(text);
    if (good && std::ranges::find(out.as_array(), json{text})
                  == out.as_array().end())
      out.push_back(text);
    return good;
  };
  if (!value.is_array() && !value.is_string())
    return refused;
  for (auto& x : value.as_array())
    if (!x.is_string() || !take(x.as_string()))
      return refused;
  std::string_view rest = value.as_string();
  while (!rest.empty()) {
    auto end = std::min(rest.find(','), rest.size());
    if (!take(rest.substr(0, end)))
      return refused;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (out.size() > defaults::reference_file_limit)
    return refused;
  return out.size() == 0 ? result<json>{json{}} : result<json>{std::move(out)};
}

/// Unknown to us, maybe not to a later release or another door.
result<json> other_field(std::string_view name, const json& value) {
  if (value.is_string()) {
    auto text = text_field(name, value.as_string(),
                           defaults::payload_field_max_bytes, text_lines::many);
    return text ? result<json>{json{std::move(*text)}} : text.error();
  }
  if (value.is_array()) {
    auto out = json::make_array();
    for (auto& item : value.as_array()) {
      auto part = other_field(name, item);
      if (!part)
        return part;
      out.push_back(std::move(*part));
    }
    return out;
  }
  if (!value.is_object())
    return value;
  auto out = json::make_object();
  for (auto& [key, item] : value.as_object()) {
    auto part = other_field(name, item);
    if (!part)
      return part;
    out.members().emplace_back(clean_text(key, text_lines::one),
                               std::move(*part));
  }
  std::stable_sort(out.members().begin(), out.members().end(),
                   [](auto& a, auto& b) { return a.first < b.first; });
  return out;
}

} // namespace

const std::vector<std::string_view>& known_payload_fields() {
  static const std::vector<std::string_view> names{
    "topic",          "brand_name",  "prompt",
    "drug_name",      "condition",   "indication",
    "script",         "character_name", "voice_id",
    "background_music_prompt", "add_sound_effects",
    "key_benefit",    "persona",     "tone",
    "language",       "region",      "target_audience",
    "quality",        "duration",    "aspect_ratio",
    "fps",            "theme",          "moa_summary", "clinical_data",
    "reference_docs", "logo",        "product_image",
    "product_images", "pictures",    "avatar",
    "presenter_name", "presenter_role", "brand_color",
    "logo_position",  "logo_size",   "logo_opacity", "logo_timing",
    "brand_colors",   "loudness",    "chart",
    "timeline",       "website",     "location",
    "context",        "use_rag",     "reference_files",
    "style_preferences", "visual_style", "color_scheme",
    "mood",           "output_format", "enable_subtitles",
    "enable_thumbnails", "seed"};
  return names;
}

result<json> check_payload_field(video_type type, std::string_view name,
                                 const json& value) {
  static const std::vector<std::string> shapes{"16:9", "9:16", "1:1", "4:5"};
  if (name == "quality")
    return choice_field(name, value, film_qualities());
  if (name == "fps")
    return fps_field(value);
  if (name == "output_format")
    return choice_field(name, value, film_containers());
  if (name == "enable_subtitles" || name == "enable_thumbnails")
    return flag_field(name, value);
  if (name == "aspect_ratio")
    return choice_field(name, value, shapes);
  if (name == "region")
    return region_field(value);
  if (name == "language")
    return language_field(value);
  if (name == "duration")
    return duration_field(type, value);
  if (name == "seed")
    return seed_field(value);
  if (name == "loudness")
    return loudness_field(value);
  if (name == "theme")
    return theme_field(value);
  if (is_picture_field(name) || is_picture_list(name))
    return check_pictures(name, value);
  if (is_option_field(name))
    return check_option(name, value);
  if (is_data_field(name))
    return check_data_field(name, value);
  if (name == "brand_color" || name == "brand_colors")
    return check_brand_colours(name, value);
  if (name == "script")
    return script_field(value);
  if (name == "topic" && type == video_type::explainer)
    return topic_field(value);
  if (name == "reference_files")
    return file_ids_field(name, value);
  if (name == "style_preferences")
    return check_style_preferences(value);
  if (name == "context" || name == "prompt" || name == "key_benefit"
      || name == "moa_summary"
      || name == "clinical_data" || name == "reference_docs")
    return prose_field(name, value);
  auto& known = known_payload_fields();
  if (std::count(known.begin(), known.end(), name))
    return name_field(name, value);
  return other_field(name, value);
}

} // namespace troupe
