#include "media/speech_parts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace troupe::speech {

namespace {

constexpr std::array<std::string_view, 20> ones{
  "zero",    "one",     "two",       "three",    "four",
  "five",    "six",     "seven",     "eight",    "nine",
  "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
  "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array<std::string_view, 10> tens{
  "",      "",      "twenty",  "thirty", "forty",
  "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr std::array<std::string_view, 5> scales{"", "thousand", "million",
                                                 "billion", "trillion"};
/// Longer numbers are serial numbers: nobody reads them as quantities.
constexpr size_t spoken_digits_max = 15;
/// Of serial numbers so much is read out.
constexpr size_t serial_digits_max = 40;

void put_below_thousand(words& out, uint64_t x) {
  if (x >= 100) {
    out.emplace_back(ones[x / 100]);
    out.emplace_back("hundred");
    x %= 100;
    if (x == 0)
      return;
  }
  if (x >= 20) {
    out.emplace_back(tens[x / 10]);
    if (x % 10 == 0)
      return;
    x %= 10;
  }
  out.emplace_back(ones[x]);
}

words integer_words(uint64_t x) {
  if (x == 0)
    return {"zero"};
  words out;
  uint64_t scale = 1'000'000'000'000;
  for (size_t i = scales.size(); i-- > 0; scale /= 1000) {
    auto part = x / scale;
    x %= scale;
    if (part == 0)
      continue;
    put_below_thousand(out, part);
    if (i > 0)
      out.emplace_back(scales[i]);
  }
  return out;
}

std::string without_commas(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c != ','; });
  return out;
}

words digits_as_number(const std::string& digits) {
  if (digits.size() > spoken_digits_max
      || (digits.size() > 1 && digits[0] == '0'))
    return digits_one_by_one(digits);
  return integer_words(std::stoull(digits));
}

std::string ordinal_of(const std::string& word) {
  static constexpr std::array<std::array<std::string_view, 2>, 8> odd{{
    {"one", "first"},
    {"two", "second"},
    {"three", "third"},
    {"five", "fifth"},
    {"eight", "eighth"},
    {"nine", "ninth"},
    {"twelve", "twelfth"},
    {"zero", "zeroth"},
  }};
  for (auto& [from, to] : odd)
    if (word == from)
      return std::string{to};
  if (word.ends_with('y'))
    return word.substr(0, word.size() - 1) + "ieth";
  return word + "th";
}

} // namespace

bool is_plain_number(std::string_view text) {
  auto dot = text.find('.');
  auto whole = text.substr(0, dot);
  if (dot != text.npos && !all_digits(text.substr(dot + 1)))
    return false;
  if (whole.empty())
    return dot != text.npos;
  auto comma = whole.find(',');
  if (comma == whole.npos)
    return all_digits(whole);
  if (comma > 3 || !all_digits(whole.substr(0, comma)))
    return false;
  for (; comma < whole.size(); comma += 4)
    if (whole[comma] != ',' || whole.size() - comma < 4
        || !all_digits(whole.substr(comma + 1, 3)))
      return false;
  return true;
}

words cardinal(std::string_view number) {
  auto dot = number.find('.');
  auto whole = without_commas(number.substr(0, dot));
  auto out = digits_as_number(whole.empty() ? "0" : whole);
  if (dot != number.npos) {
    out.emplace_back("point");
    append(out, digits_one_by_one(number.substr(dot + 1)));
  }
  return out;
}

words ordinal(std::string_view digits) {
  auto out = digits_as_number(without_commas(digits));
  out.back() = ordinal_of(out.back());
  return out;
}

words digits_one_by_one(std::string_view digits) {
  words out;
  for (auto c : digits.substr(0, serial_digits_max))
    if (is_digit(c))
      out.emplace_back(ones[static_cast<size_t>(c - '0')]);
  return out;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && all_digits(digits) && digits >= "1100"
         && digits <= "2099";
}

words year(std::string_view digits) {
  if (!is_year(digits))
    return cardinal(digits);
  auto number = std::stoull(std::string{digits});
  if (number >= 2000 && number <= 2009)
    return integer_words(number);
  auto out = integer_words(number / 100);
  if (number % 100 == 0)
    out.emplace_back("hundred");
  else if (number % 100 < 10)
    out.emplace_back("oh");
  if (number % 100 != 0)
    append(out, integer_words(number % 100));
  return out;
}

int roman(std::string_view text) {
  auto value = [](char c) { return c == 'I' ? 1 : c == 'V' ? 5 : 10; };
  if (text.empty() || text.size() > 6
      || text.find_first_not_of("IVX") != text.npos)
    return 0;
  int sum = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    auto lower_than_next =
      i + 1 < text.size() && value(text[i]) < value(text[i + 1]);
    sum += lower_than_next ? -value(text[i]) : value(text[i]);
  }
  static constexpr std::array<std::string_view, 10> units{
    "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
  static constexpr std::array<std::string_view, 4> decades{"", "X", "XX",
                                                           "XXX"};
  // Only the usual spelling: "IIII" or "VX" is a name.
  if (sum < 1 || sum > 39
      || std::string{decades[static_cast<size_t>(sum / 10)]}
             + std::string{units[static_cast<size_t>(sum % 10)]}
           != text)
    return 0;
  return sum;
}

} // namespace troupe::speech
