#include "media/speech_parts.hpp"
#include "media/speech_tables.hpp"

namespace troupe::speech {

namespace {

/// Units in the plural; the singular drops the last s of the first word.
constexpr std::array unit_names{
  entry{"mg", "milligrams"},
  entry{"mcg", "micrograms"},
  entry{"ug", "micrograms"},
  entry{"ng", "nanograms"},
  entry{"pg", "picograms"},
  entry{"g", "grams"},
  entry{"kg", "kilograms"},
  entry{"lb", "pounds"},
  entry{"lbs", "pounds"},
  entry{"oz", "ounces"},
  entry{"ml", "milliliters"},
  entry{"dl", "deciliters"},
  entry{"l", "liters"},
  entry{"ul", "microliters"},
  entry{"cc", "c c"},
  entry{"mm", "millimeters"},
  entry{"cm", "centimeters"},
  entry{"m", "meters"},
  entry{"km", "kilometers"},
  entry{"um", "micrometers"},
  entry{"nm", "nanometers"},
  entry{"in", "inches"},
  entry{"ft", "feet"},
  entry{"m2", "square meters"},
  entry{"cm2", "square centimeters"},
  entry{"mm2", "square millimeters"},
  entry{"km2", "square kilometers"},
  entry{"ft2", "square feet"},
  entry{"m3", "cubic meters"},
  entry{"cm3", "cubic centimeters"},
  entry{"mm3", "cubic millimeters"},
  entry{"mi", "miles"},
  entry{"gal", "gallons"},
  entry{"rpm", "revolutions per minute"},
  entry{"db", "decibels"},
  entry{"kj", "kilojoules"},
  entry{"pa", "pascals"},
  entry{"kpa", "kilopascals"},
  entry{"hpa", "hectopascals"},
  entry{"wh", "watt hours"},
  entry{"kwh", "kilowatt hours"},
  entry{"mah", "milliampere hours"},
  entry{"kbps", "kilobits per second"},
  entry{"mbps", "megabits per second"},
  entry{"gbps", "gigabits per second"},
  entry{"mmhg", "millimeters of mercury"},
  entry{"bpm", "beats per minute"},
  entry{"mph", "miles per hour"},
  entry{"mmol", "millimoles"},
  entry{"umol", "micromoles"},
  entry{"nmol", "nanomoles"},
  entry{"mol", "moles"},
  entry{"meq", "milliequivalents"},
  entry{"iu", "international units"},
  entry{"kcal", "kilocalories"},
  entry{"cal", "calories"},
  entry{"ms", "milliseconds"},
  entry{"s", "seconds"},
  entry{"sec", "seconds"},
  entry{"min", "minutes"},
  entry{"mins", "minutes"},
  entry{"h", "hours"},
  entry{"hr", "hours"},
  entry{"hrs", "hours"},
  entry{"d", "days"},
  entry{"wk", "weeks"},
  entry{"wks", "weeks"},
  entry{"mo", "months"},
  entry{"yr", "years"},
  entry{"yrs", "years"},
  entry{"hz", "hertz"},
  entry{"khz", "kilohertz"},
  entry{"mhz", "megahertz"},
  entry{"ghz", "gigahertz"},
  entry{"kb", "kilobytes"},
  entry{"mb", "megabytes"},
  entry{"gb", "gigabytes"},
  entry{"tb", "terabytes"},
  entry{"kw", "kilowatts"},
  entry{"w", "watts"},
  entry{"v", "volts"},
  entry{"ppm", "parts per million"},
  entry{"x", "times"},
  entry{"k", "thousand"},
  entry{"bn", "billion"},
  entry{"mn", "million"},
  entry{"pct", "percent"},
};

/// Words that follow a slash in a unit: "mg/day".
constexpr std::array per_names{
  entry{"day", "day"},         entry{"week", "week"}, entry{"month", "month"},
  entry{"year", "year"},       entry{"hour", "hour"}, entry{"minute", "minute"},
  entry{"second", "second"},   entry{"dose", "dose"}, entry{"person", "person"},
  entry{"patient", "patient"},
};

} // namespace

words unit(std::string_view text, bool singular) {
  auto slash = text.find('/');
  auto name = find(unit_names, lower(text.substr(0, slash)));
  // "M" and "G" are million and giga, not meter and gram.
  if (name.empty() || text == "M" || text == "G")
    return {};
  auto out = split(name);
  // The first of its words that is a plural: "international units".
  if (singular)
    for (auto& word : out) {
      if (word != "inches" && word != "feet" && !word.ends_with('s'))
        continue;
      word = word == "inches" ? "inch"
             : word == "feet" ? "foot"
                              : word.substr(0, word.size() - 1);
      break;
    }
  while (slash != text.npos) {
    auto rest = text.substr(slash + 1);
    slash = rest.find('/');
    auto each = rest.substr(0, slash);
    out.emplace_back("per");
    if (auto known = find(per_names, lower(each)); !known.empty()) {
      append(out, split(known));
    } else if (is_plain_number(each)) {
      append(out, cardinal(each));
    } else if (auto more = unit(each, true); !more.empty()) {
      append(out, more);
    } else {
      return {};
    }
    text = rest;
  }
  return out;
}

} // namespace troupe::speech
