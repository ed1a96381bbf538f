#include "media/speech_parts.hpp"
#include "media/speech_tables.hpp"

#include <algorithm>
#include <array>

namespace troupe::speech {

namespace {

constexpr std::array months{
  entry{"jan", "january"},  entry{"january", "january"},
  entry{"feb", "february"}, entry{"february", "february"},
  entry{"mar", "march"},    entry{"march", "march"},
  entry{"apr", "april"},    entry{"april", "april"},
  entry{"may", "may"},      entry{"jun", "june"},
  entry{"june", "june"},    entry{"jul", "july"},
  entry{"july", "july"},    entry{"aug", "august"},
  entry{"august", "august"}, entry{"sep", "september"},
  entry{"sept", "september"}, entry{"september", "september"},
  entry{"oct", "october"},  entry{"october", "october"},
  entry{"nov", "november"}, entry{"november", "november"},
  entry{"dec", "december"}, entry{"december", "december"},
};

/// What is said behind an amount. The first word of one alone is the plural
/// without its s, but where it has a form of its own.
struct money {
  std::string_view code;
  std::string_view many;
  std::string_view one;
};
constexpr money moneys[] = {
  {"USD", "us dollars", "us dollar"},
  {"EUR", "euros", "euro"},
  {"GBP", "pounds", "pound"},
  {"JPY", "yen", "yen"},
  {"CHF", "swiss francs", "swiss franc"},
  {"CAD", "canadian dollars", "canadian dollar"},
  {"AUD", "australian dollars", "australian dollar"},
  {"NZD", "new zealand dollars", "new zealand dollar"},
  {"HKD", "hong kong dollars", "hong kong dollar"},
  {"SGD", "singapore dollars", "singapore dollar"},
  {"SEK", "swedish kronor", "swedish krona"},
  {"NOK", "norwegian kroner", "norwegian krone"},
  {"DKK", "danish kroner", "danish krone"},
  {"PLN", "zlotys", "zloty"},
  {"CZK", "czech crowns", "czech crown"},
  {"INR", "rupees", "rupee"},
  {"CNY", "yuan", "yuan"},
  {"BRL", "reais", "real"},
  {"MXN", "mexican pesos", "mexican peso"},
  {"ZAR", "rand", "rand"},
  {"TRY", "turkish liras", "turkish lira"},
  {"\x01", "euros", "euro"},
  {"\x02", "pounds", "pound"},
  {"\x03", "yen", "yen"},
  {"\x04", "rupees", "rupee"},
  {"$", "dollars", "dollar"},
};

const money* money_of(std::string_view core) {
  auto found = std::ranges::find(moneys, core, &money::code);
  return found == std::end(moneys) ? nullptr : found;
}

words named(const money& x, std::string_view amount) {
  // "us" is a word, "US" is not.
  auto out = split(amount == "1" ? x.one : x.many);
  if (out.front() == "us") {
    out.erase(out.begin());
    out.insert(out.begin(), {"you", "ess"});
  }
  return out;
}

/// Names that kings, queens and popes share.
constexpr std::string_view regnal =
  " alexander alfonso benedict catherine charles christian clement edward "
  "elizabeth ferdinand francis frederick george gregory gustav harald henry "
  "innocent ivan james john joseph leo leopold louis mary nicholas olav paul "
  "peter philip pius ramesses ramses richard urban victor wilhelm william ";

constexpr std::string_view call_words =
  " call phone telephone tel dial fax text ring whatsapp ";
/// Known by their digits.
constexpr std::string_view short_numbers =
  " 911 999 112 111 988 101 116 000 ";

bool holds(std::string_view list, const std::string& word) {
  return list.find(" " + word + " ") != list.npos;
}

bool capitalised(const piece_of_text* x) {
  return x && !x->core.empty() && is_upper(x->core[0]);
}

bool begins_with_digit(const piece_of_text* x) {
  return x && !x->core.empty() && is_digit(x->core[0]);
}

/// "123", "123-4567", "123.4567".
bool is_digit_group(std::string_view core) {
  return !core.empty() && is_digit(core[0]) && is_digit(core.back())
         && core.find_first_not_of("0123456789-.") == core.npos;
}

class neighbourhood {
 public:
  neighbourhood(std::span<const piece_of_text> all, size_t at)
    : all_(all), at_(at), core_(all[at].core) {}

  std::optional<words> say() const {
    if (core_.empty())
      return range_dash();
    for (auto rule : {&neighbourhood::phone, &neighbourhood::day_of_month,
                      &neighbourhood::amount, &neighbourhood::currency, &neighbourhood::joined_range,
                      &neighbourhood::apart,
                      &neighbourhood::regnal_number,
                      &neighbourhood::half_of_day, &neighbourhood::short_word,
                      &neighbourhood::degrees, &neighbourhood::times})
      if (auto out = (this->*rule)())
        return out;
    return std::nullopt;
  }

 private:
  using answer = std::optional<words>;

  const piece_of_text* near(int step) const {
    auto i = static_cast<int64_t>(at_) + step;
    return i < 0 || i >= static_cast<int64_t>(all_.size())
             ? nullptr
             : &all_[static_cast<size_t>(i)];
  }
  /// Nothing stands between the two.
  const piece_of_text* before() const {
    auto x = near(-1);
    return x && x->tail.empty() && !x->ends_paragraph ? x : nullptr;
  }
  const piece_of_text* after() const {
    return all_[at_].tail.empty() && !all_[at_].ends_paragraph ? near(1)
                                                               : nullptr;
  }

  /// The word there is the unit of the number before it.
  bool is_amount(int step) const {
    return begins_with_digit(near(step - 1))
           && !unit(near(step)->core, false).empty();
  }

  /// "5 mg–10 mg": its second word.
  answer joined_range() const {
    auto dash = core_.find('-');
    if (dash == core_.npos || !begins_with_digit(before()))
      return std::nullopt;
    auto name = unit(core_.substr(0, dash), before()->core == "1");
    auto number = core_.substr(dash + 1);
    if (name.empty() || number.empty() || !is_plain_number(number))
      return std::nullopt;
    name.emplace_back("to");
    append(name, cardinal(number));
    return name;
  }

  /// "20 000": thousands apart, at least one of them nothing else.
  answer apart() const {
    auto group = [&](int step) {
      auto x = near(step);
      return x && x->core.size() == 3 && all_digits(x->core);
    };
    auto first = 0;
    while (group(first) && near(first - 1) && near(first - 1)->tail.empty()
           && all_digits(near(first - 1)->core))
      --first;
    if (!all_digits(near(first)->core) || near(first)->core.size() > 3
        || near(first)->core[0] == '0')
      return std::nullopt;
    auto whole = near(first)->core;
    auto round = false;
    for (auto i = first; near(i)->tail.empty() && group(i + 1); ++i) {
      whole += near(i + 1)->core;
      round = round || near(i + 1)->core == "000";
    }
    if (!round)
      return std::nullopt;
    return first == 0 ? cardinal(whole) : words{};
  }

  /// "5 – 10".
  answer range_dash() const {
    auto left = near(-1);
    auto right = near(1);
    auto is_dash = all_[at_].tail == "-";
    auto number = left && left->tail.empty() && !left->core.empty()
                  && (is_digit(left->core.back()) || is_amount(-1));
    if (!is_dash || !number || !begins_with_digit(right))
      return std::nullopt;
    auto sum = near(2);
    return words{sum && sum->core == "=" ? "minus" : "to"};
  }

  /// The group before this one belongs to the same telephone number.
  bool follows_phone() const {
    for (auto i = at_; i-- > 0;) {
      auto& x = all_[i];
      if (!x.tail.empty() && x.tail != ")")
        return false;
      if (x.core.size() > 1 && x.core[0] == '+' && all_digits(x.core.substr(1)))
        return true;
      if (!is_digit_group(x.core))
        return false;
      auto bracketed = x.tail == ")" && x.core.size() <= 5;
      auto dialled = x.core[0] == '0' && x.core.size() >= 3
                     && x.core != "000" && x.core.find('.') == x.core.npos;
      if (bracketed || dialled)
        return true;
    }
    return false;
  }

  answer phone() const {
    if (core_[0] == '+' && core_.size() <= 4
        && all_digits(std::string_view{core_}.substr(1)) && after()
        && is_digit_group(after()->core)) {
      words out{"plus"};
      append(out, digits_one_by_one(core_));
      return out;
    }
    if (!is_digit_group(core_))
      return std::nullopt;
    auto called = before() && holds(call_words, lower(before()->core));
    auto at_call = near(-2) && holds(call_words, lower(near(-2)->core));
    auto local = core_.size() == 8 && core_[3] == '-';
    auto area = all_[at_].tail == ")" && core_.size() <= 5 && near(1)
                && is_digit_group(near(1)->core) && near(1)->core.size() >= 6;
    if (area || follows_phone() || (local && (called || at_call))
        || ((called || at_call) && holds(short_numbers, core_)))
      return digits_one_by_one(core_);
    return std::nullopt;
  }

  /// "3 May", "May 3, 2024".
  answer day_of_month() const {
    if (!all_digits(core_) || core_.size() > 2 || core_ == "0" || core_ > "31")
      if (core_.size() != 1 || core_ == "0" || !all_digits(core_))
        return std::nullopt;
    if (auto next = after(); capitalised(next)
                             && !find(months, lower(next->core)).empty()) {
      auto out = ordinal(core_);
      out.emplace_back("of");
      if (!before() || lower(before()->core) != "the")
        out.insert(out.begin(), "the");
      return out;
    }
    auto month = near(-1);
    auto is_month = capitalised(month)
                    && (month->tail.empty() || month->tail == ".")
                    && !find(months, lower(month->core)).empty();
    static constexpr std::string_view go_on =
      " at to and or in from until through for is was by the - on we you ";
    auto next = after();
    auto ends = !next || is_year(next->core)
                || holds(go_on, lower(next->core));
    if (is_month && ends)
      return ordinal(core_);
    return std::nullopt;
  }

  /// The number of "CHF 20": it says the money too.
  answer amount() const {
    if (!begins_with_digit(&all_[at_]) || !is_plain_number(core_))
      return std::nullopt;
    auto unit = before() ? money_of(before()->core) : nullptr;
    if (!unit || before()->core.size() != 3)
      return std::nullopt;
    auto dot = core_.find('.');
    auto has_coins = dot != core_.npos && core_.size() - dot == 3;
    auto whole = has_coins ? core_.substr(0, dot) : core_;
    auto out = cardinal(whole);
    if (!after() || !is_scale(lower(after()->core)))
      append(out, named(*unit, whole));
    if (auto coins = has_coins ? core_.substr(dot + 1) : "00"; coins != "00")
      append(out, cardinal(coins[0] == '0' ? coins.substr(1) : coins));
    return out;
  }

  /// "CHF" before its number is said behind it; "20 CHF"; "5 €".
  answer currency() const {
    if (is_scale(lower(core_))) {
      auto unit = near(-2) && near(-2)->core.size() == 3
                    ? money_of(near(-2)->core)
                    : nullptr;
      if (!unit || !begins_with_digit(before()))
        return std::nullopt;
      words out{lower(core_)};
      append(out, named(*unit, ""));
      return out;
    }
    auto unit = money_of(core_);
    if (!unit)
      return std::nullopt;
    if (begins_with_digit(before()) || (before() && is_scale(before()->core)))
      return named(*unit, before()->core);
    if (core_.size() == 3 && begins_with_digit(after())
        && is_plain_number(after()->core))
      return words{};
    return std::nullopt;
  }

  /// "Henry VIII".
  answer regnal_number() const {
    auto number = roman(core_);
    if (number < 1 || !capitalised(before())
        || !holds(regnal, lower(before()->core)))
      return std::nullopt;
    // "Mary I" may be Mary, and I.
    static constexpr std::string_view titles =
      " king queen pope tsar emperor prince saint ";
    auto title = near(-2) ? lower(near(-2)->core) : "";
    if (core_ == "I" && !holds(titles, title))
      return std::nullopt;
    words out{"the"};
    append(out, ordinal(std::to_string(number)));
    return out;
  }

  /// "10:30 am"; "12:00 pm" has no o'clock.
  answer half_of_day() const {
    auto is_half = [](const std::string& text) {
      auto small = lower(text);
      return small == "am" || small == "pm" || small == "a.m"
             || small == "p.m";
    };
    if (is_half(core_) && begins_with_digit(before()))
      return spell(core_);
    if (core_.ends_with(":00") && after() && is_half(after()->core)
        && all_digits(core_.substr(0, core_.size() - 3)))
      return cardinal(core_.substr(0, core_.size() - 3));
    return std::nullopt;
  }

  /// "max. 10", "St. Mary", "Jan. 5".
  answer short_word() const {
    if (!all_[at_].tail.starts_with('.') || all_[at_].tail.size() > 1)
      return std::nullopt;
    auto small = lower(core_);
    if (begins_with_digit(near(1)) && !begins_with_digit(before())) {
      if (small == "min")
        return words{"minimum"};
      if (small == "max")
        return words{"maximum"};
      if (auto month = find(months, small); !month.empty() && capitalised(&all_[at_]))
        return split(month);
    }
    if (core_ == "St")
      return words{capitalised(near(1)) ? "saint" : "street"};
    return std::nullopt;
  }

  /// "37 degrees C", written as two words or with its sign.
  answer degrees() const {
    if (!before() || !lower(before()->core).ends_with("degrees"))
      return std::nullopt;
    if (core_ == "C")
      return words{"celsius"};
    if (core_ == "F")
      return words{"fahrenheit"};
    return std::nullopt;
  }

  /// "2 x 500".
  answer times() const {
    if (core_ == "x" && begins_with_digit(before())
        && begins_with_digit(after()))
      return words{"times"};
    return std::nullopt;
  }

  std::span<const piece_of_text> all_;
  size_t at_;
  const std::string& core_;
};

} // namespace

std::optional<words> say_among(std::span<const piece_of_text> all, size_t at) {
  return neighbourhood{all, at}.say();
}

bool is_month(std::string_view lower_case) {
  return !find(months, lower_case).empty();
}

} // namespace troupe::speech
