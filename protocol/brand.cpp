#include "protocol/brand.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/feedback_reading.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

namespace troupe {

namespace {

constexpr size_t colour_limit = 6;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// "#rrggbb" or empty.
std::string colour_in(const std::string& text) {
  auto digits = std::string_view{text};
  if (digits.starts_with('#'))
    digits.remove_prefix(1);
  if (is_hex(digits) && digits.size() == 6)
    return "#" + std::string{digits};
  if (is_hex(digits) && digits.size() == 3) {
    std::string out{"#"};
    for (auto c : digits)
      out.append(2, c);
    return out;
  }
  return feedback_detail::read_colour(feedback_detail::tokens_of(text));
}

result<json> check_one(std::string_view name, const json& value) {
  auto text = lower_ascii(clean_text(value.as_string(), text_lines::one));
  if (value.is_string() && text.empty())
    return json{};
  auto colour = text.size() <= 40 ? colour_in(text) : std::string{};
  if (!value.is_string() || colour.empty())
    return make_error(ec::invalid_argument,
                      "Field " + std::string{name}
                        + " must be a colour such as #0b5fff or teal");
  return json{colour};
}

std::array<int, 3> channels(const std::string& colour) {
  auto rgb = std::strtol(colour.c_str() + 1, nullptr, 16);
  return {static_cast<int>(rgb >> 16 & 255), static_cast<int>(rgb >> 8 & 255),
          static_cast<int>(rgb & 255)};
}

int vividness(const std::string& colour) {
  auto x = channels(colour);
  return std::ranges::max(x) - std::ranges::min(x);
}

bool makes_a_ground(const std::string& colour) {
  auto x = channels(colour);
  return std::ranges::min(x) >= 224 || std::ranges::max(x) <= 56;
}

} // namespace

result<json> check_brand_colours(std::string_view name, const json& value) {
  if (!value.is_array())
    return check_one(name, value);
  if (name == "brand_color" || value.size() > colour_limit)
    return make_error(ec::invalid_argument,
                      name == "brand_color"
                        ? "Field brand_color must be one colour"
                        : "Field brand_colors must be a list of at most "
                            + std::to_string(colour_limit) + " colours");
  auto out = json::make_array();
  for (auto& item : value.as_array()) {
    auto one = check_one(name, item);
    if (!one)
      return one;
    if (!one->is_null())
      out.push_back(std::move(*one));
  }
  return out.size() == 0 ? json{} : out;
}

brand_colours brand_of(const json& payload) {
  std::vector<std::string> colours;
  auto& given = payload.at("brand_colors");
  for (auto& item : given.as_array())
    colours.push_back(item.as_string());
  if (given.is_string())
    colours.push_back(given.as_string());
  brand_colours out;
  out.accent = payload.text("brand_color");
  if (out.accent.empty() && !colours.empty())
    out.accent = *std::ranges::max_element(colours, {}, vividness);
  for (auto& colour : colours)
    if (colour != out.accent && out.background.empty()
        && makes_a_ground(colour))
      out.background = colour;
  return out;
}

} // namespace troupe
