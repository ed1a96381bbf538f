#include "media/speech_parts.hpp"

#include <array>

namespace troupe::speech {

namespace {

constexpr std::array<std::string_view, 12> months{
  "january", "february", "march",     "april",   "may",      "june",
  "july",    "august",   "september", "october", "november", "december"};

words say_iso_date(std::string_view core) {
  if (core.size() != 10 || core[4] != '-' || core[7] != '-'
      || !is_year(core.substr(0, 4)) || !all_digits(core.substr(5, 2))
      || !all_digits(core.substr(8, 2)))
    return {};
  auto month = (core[5] - '0') * 10 + core[6] - '0';
  if (month < 1 || month > 12)
    return {};
  words out{std::string{months[static_cast<size_t>(month - 1)]}};
  append(out, ordinal(core.substr(core[8] == '0' ? 9 : 8, 2)));
  append(out, year(core.substr(0, 4)));
  return out;
}

/// 3/14/2024, the way it is written where months come first.
words say_slash_date(std::string_view core) {
  auto first = core.find('/');
  auto second = core.find('/', first + 1);
  if (first == core.npos || second == core.npos)
    return {};
  auto month = core.substr(0, first);
  auto day = core.substr(first + 1, second - first - 1);
  auto year_text = core.substr(second + 1);
  if (!all_digits(month) || !all_digits(day) || !is_year(year_text)
      || month.size() > 2 || day.size() > 2)
    return {};
  auto number = std::stoi(std::string{month});
  if (number < 1 || number > 12)
    return {};
  words out{std::string{months[static_cast<size_t>(number - 1)]}};
  append(out, ordinal(std::to_string(std::stoi(std::string{day}))));
  append(out, year(year_text));
  return out;
}

words say_clock(std::string_view core) {
  auto colon = core.find(':');
  auto hour = core.substr(0, colon);
  if (colon == core.npos || !all_digits(hour) || core.size() < colon + 3)
    return {};
  auto minute = core.substr(colon + 1, 2);
  auto rest = lower(core.substr(colon + 3));
  if (!all_digits(minute) || hour.size() > 2 || minute > "59"
      || (!rest.empty() && rest != "am" && rest != "pm"))
    return {};
  auto out = cardinal(hour);
  if (minute == "00" && rest.empty())
    out.emplace_back("o'clock");
  else if (minute != "00" && minute[0] == '0')
    append(out, {"oh", cardinal(minute.substr(1))[0]});
  else if (minute != "00")
    append(out, cardinal(minute));
  append(out, spell(rest));
  return out;
}

} // namespace

words say_date_or_time(std::string_view core) {
  for (auto rule : {say_iso_date, say_slash_date, say_clock})
    if (auto out = rule(core); !out.empty())
      return out;
  return {};
}

} // namespace troupe::speech
