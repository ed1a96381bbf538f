#include "providers/explainer_collector.hpp"

#include "protocol/payload_data.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_formula.hpp"
#include "providers/explainer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

/// Words in a scene of rows; people read and listen at once.
constexpr size_t scene_words = 34;
constexpr size_t scene_rows = 3;
constexpr size_t spoken_words = 30;
constexpr size_t statement_length = 170;
constexpr size_t title_length = 44;
constexpr size_t most_moments = 6;
constexpr size_t moment_length = 64;
constexpr size_t label_length = 88;
constexpr size_t most_steps = 4;

struct row {
  std::string sentence;
  std::string source;
};

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

/// Names keep their capitals: single words, and those with another capital.
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

/// "In 1789, the Bastille falls." as people say a date before its event.
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

class collector {
public:
  explicit collector(const film_facts& facts) : facts_(facts) {
    titles_.push_back(lower(facts.topic));
  }

  std::vector<scene_draft> all() {
    for (auto& block : facts_.material)
      take(block);
    flush();
    // What it is comes before how it works.
    auto first =
      std::ranges::find(out_, std::string{"definition"}, &scene_draft::type);
    if (first != out_.end())
      std::rotate(out_.begin(), first, first + 1);
    return std::move(out_);
  }

private:
  void take(const text_block& block) {
    flush();
    block_ = &block;
    // A heading names the first scene below it; the others find their own.
    if (block.heading != last_heading_) {
      heading_ = shortened(block.heading, title_length);
      last_heading_ = block.heading;
    }
    switch (block.kind) {
      case block_kind::prose: prose(block.lines); break;
      case block_kind::steps: steps(block.lines); break;
      case block_kind::list: list(block.lines); break;
      case block_kind::formula: formula(block); break;
      case block_kind::dates: dates(block.lines); break;
      case block_kind::values: values(block.lines); break;
      case block_kind::table: table(block.lines); break;
    }
    flush();
  }

  scene_draft fresh(std::string_view type, std::string_view layout,
                    int dispensable) const {
    scene_draft out;
    out.type = type;
    out.layout = layout;
    out.shortest = 3.5;
    out.longest = 14;
    out.room = 0.3;
    out.dispensable = dispensable;
    out.source = block_ ? block_->source : std::string{};
    return out;
  }

  /// `lines` are those of the material that the scene stands for, when it
  /// doesn't say them word for word.
  void put(scene_draft scene, std::string_view subject,
           const std::vector<std::string>& lines = {}) {
    if (scene.title.empty())
      scene.title = title_for(subject);
    for (auto& f : facts_.facts)
      if (std::ranges::find(lines, f.text) != lines.end()
          || std::ranges::any_of(scene.keys, [&](auto& key) {
               return says(key.spoken, bare(f.text))
                      || says(f.text, bare(key.spoken));
             }))
        scene.facts.push_back(f);
    out_.push_back(std::move(scene));
  }

  /// The heading, or what the sentence is about, unless it was said before.
  std::string title_for(std::string_view sentence) {
    std::string out;
    if (!heading_.empty())
      out = std::exchange(heading_, {});
    else
      out = subject_of(sentence);
    // No title of ours stands above another language.
    if (out.empty() && facts_.is_foreign)
      return shortened(facts_.topic, title_length);
    if (length_of(out) > title_length
        || std::ranges::find(titles_, lower(out)) != titles_.end())
      return {};
    titles_.push_back(lower(out));
    return out;
  }

  // -- prose ------------------------------------------------------------------

  void prose(const std::vector<std::string>& lines) {
    std::vector<size_t> moments;
    for (size_t i = 0; i < lines.size(); ++i)
      if (!date_of(lines[i]).when.empty())
        moments.push_back(i);
    auto timed = moments.size() >= 3;
    for (size_t i = 0; i < lines.size();) {
      if (timed && i == moments.front())
        dated_sentences(lines, moments);
      if (timed && std::ranges::find(moments, i) != moments.end())
        ++i;
      else
        i += one(lines, i);
    }
  }

  /// Makes something of the sentence, answers how many were taken.
  size_t one(const std::vector<std::string>& lines, size_t i) {
    auto& x = lines[i];
    if (auto n = stepped(lines, i))
      return n;
    if (auto found = find_formula(x); !found.formula.empty())
      return formula_sentence(lines, i, found);
    auto first = out_.empty() && rows_.empty() && says_what_it_is(x);
    if (!defined_ && (first || defines(x, facts_.topic))
        && length_of(x) <= statement_length && !facts_.is_foreign) {
      defined_ = true;
      flush();
      auto scene = fresh("definition", "statement", 0);
      scene.title = bare(x);
      scene.keys = {{as_sentence(x), ""}};
      put(std::move(scene), x);
      return 1;
    }
    if (quoted(x) || contrasted(x) || listed(x) || counted(x))
      return 1;
    add_row(x);
    return 1;
  }

  /// "Vaccination is a way to ...": the first sentence may define by itself.
  static bool says_what_it_is(std::string_view x) {
    auto subject = subject_of(x);
    return !subject.empty() && defines(x, subject)
           && says_any(x, {"is a", "is an", "is the", "are the", "was the",
                           "is one", "are two"});
  }

  void add_row(const std::string& sentence) {
    auto parts = word_count(sentence) > spoken_words
                   ? in_short_sentences(sentence, spoken_words - 6)
                   : std::vector<std::string>{sentence};
    for (auto& part : parts) {
      auto count = word_count(part);
      // What fits no row has a card of its own.
      if (row_of(part).empty()) {
        flush();
        rows_.push_back({part, block_ ? block_->source : std::string{}});
        flush();
        continue;
      }
      if (!rows_.empty()
          && (rows_.size() >= scene_rows || words_ + count > scene_words))
        flush();
      rows_.push_back({part, block_ ? block_->source : std::string{}});
      words_ += count;
    }
  }

  void flush() {
    if (rows_.empty())
      return;
    auto rows = std::exchange(rows_, {});
    words_ = 0;
    // One thought alone is a card; more are rows.
    auto alone =
      rows.size() == 1 && length_of(rows.front().sentence) <= statement_length;
    auto scene = fresh("idea", alone ? "statement" : "bullets",
                       30 + static_cast<int>(out_.size()));
    scene.source = rows.front().source;
    for (auto& x : rows)
      scene.keys.push_back(
        {as_sentence(x.sentence), alone ? std::string{} : cut_row(x.sentence)});
    if (alone)
      scene.title = bare(rows.front().sentence);
    auto subject = rows.front().sentence;
    put(std::move(scene), subject);
  }

  // -- one sentence -----------------------------------------------------------

  bool quoted(const std::string& x) {
    auto found = quotation_of(x);
    if (found.text.empty())
      return false;
    flush();
    auto scene = fresh("quote", "quote", 20);
    scene.keys = {{as_sentence(x), ""}};
    scene.data = json::make_object(
      {{"quote", json::make_object({{"text", found.text}, {"by", found.by}})}});
    put(std::move(scene), found.by);
    return true;
  }

  bool contrasted(const std::string& x) {
    auto found = contrast_of(x);
    if (found.left.empty())
      return false;
    flush();
    compare(found.left, {found.left_says}, found.right, {found.right_says},
            {{as_sentence(x), ""}});
    return true;
  }

  void compare(const std::string& left, const std::vector<std::string>& said,
               const std::string& right, const std::vector<std::string>& other,
               std::vector<key_point> keys) {
    auto column = [](const std::string& title,
                     const std::vector<std::string>& points) {
      return json::make_object({{"title", title}, {"points", texts(points)}});
    };
    auto scene = fresh("compare", "compare", 10);
    scene.keys = std::move(keys);
    scene.data = json::make_object(
      {{"compare", json::make_object({{"left", column(left, said)},
                                      {"right", column(right, other)}})}});
    auto title = left + " and " + lower_first(right);
    if (heading_.empty() && length_of(title) <= title_length)
      scene.title = title;
    put(std::move(scene), left);
  }

  bool listed(const std::string& x) {
    auto found = series_of(x);
    if (found.items.empty() || word_count(x) > spoken_words)
      return false;
    flush();
    auto scene = fresh("list", "bullets", 25);
    if (found.items.size() > most_steps)
      found.items.resize(most_steps);
    scene.keys = {{as_sentence(x), ""}};
    scene.rows = found.items;
    if (heading_.empty() && !found.title.empty()
        && length_of(found.title) <= title_length
        && kind_of_phrase(found.title) == phrase_kind::noun)
      scene.title = found.title;
    put(std::move(scene), x);
    return true;
  }

  /// Numbers in a sentence; more than two are a calculation.
  static size_t numbers_in(std::string_view x) {
    size_t count = 0;
    for (auto word : words_of(x))
      count += std::ranges::any_of(word, is_digit) ? 1U : 0U;
    return count;
  }

  bool counted(const std::string& x) {
    auto number = figure_of(x);
    auto after_number = !out_.empty() && out_.back().layout == "number";
    if (number.value.empty() || length_of(x) > label_length || numbers_in(x) > 2
        || after_number || step_of(x) > 0)
      return false;
    // No headlines: "the 2 houses", "in 1796".
    if (number.unit.empty()
        && (number.value.size() < 3 || is_moment(number.value)))
      return false;
    flush();
    auto scene = fresh("number", "number", 15);
    // Cut out of its sentence, a number can mean something else.
    number.label = bare(x);
    scene.number = number;
    scene.keys = {{as_sentence(x), ""}};
    put(std::move(scene), x);
    return true;
  }

  // -- steps ------------------------------------------------------------------

  /// "First ... Then ... Finally ...": two at least.
  size_t stepped(const std::vector<std::string>& lines, size_t from) {
    auto n = from;
    while (n < lines.size() && step_of(lines[n]) > (n == from ? 0 : 1)) {
      ++n;
      // One sentence without such a word may stand between.
      if (n - from >= 2 && n + 1 < lines.size() && step_of(lines[n]) == 0
          && step_of(lines[n + 1]) > 1)
        ++n;
    }
    if (n - from < 2 || (step_of(lines[from]) != 1 && n - from < 3))
      return 0;
    flush();
    auto scene = fresh("steps", "steps", 5);
    for (auto i = from; i < n; ++i) {
      auto plain = without_step_word(lines[i]);
      if (scene.keys.size() == most_steps) {
        put(std::exchange(scene, fresh("steps", "bullets", 12)), lines[from]);
        flush();
      }
      scene.keys.push_back({as_sentence(lines[i]), cut_row(plain)});
    }
    scene.room = 0.6;
    put(std::move(scene), {});
    return n - from;
  }

  void steps(const std::vector<std::string>& lines) {
    auto brief = lines.size() >= 3 && lines.size() <= 5
                 && std::ranges::all_of(
                   lines, [](auto& x) { return length_of(bare(x)) <= 26; });
    auto scene = fresh("steps", brief ? "process" : "steps", 5);
    auto most = brief ? size_t{5} : most_steps;
    for (size_t i = 0; i < lines.size(); ++i) {
      if (scene.keys.size() == most)
        put(std::exchange(scene, fresh("steps", "bullets", 12)), {});
      scene.keys.push_back({as_sentence(lines[i]), cut_row(lines[i])});
    }
    scene.room = 0.6;
    put(std::move(scene), {});
  }

  // -- lists and data ---------------------------------------------------------

  void list(const std::vector<std::string>& lines) {
    auto brief =
      lines.size() >= 2 && lines.size() <= most_steps
      && std::ranges::all_of(lines, [](auto& x) { return word_count(x) <= 5; });
    if (brief) {
      auto scene = fresh("list", "bullets", 25);
      auto head = heading_.empty() ? std::string{} : heading_ + ": ";
      scene.keys = {{as_sentence(upper_first(head + list_of(lines))), ""}};
      for (auto& x : lines)
        scene.rows.push_back(upper_first(bare(x)));
      return put(std::move(scene), {});
    }
    scene_draft scene = fresh("list", "bullets", 25);
    size_t words = 0;
    for (auto& x : lines) {
      auto count = word_count(x);
      if (scene.keys.size() == most_steps
          || (!scene.keys.empty() && words + count > scene_words)) {
        put(std::exchange(scene, fresh("list", "bullets", 28)), {});
        words = 0;
      }
      scene.keys.push_back({as_sentence(x), cut_row(x)});
      words += count;
    }
    put(std::move(scene), {});
  }

  void dated_sentences(const std::vector<std::string>& lines,
                       const std::vector<size_t>& which) {
    flush();
    std::vector<std::pair<dated, std::string>> list;
    for (auto i : which)
      list.emplace_back(date_of(lines[i]), as_sentence(lines[i]));
    moments(list);
  }

  void dates(const std::vector<std::string>& lines) {
    std::vector<std::pair<dated, std::string>> list;
    for (auto& x : lines) {
      dated one;
      if (parted(x, one.when, one.what)) {
        one.what = upper_first(bare(one.what));
        list.emplace_back(one, moment_in_words(one.when, one.what));
      }
    }
    moments(list);
  }

  void moments(std::vector<std::pair<dated, std::string>> list) {
    if (list.size() > most_moments)
      list.resize(most_moments);
    auto scene = fresh("timeline", "timeline", 8);
    auto entries = json::make_array();
    for (auto& [moment, said] : list) {
      auto what = length_of(moment.what) <= moment_length
                    ? moment.what
                    : shortened(cut_row(moment.what), moment_length);
      entries.push_back(json::make_object(
        {{"when", moment.when}, {"text", upper_first(what)}}));
      scene.keys.push_back({said, ""});
    }
    scene.longest = 26;
    scene.data = json::make_object({{"timeline", entries}});
    put(std::move(scene), {},
        block_->kind == block_kind::dates ? block_->lines
                                          : std::vector<std::string>{});
  }

  void values(const std::vector<std::string>& lines) {
    std::string text;
    for (auto& x : lines)
      text += (text.empty() ? "" : "; ") + bare(x);
    auto chart = check_data_field("chart", text);
    if (!chart || !chart->is_object())
      return list(lines);
    auto scene = fresh("chart", "chart", 8);
    std::vector<std::string> said;
    for (auto& x : lines) {
      std::string label;
      std::string value;
      if (parted(x, label, value))
        said.push_back(bare(value) + " for " + label);
    }
    if (said.size() > most_steps)
      said = {said.front(), said.back()};
    std::string spoken;
    for (size_t i = 0; i < said.size(); ++i)
      spoken += (i == 0 ? "" : i + 1 == said.size() ? " and " : ", ") + said[i];
    auto head = heading_.empty() ? std::string{} : heading_ + ": ";
    scene.keys = {{as_sentence(upper_first(head + spoken)), ""}};
    scene.data = json::make_object({{"chart", *chart}});
    put(std::move(scene), {}, lines);
  }

  void table(const std::vector<std::string>& rows) {
    auto cells = [](const std::string& line) {
      auto at = line.find('|');
      return std::pair{line.substr(0, at), line.substr(at + 1)};
    };
    auto [left, right] = cells(rows.front());
    std::vector<std::string> here;
    std::vector<std::string> there;
    for (size_t i = 1; i < rows.size() && here.size() < scene_rows; ++i) {
      auto [a, b] = cells(rows[i]);
      here.push_back(cut_row(a));
      there.push_back(cut_row(b));
    }
    auto told = [](const std::string& name,
                   const std::vector<std::string>& points) {
      auto out = name + ": ";
      for (size_t i = 0; i < points.size(); ++i)
        out += i == 0 ? as_item(bare(points[i]))
                      : ". " + upper_first(bare(points[i]));
      return as_sentence(out);
    };
    compare(left, here, right, there,
            {{told(left, here), ""}, {told(right, there), ""}});
  }

  // -- formulas ---------------------------------------------------------------

  scene_draft formula_scene(const std::string& formula) {
    auto scene = fresh("formula", "formula", 4);
    scene.data = json::make_object({{"formula", formula}});
    return scene;
  }

  /// A sentence about letters of the formula: "F is the force and m the mass".
  static std::vector<std::string> letters_in(const std::string& sentence,
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
      if (!meaning.empty() && out.size() < most_steps)
        out.push_back(letter + ": " + meaning);
    }
    return out;
  }

  size_t formula_sentence(const std::vector<std::string>& lines, size_t i,
                          const found_formula& found) {
    flush();
    auto scene = formula_scene(found.formula);
    auto said = lines[i];
    said.replace(found.begin, found.end - found.begin,
                 formula_in_words(found.formula));
    scene.keys = {{as_sentence(said), ""}};
    scene.rows = letters_in(lines[i].substr(found.end), found.formula);
    size_t taken = 1;
    if (scene.rows.empty() && i + 1 < lines.size()) {
      scene.rows = letters_in(lines[i + 1], found.formula);
      if (!scene.rows.empty()) {
        scene.keys.push_back({as_sentence(lines[i + 1]), ""});
        ++taken;
      }
    }
    put(std::move(scene), {}, {lines[i]});
    return taken;
  }

  void formula(const text_block& block) {
    auto scene = formula_scene(block.lines.front());
    // A letter at the beginning keeps its case.
    scene.keys = {
      {as_sentence("It reads: " + formula_in_words(block.lines.front())), ""}};
    std::vector<std::string> meanings;
    for (auto& x : block.more) {
      std::string letter;
      std::string meaning;
      if (scene.rows.size() < most_steps && parted(x, letter, meaning)) {
        scene.rows.push_back(letter + ": " + bare(meaning));
        meanings.push_back(formula_in_words(letter) + " is "
                           + as_item(bare(meaning)));
      }
    }
    std::string here = "Here, ";
    for (size_t i = 0; i < meanings.size(); ++i)
      here += (i == 0                     ? ""
               : i + 1 == meanings.size() ? (i == 1 ? " and " : ", and ")
                                          : ", ")
              + meanings[i];
    if (!meanings.empty())
      scene.keys.push_back({as_sentence(here), ""});
    put(std::move(scene), {}, block.lines);
  }

  const film_facts& facts_;
  const text_block* block_ = nullptr;
  std::string heading_;
  std::string last_heading_;
  std::vector<std::string> titles_;
  std::vector<row> rows_;
  size_t words_ = 0;
  bool defined_ = false;
  std::vector<scene_draft> out_;
};

} // namespace

std::vector<scene_draft> collected_scenes(const film_facts& facts) {
  return collector{facts}.all();
}

bool speaks_of(std::string_view text, std::string_view wish) {
  return std::ranges::any_of(words_of(wish), [&](auto word) {
    return !is_function_word(lower(word)) && says(text, word);
  });
}

} // namespace troupe::writing
