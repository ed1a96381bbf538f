#include "providers/explainer_text.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_formula.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

constexpr size_t most_lines = 400;
/// "When" and labels are read at a glance.
constexpr size_t moment_length = 18;
constexpr size_t label_length = 32;

std::string_view trimmed(std::string_view x) {
  while (!x.empty() && is_space(x.front()))
    x.remove_prefix(1);
  while (!x.empty() && is_space(x.back()))
    x.remove_suffix(1);
  return x;
}

enum class mark : uint8_t { none, numbered, bullet };

mark take_mark(std::string_view& line) {
  for (auto sign : {"- "sv, "* "sv, "+ "sv, "\u2022"sv, "\u25CF"sv, "\u25AA"sv,
                    "\u2013 "sv})
    if (line.starts_with(sign)) {
      line = trimmed(line.substr(sign.size()));
      return mark::bullet;
    }
  size_t digits = 0;
  while (digits < line.size() && digits < 2 && is_digit(line[digits]))
    ++digits;
  if (digits > 0 && digits + 1 < line.size()
      && (line[digits] == '.' || line[digits] == ')')
      && is_space(line[digits + 1])) {
    line = trimmed(line.substr(digits + 2));
    return mark::numbered;
  }
  return mark::none;
}

bool is_month(std::string_view word) {
  static constexpr std::array months{"january"sv, "february"sv, "march"sv,
                                     "april"sv,   "may"sv,      "june"sv,
                                     "july"sv,    "august"sv,   "september"sv,
                                     "october"sv, "november"sv, "december"sv};
  return std::ranges::find(months, word) != months.end();
}

bool is_year(std::string_view word) {
  if (word.ends_with("s"))
    word.remove_suffix(1);
  return word.size() >= 3 && word.size() <= 4
         && std::ranges::all_of(word, is_digit) && word.front() != '0'
         && (word.size() == 4 ? word <= "2199"sv : true);
}

/// The unit of "78%", "5.4 million km", "$12": empty when it is no value.
bool is_value(std::string_view text, std::string& unit) {
  size_t i = 0;
  unit.clear();
  for (auto sign : {"$"sv, "\u20AC"sv, "\u00A3"sv})
    if (text.starts_with(sign)) {
      unit = sign;
      i = sign.size();
    }
  auto from = i;
  while (i < text.size()
         && (is_digit(text[i]) || text[i] == '.' || text[i] == ','))
    ++i;
  if (i == from || !is_digit(text[from]))
    return false;
  auto rest = trimmed(text.substr(i));
  if (word_count(rest) > 3)
    return false;
  unit += rest;
  return true;
}

bool all_moments(const std::vector<std::string>& lines) {
  std::string head;
  std::string tail;
  return lines.size() >= 2 && std::ranges::all_of(lines, [&](auto& x) {
           return parted(x, head, tail) && is_moment(head);
         });
}

bool all_values(const std::vector<std::string>& lines) {
  std::string head;
  std::string tail;
  std::string unit;
  std::string first;
  return lines.size() >= 2 && lines.size() <= 8
         && std::ranges::all_of(lines, [&](auto& x) {
              if (!parted(x, head, tail) || !is_value(tail, unit)
                  || length_of(head) > label_length)
                return false;
              if (first.empty())
                first = unit.empty() ? " " : unit;
              return first == (unit.empty() ? " " : unit);
            });
}

/// "F: the force", "m is the mass", "r = the rate".
bool is_letter_line(std::string_view line) {
  auto end = line.find_first_of(":= ");
  return end != std::string_view::npos && end >= 1 && end <= 14
         && line.size() - end > 2;
}

class reader {
public:
  reader(std::string_view text, std::string_view source)
    : text_(text), source_(source) {}

  std::vector<text_block> all() {
    size_t count = 0;
    while (!text_.empty() && count++ < most_lines) {
      auto end = std::min(text_.find('\n'), text_.size());
      line(trimmed(text_.substr(0, end)));
      text_.remove_prefix(std::min(end + 1, text_.size()));
    }
    flush();
    return std::move(out_);
  }

private:
  void line(std::string_view x) {
    if (x.empty() || x == "---")
      return flush();
    if (x.starts_with('#')) {
      flush();
      while (x.starts_with('#'))
        x.remove_prefix(1);
      heading_ = bare(tidy(x));
      return;
    }
    if (x.starts_with('|'))
      return row(x);
    auto item = x;
    if (auto found = take_mark(item); found != mark::none)
      return entry(item, found);
    if (auto formula = whole_formula(x); !formula.empty()) {
      flush();
      out_.push_back({block_kind::formula, heading_, {formula}, {}, source_});
      return;
    }
    if (!items_.empty())
      flush();
    prose_ += (prose_.empty() ? "" : "\n") + std::string{x};
  }

  void entry(std::string_view x, mark found) {
    if (!prose_.empty() || (!items_.empty() && found != mark_))
      flush();
    mark_ = found;
    items_.emplace_back(x);
  }

  void row(std::string_view x) {
    if (!prose_.empty() || !items_.empty())
      flush();
    auto rule = x.find_first_not_of("|-: ") == std::string_view::npos;
    if (rule)
      return;
    x.remove_prefix(1);
    if (x.ends_with('|'))
      x.remove_suffix(1);
    // Two columns can be compared; more are a table that nobody can read.
    if (auto at = x.find('|');
        at != std::string_view::npos && x.find('|', at + 1) == x.npos)
      rows_.push_back(tidy(x.substr(0, at)) + "|" + tidy(x.substr(at + 1)));
  }

  void flush() {
    if (!prose_.empty())
      flush_prose();
    if (!items_.empty())
      flush_items();
    if (rows_.size() >= 2)
      out_.push_back({block_kind::table, heading_, rows_, {}, source_});
    rows_.clear();
  }

  void flush_prose() {
    text_block block{block_kind::prose, heading_, {}, {}, source_};
    // A formula would lose its marks where sentences are tidied.
    block.lines = sentences_with_formulas(prose_);
    if (!block.lines.empty())
      out_.push_back(std::move(block));
    prose_.clear();
  }

  void flush_items() {
    auto after_formula = !out_.empty()
                         && out_.back().kind == block_kind::formula
                         && out_.back().more.empty();
    auto letters = std::ranges::all_of(items_, is_letter_line);
    std::vector<std::string> lines;
    for (auto& x : items_)
      if (auto text = tidy(x); word_count(text) > 0)
        lines.push_back(text);
    if (after_formula && letters && mark_ == mark::bullet)
      out_.back().more = items_;
    else if (!lines.empty())
      out_.push_back({kind_of(lines), heading_, lines, {}, source_});
    items_.clear();
  }

  block_kind kind_of(const std::vector<std::string>& lines) const {
    if (all_moments(lines))
      return block_kind::dates;
    if (all_values(lines))
      return block_kind::values;
    return mark_ == mark::numbered ? block_kind::steps : block_kind::list;
  }

  std::string_view text_;
  std::string source_;
  std::string heading_;
  std::string prose_;
  std::vector<std::string> items_;
  std::vector<std::string> rows_;
  mark mark_ = mark::none;
  std::vector<text_block> out_;
};

} // namespace

bool parted(std::string_view line, std::string& head, std::string& tail) {
  for (auto sign : {": "sv, " \u2013 "sv, " \u2014 "sv, " - "sv}) {
    auto at = line.find(sign);
    if (at == std::string_view::npos || at == 0 || at > 48)
      continue;
    head = trimmed(line.substr(0, at));
    tail = trimmed(line.substr(at + sign.size()));
    return !head.empty() && !tail.empty();
  }
  return false;
}

bool is_moment(std::string_view text) {
  if (length_of(text) > moment_length)
    return false;
  auto dated = false;
  for (auto piece : words_of(text)) {
    auto word = lower(piece);
    while (!word.empty() && !is_letter(word.back()) && !is_digit(word.back()))
      word.pop_back();
    auto ordinal = word.size() <= 4 && is_digit(word.front());
    auto known = word == "bc" || word == "ad" || word == "bce" || word == "ce"
                 || word == "century" || word == "about" || word == "c"
                 || word == "early" || word == "late" || word == "to";
    if (is_year(word)
        || (ordinal && lower(text).find("century") != std::string::npos)
        || (ordinal && lower(text).find("bc") != std::string::npos))
      dated = true;
    else if (!known && !is_month(word) && !ordinal
             && word.find("\u2013") == std::string::npos)
      return false;
  }
  return dated;
}

std::vector<text_block> blocks_of(std::string_view text,
                                  std::string_view source) {
  return reader{text, source}.all();
}

} // namespace troupe::writing
