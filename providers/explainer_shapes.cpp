#include "providers/explainer_shapes.hpp"

#include "protocol/payload_data.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace troupe::writing {

namespace {

constexpr size_t most_moments = 6;
constexpr size_t moment_length = 64;

json texts(const std::vector<std::string>& list) {
  auto out = json::make_array();
  for (auto& x : list)
    out.push_back(x);
  return out;
}

/// "France becomes" keeps its capital, "The Bastille falls" does not.
std::string continued(const std::string& text) {
  auto words = words_of(text);
  return !words.empty() && is_function_word(lower(words.front()))
           ? lower_first(text)
           : text;
}

/// "a, b, and c" of what is said.
std::string joined(const std::vector<std::string>& list,
                   std::string_view last_of_many) {
  std::string out;
  for (size_t i = 0; i < list.size(); ++i)
    out += (i == 0                ? std::string{}
            : i + 1 < list.size() ? std::string{", "}
            : list.size() > 2     ? std::string{last_of_many}
                                  : std::string{" and "})
           + list[i];
  return out;
}

/// A sentence about letters of the formula: "F is the force and m the mass" ->
/// "F: force", "m: mass".
std::vector<std::string> letters_in(const std::string& sentence,
                                    const std::string& formula) {
  std::vector<std::string> out;
  auto words = words_of(sentence);
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    std::string letter{words[i]};
    auto held = letter.size() <= 2 && letter != "a" && letter != "A"
                && says(formula, letter);
    // "a" is a letter before "is" only.
    held |= (letter == "a" || letter == "A") && words[i + 1] == "is"
            && says(formula, letter);
    auto linked = words[i + 1] == "is" || words[i + 1] == "are"
                  || words[i + 1] == "the" || words[i + 1] == "stands"
                  || words[i + 1] == "means";
    if (!held || !linked)
      continue;
    std::string meaning;
    for (auto j = i + 1; j < words.size() && j < i + 9; ++j) {
      auto word = std::string{words[j]};
      auto stops = word.find_first_of(",.;") != std::string::npos;
      auto low = lower(bare(word));
      if (low == "and" || low == "while")
        break;
      if (!(meaning.empty()
            && (low == "is" || low == "are" || low == "the" || low == "for"
                || low == "stands" || low == "means")))
        meaning += (meaning.empty() ? "" : " ") + bare(word);
      if (stops)
        break;
    }
    if (!meaning.empty() && out.size() < most_shape_rows)
      out.push_back(letter + ": " + meaning);
  }
  return out;
}

} // namespace

std::string as_item(const std::string& text) {
  auto words = words_of(text);
  auto named = words.size() < 2
               || std::any_of(words.begin() + 1, words.end(), [](auto word) {
                    return word.front() >= 'A' && word.front() <= 'Z';
                  });
  return named ? text : lower_first(text);
}

std::string list_of(const std::vector<std::string>& items) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i)
    out += (i == 0                  ? ""
            : i + 1 == items.size() ? (items.size() > 2 ? ", and " : " and ")
                                    : ", ")
           + as_item(bare(items[i]));
  return out;
}

std::string moment_in_words(const std::string& when, const std::string& what) {
  auto digit = !when.empty() && is_digit(when.front());
  auto day = digit && when.find(' ') != std::string::npos
             && lower(when).find("bc") == std::string::npos
             && lower(when).find("century") == std::string::npos;
  auto age =
    lower(when).find("century") != std::string::npos || when.ends_with("s");
  auto lead = day ? "On " : age ? "In the " : "In ";
  return as_sentence(lead + when + ", " + continued(what));
}

json comparison(const std::string& left, const std::vector<std::string>& said,
                const std::string& right,
                const std::vector<std::string>& other) {
  auto column = [](const std::string& title,
                   const std::vector<std::string>& points) {
    return json::make_object({{"title", title}, {"points", texts(points)}});
  };
  return json::make_object(
    {{"compare", json::make_object({{"left", column(left, said)},
                                    {"right", column(right, other)}})}});
}

two_sides sides_of(const std::vector<std::string>& rows, size_t most) {
  auto cells = [](const std::string& line) {
    auto at = line.find('|');
    return std::pair{line.substr(0, at), line.substr(at + 1)};
  };
  two_sides out;
  std::tie(out.left, out.right) = cells(rows.front());
  for (size_t i = 1; i < rows.size() && out.left_rows.size() < most; ++i) {
    auto [a, b] = cells(rows[i]);
    out.left_rows.push_back(cut_row(a));
    out.right_rows.push_back(cut_row(b));
  }
  return out;
}

std::string told_side(const std::string& name,
                      const std::vector<std::string>& points) {
  auto out = name + ": ";
  for (size_t i = 0; i < points.size(); ++i)
    out +=
      i == 0 ? as_item(bare(points[i])) : ". " + upper_first(bare(points[i]));
  return as_sentence(out);
}

void fill_timeline(scene_draft& scene, std::vector<told_moment> list) {
  if (list.size() > most_moments)
    list.resize(most_moments);
  auto entries = json::make_array();
  for (auto& [moment, said] : list) {
    auto what = length_of(moment.what) <= moment_length
                  ? moment.what
                  : shortened(cut_row(moment.what), moment_length);
    entries.push_back(
      json::make_object({{"when", moment.when}, {"text", upper_first(what)}}));
    scene.keys.push_back({said, ""});
  }
  // It is read out, so it takes its time.
  scene.longest = 26;
  scene.data = json::make_object({{"timeline", entries}});
}

bool fill_chart(scene_draft& scene, const std::vector<std::string>& lines,
                const std::string& heading) {
  std::string text;
  for (auto& x : lines)
    text += (text.empty() ? "" : "; ") + bare(x);
  auto chart = check_data_field("chart", text);
  if (!chart || !chart->is_object())
    return false;
  std::vector<std::string> said;
  for (auto& x : lines) {
    std::string label;
    std::string value;
    if (parted(x, label, value))
      said.push_back(bare(value) + " for " + label);
  }
  if (said.size() > most_shape_rows)
    said = {said.front(), said.back()};
  auto head = heading.empty() ? std::string{} : heading + ": ";
  scene.keys = {{as_sentence(upper_first(head + joined(said, " and "))), ""}};
  scene.data = json::make_object({{"chart", *chart}});
  return true;
}

void fill_formula(scene_draft& scene, const text_block& block) {
  auto& formula = block.lines.front();
  // A letter at the beginning keeps its case.
  scene.keys = {{as_sentence("It reads: " + formula_in_words(formula)), ""}};
  std::vector<std::string> meanings;
  for (auto& x : block.more) {
    std::string letter;
    std::string meaning;
    if (scene.rows.size() < most_shape_rows && parted(x, letter, meaning)) {
      scene.rows.push_back(letter + ": " + bare(meaning));
      meanings.push_back(formula_in_words(letter) + " is "
                         + as_item(bare(meaning)));
    }
  }
  if (!meanings.empty())
    scene.keys.push_back(
      {as_sentence("Here, " + joined(meanings, ", and ")), ""});
}

size_t fill_formula(scene_draft& scene, std::string sentence,
                    const found_formula& found, const std::string& next) {
  scene.rows = letters_in(sentence.substr(found.end), found.formula);
  sentence.replace(found.begin, found.end - found.begin,
                   formula_in_words(found.formula));
  scene.keys = {{as_sentence(std::move(sentence)), ""}};
  if (!scene.rows.empty() || next.empty())
    return 1;
  scene.rows = letters_in(next, found.formula);
  if (scene.rows.empty())
    return 1;
  scene.keys.push_back({as_sentence(next), ""});
  return 2;
}

} // namespace troupe::writing
