#include "protocol/payload_options.hpp"

#include "protocol/clean_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace troupe {

namespace {

using namespace std::string_view_literals;

constexpr std::array timings{"always"sv, "intro"sv, "outro"sv, "none"sv};

error refuse(std::string_view name, std::string_view must_be) {
  return make_error(ec::invalid_argument, "Field " + std::string{name}
                                            + " must be "
                                            + std::string{must_be});
}

/// What people type: any case, blanks or underscores for hyphens.
std::string word_in(const json& value) {
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  std::ranges::replace(text, ' ', '-');
  std::ranges::replace(text, '_', '-');
  return text;
}

result<json> position_field(std::string_view name, const json& value) {
  auto word = word_in(value);
  if (word == "centre" || word == "middle")
    word = "center";
  if (auto joined = word; std::erase(joined, '-') < 2)
    for (auto i = 0; i <= static_cast<int>(logo_corner::center); ++i) {
      auto known = std::string{to_string(static_cast<logo_corner>(i))};
      auto bare = known;
      std::erase(bare, '-');
      if (bare == joined)
        return json{known};
    }
  if (value.is_string() && word.empty())
    return json{};
  return refuse(name, "one of top-left, top-right, bottom-left, bottom-right, "
                      "center");
}

result<json> timing_field(std::string_view name, const json& value) {
  auto word = word_in(value);
  if (value.is_string()
      && (word.empty() || std::ranges::find(timings, word) != timings.end()))
    return word.empty() ? json{} : json{word};
  return refuse(name, "one of always, intro, outro, none");
}

/// A number or its digits as text, with a unit behind them or none.
std::optional<double> number_in(const json& value, std::string_view unit) {
  if (value.is_number())
    return value.as_number();
  auto text = word_in(value);
  auto rest = std::string_view{text};
  auto has_unit = !unit.empty() && rest.ends_with(unit);
  if (has_unit)
    rest.remove_suffix(unit.size());
  while (rest.ends_with('-'))
    rest.remove_suffix(1);
  double x = 0;
  auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), x);
  if (!value.is_string() || code != std::errc{}
      || end != rest.data() + rest.size())
    return std::nullopt;
  return unit == "%" && has_unit ? x / 100 : x;
}

result<json> size_field(std::string_view name, const json& value) {
  if (value.is_string() && word_in(value).empty())
    return json{};
  auto x = number_in(value, "px");
  // Written so that a NaN is refused too.
  if (!x || !(*x >= least_logo_size && *x <= most_logo_size)
      || *x != std::floor(*x))
    return refuse(name, "a whole number of pixels from 50 to 500");
  return json{static_cast<int64_t>(*x)};
}

result<json> opacity_field(std::string_view name, const json& value) {
  if (value.is_string() && word_in(value).empty())
    return json{};
  auto x = number_in(value, "%");
  if (!x || !(*x >= 0 && *x <= 1))
    return refuse(name, "a number from 0 to 1");
  return json{*x};
}

result<json> flag_field(std::string_view name, const json& value) {
  if (value.is_bool())
    return value;
  auto word = word_in(value);
  if (value.is_string() && word.empty())
    return json{};
  for (auto yes : {"true", "yes", "on", "1"})
    if (word == yes)
      return json{true};
  for (auto no : {"false", "no", "off", "0"})
    if (word == no)
      return json{false};
  if (value.is_integer() && (value.as_integer() & ~int64_t{1}) == 0)
    return json{value.as_integer() == 1};
  return refuse(name, "true or false");
}

} // namespace

bool is_option_field(std::string_view name) {
  return name == "add_sound_effects" || name == "use_rag"
         || std::ranges::find(logo_fields, name) != logo_fields.end();
}

result<json> check_option(std::string_view name, const json& value) {
  if (name == "logo_position")
    return position_field(name, value);
  if (name == "logo_timing")
    return timing_field(name, value);
  if (name == "logo_size")
    return size_field(name, value);
  if (name == "logo_opacity")
    return opacity_field(name, value);
  return flag_field(name, value);
}

std::optional<logo_stand> logo_stand_of(video_type type, const json& payload,
                                        uint32_t index, uint32_t count) {
  auto said = type == video_type::presenter_ad;
  for (auto name : logo_fields)
    said |= payload.has(name);
  if (!said)
    return std::nullopt;
  logo_stand out;
  for (auto i = 0; i <= static_cast<int>(logo_corner::center); ++i)
    if (payload.text("logo_position") == to_string(static_cast<logo_corner>(i)))
      out.corner = static_cast<logo_corner>(i);
  out.size = std::clamp(payload.number("logo_size", out.size), least_logo_size,
                        most_logo_size);
  out.opacity =
    std::clamp(payload.number("logo_opacity", out.opacity), 0.0, 1.0);
  auto timing = payload.text("logo_timing", "always");
  auto is_first = index == 0;
  auto is_last = index + 1 == count;
  if (timing == "none" || (timing == "intro" && !is_first)
      || (timing == "outro" && !is_last))
    out.opacity = 0;
  return out;
}

} // namespace troupe
