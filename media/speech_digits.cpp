#include "media/speech_parts.hpp"

#include <algorithm>
#include <array>

namespace troupe::speech {

namespace {

constexpr std::string_view currencies = "$\x01\x02\x03\x04";

bool is_currency(char c) {
  return currencies.find(c) != currencies.npos;
}

words money_name(char sign, bool singular) {
  if (sign == '$')
    return {singular ? "dollar" : "dollars"};
  if (sign == euro)
    return {singular ? "euro" : "euros"};
  if (sign == pound)
    return {singular ? "pound" : "pounds"};
  if (sign == rupee)
    return {singular ? "rupee" : "rupees"};
  return {"yen"};
}

/// "5m", "2.5bn": how far the number at the front reaches.
size_t number_end(std::string_view text) {
  auto end = text.find_first_not_of("0123456789.,");
  end = std::min(end, text.size());
  while (end > 0 && !is_digit(text[end - 1]))
    --end;
  return end;
}

words scale_suffix(std::string_view suffix) {
  auto small = lower(suffix);
  if (small == "k")
    return {"thousand"};
  if (small == "m" || small == "mn" || small == "mm")
    return {"million"};
  if (small == "b" || small == "bn")
    return {"billion"};
  return {};
}

/// "A$20", "US$5": whose dollars.
words say_foreign_dollars(std::string_view core, const context& around);

/// "$0.99": the small coins alone.
words say_cents(char sign, std::string_view cents) {
  if (sign == yen)
    return {};
  auto number = cents[0] == '0' ? cents.substr(1) : cents;
  auto out = cardinal(number);
  auto one = number == "1";
  if (sign == pound)
    out.emplace_back(one ? "penny" : "pence");
  else if (sign == rupee)
    out.emplace_back("paise");
  else
    out.emplace_back(one ? "cent" : "cents");
  return out;
}

words say_money(std::string_view core, const context& around) {
  auto amount = core.substr(1);
  auto end = number_end(amount);
  if (!is_plain_number(amount.substr(0, end)))
    return {};
  auto number = amount.substr(0, end);
  auto suffix = scale_suffix(amount.substr(end));
  if (end < amount.size() && suffix.empty())
    return {};
  auto dot = number.find('.');
  auto cents = dot != number.npos && number.size() - dot == 3 && suffix.empty()
               && !is_scale(around.after);
  if (cents && number.substr(0, dot) == "0" && number.substr(dot + 1) != "00")
    if (auto small = say_cents(core[0], number.substr(dot + 1)); !small.empty())
      return small;
  auto out = cardinal(cents ? number.substr(0, dot) : number);
  append(out, suffix);
  // "$5 million": the name comes after the scale, said with that word.
  if (!is_scale(around.after))
    append(out, money_name(core[0], out == words{"one"}));
  if (cents && number.substr(dot + 1) != "00")
    append(out, cardinal(number[dot + 1] == '0' ? number.substr(dot + 2)
                                                : number.substr(dot + 1)));
  return out;
}

words say_foreign_dollars(std::string_view core, const context& around) {
  static constexpr std::pair<std::string_view, std::string_view> whose[] = {
    {"US$", "you ess"},   {"A$", "australian"},  {"AU$", "australian"},
    {"C$", "canadian"},   {"CA$", "canadian"},   {"NZ$", "new zealand"},
    {"HK$", "hong kong"}, {"S$", "singapore"},
  };
  for (auto& [sign, name] : whose) {
    if (!core.starts_with(sign))
      continue;
    auto out = say_money(core.substr(sign.size() - 1), around);
    auto noun = std::ranges::find_if(out, [](auto& word) {
      return word == "dollar" || word == "dollars";
    });
    std::string_view rest = name;
    words adjective;
    for (size_t end; !rest.empty();
         rest.remove_prefix(std::min(rest.size(), end + 1))) {
      end = std::min(rest.find(' '), rest.size());
      adjective.emplace_back(rest.substr(0, end));
    }
    if (noun != out.end())
      out.insert(noun, adjective.begin(), adjective.end());
    return out;
  }
  return {};
}

words say_fraction(std::string_view above, std::string_view below,
                   const context& around) {
  static constexpr std::array<std::string_view, 11> parts{
    "",      "",        "half",   "third", "quarter", "fifth",
    "sixth", "seventh", "eighth", "ninth", "tenth"};
  auto number =
    above.size() + below.size() <= 4
      ? std::pair{std::stoi(std::string{above}), std::stoi(std::string{below})}
      : std::pair{1000, 1000};
  auto out = cardinal(above);
  auto [top, bottom] = number;
  if (bottom >= 2 && bottom <= 10 && top >= 1 && top < bottom) {
    // "2 1/2": two and a half.
    auto mixed = all_digits(around.before) && around.before.size() <= 2;
    if (mixed && top == 1)
      out = {"a"};
    if (mixed)
      out.insert(out.begin(), "and");
    out.emplace_back(parts[static_cast<size_t>(bottom)]);
    if (top > 1)
      out.back() += "s";
    return out;
  }
  if (above == "24" && below == "7")
    return {"twenty", "four", "seven"};
  if (above == "50" && below == "50")
    return {"fifty", "fifty"};
  auto all_of_it = top == bottom && bottom < 1000;
  if (all_of_it)
    out.emplace_back("out");
  out.emplace_back(all_of_it ? "of" : "over");
  append(out, cardinal(below));
  return out;
}

/// A number and what clings to it: "10mg", "42%", "1st", "1990s", "5x".
words say_number_and_suffix(std::string_view core) {
  auto end = number_end(core);
  auto number = core.substr(0, end);
  auto suffix = core.substr(end);
  if (!is_plain_number(number))
    return {};
  auto out = cardinal(number);
  if (suffix.empty())
    return out;
  auto small = lower(suffix);
  if (suffix == "%") {
    out.emplace_back("percent");
    return out;
  }
  if (small == "st" || small == "nd" || small == "rd" || small == "th")
    return all_digits(number) ? ordinal(number) : words{};
  if (small == "s" && all_digits(number)
      && (number.size() == 2 || is_year(number)) && number.back() == '0') {
    out = year(number);
    auto& last = out.back();
    last = last.ends_with('y') ? last.substr(0, last.size() - 1) + "ies"
                               : last + "s";
    return out;
  }
  if (suffix == "am" || suffix == "pm" || suffix == "AM" || suffix == "PM"
      || suffix == "D" || suffix == "G" || suffix == "K") {
    append(out, spell(suffix));
    return out;
  }
  if (suffix == "M" || suffix == "B") {
    append(out, scale_suffix(suffix));
    return out;
  }
  auto name = unit(suffix, number == "1");
  if (name.empty())
    return {};
  append(out, name);
  return out;
}

words say_range(std::string_view core, const context& around) {
  auto dash = core.find('-', 1);
  if (dash == core.npos || dash + 1 == core.size()
      || core.find('-', dash + 1) != core.npos)
    return {};
  auto left = core.substr(0, dash);
  auto right = core.substr(dash + 1);
  auto starts_number = [](std::string_view x) {
    return is_digit(x[0])
           || (x.size() > 1 && is_currency(x[0]) && is_digit(x[1]));
  };
  if (!starts_number(left) || !starts_number(right))
    return {};
  // "$5-10": the money's name belongs to the end of the range.
  if (is_currency(left[0]) && !is_currency(right[0])) {
    auto out = say_number_and_suffix(left.substr(1));
    auto more = say_money(std::string{left[0]} + std::string{right}, around);
    if (out.empty() || more.empty())
      return {};
    out.emplace_back("to");
    append(out, more);
    return out;
  }
  auto years = is_year(left) && is_year(right);
  auto out = years               ? year(left)
             : is_digit(left[0]) ? say_number_and_suffix(left)
                                 : say_money(left, around);
  if (out.empty())
    return {};
  out.emplace_back("to");
  append(out, say_with_digits(right, around));
  return out;
}

words say_sign(std::string_view core, const context& around) {
  static constexpr std::pair<std::string_view, std::string_view> names[] = {
    {">=", "at least"}, {"<=", "at most"}, {"<", "less than"},
    {">", "more than"}, {"~", "about"},    {"+", "plus"},
    {"-", "minus"},     {"#", "number"},
  };
  for (auto& [sign, name] : names) {
    if (!core.starts_with(sign) || core.size() == sign.size())
      continue;
    auto out = say_with_digits(core.substr(sign.size()), around);
    auto space = name.find(' ');
    if (space != name.npos)
      out.insert(out.begin(), std::string{name.substr(space + 1)});
    out.insert(out.begin(), std::string{name.substr(0, space)});
    return out;
  }
  return {};
}

/// Codes and names with digits: runs of letters and digits, each by itself.
words say_runs(std::string_view core, const context& around) {
  words out;
  auto groups = static_cast<size_t>(std::count(core.begin(), core.end(), '-'));
  auto phone =
    groups >= 2 && core.find_first_not_of("0123456789-") == core.npos;
  while (!core.empty()) {
    size_t end = 1;
    if (is_digit(core[0])) {
      end = std::min(core.find_first_not_of("0123456789"), core.size());
      auto digits = core.substr(0, end);
      append(out, phone || digits.size() > 3 ? digits_one_by_one(digits)
                                             : cardinal(digits));
    } else if (is_letter(core[0])) {
      while (end < core.size() && is_letter(core[end]))
        ++end;
      append(out, end == 1 ? spell(core.substr(0, 1))
                           : say_letters(core.substr(0, end), around));
    } else if (core[0] == '.' && core.size() > 1 && !out.empty()) {
      out.emplace_back(is_digit(core[1]) ? "point" : "dot");
    } else if (core[0] == '%') {
      out.emplace_back("percent");
    } else if (core[0] == '+') {
      out.emplace_back("plus");
    } else if (core.starts_with("<=") || core.starts_with(">=")) {
      append(out, {"at", core[0] == '<' ? "most" : "least"});
      end = 2;
    } else if (core[0] == '<' || core[0] == '>') {
      append(out, {core[0] == '<' ? "less" : "more", "than"});
    } else if (core[0] == '=') {
      out.emplace_back("equals");
    } else if (core[0] == '^') {
      append(out, {"to", "the", "power", "of"});
    }
    core.remove_prefix(end);
  }
  return out;
}

} // namespace

bool is_scale(std::string_view word) {
  return word == "hundred" || word == "thousand" || word == "million"
         || word == "billion" || word == "trillion";
}

words currency_after(std::string_view amount) {
  if (amount.size() < 2 || !is_currency(amount[0]))
    return {};
  return money_name(amount[0], false);
}

words say_with_digits(std::string_view core, const context& around) {
  if (auto known = abbreviation(lower(core)); !known.empty())
    return known;
  if (is_currency(core[0]))
    if (auto out = say_money(core, around); !out.empty())
      return out;
  if (auto out = say_foreign_dollars(core, around); !out.empty())
    return out;
  // "5€" and "20$".
  if (is_currency(core.back()) && is_plain_number(core.substr(0, core.size() - 1)))
    return say_money(core.back() + std::string{core.substr(0, core.size() - 1)},
                     around);
  // "in 2024", "March 3, 2024": but "2024 mg" is an amount.
  if (is_year(core) && core >= "1900" && unit(around.after, false).empty())
    return year(core);
  if (auto out = say_number_and_suffix(core); !out.empty())
    return out;
  if (auto out = say_date_or_time(core); !out.empty())
    return out;
  if (auto slash = core.find('/'); slash != core.npos
                                   && all_digits(core.substr(0, slash))
                                   && all_digits(core.substr(slash + 1)))
    return say_fraction(core.substr(0, slash), core.substr(slash + 1), around);
  if (auto colon = core.find(':'); colon != core.npos
                                   && is_plain_number(core.substr(0, colon))
                                   && is_plain_number(core.substr(colon + 1))) {
    auto out = cardinal(core.substr(0, colon));
    out.emplace_back("to");
    append(out, cardinal(core.substr(colon + 1)));
    return out;
  }
  // "mid-2024", "pre-2020".
  if (auto dash = core.find('-'); dash != core.npos
                                  && all_letters(core.substr(0, dash))
                                  && dash >= 3 && is_year(core.substr(dash + 1))) {
    auto out = say_letters(core.substr(0, dash), around);
    append(out, year(core.substr(dash + 1)));
    return out;
  }
  for (auto rule : {say_range, say_sign})
    if (auto out = rule(core, around); !out.empty())
      return out;
  return say_runs(core, around);
}

} // namespace troupe::speech
