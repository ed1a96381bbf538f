#include "providers/explainer_collector.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/explainer_finds.hpp"
#include "providers/explainer_formula.hpp"
#include "providers/explainer_shapes.hpp"
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
constexpr size_t label_length = 88;
constexpr size_t most_steps = most_shape_rows;

struct row {
  std::string sentence;
  std::string source;
};

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
    auto first = out_.empty() && rows_.empty() && defines_itself(x);
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
    auto scene = fresh("compare", "compare", 10);
    scene.keys = std::move(keys);
    scene.data = comparison(left, said, right, other);
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
    std::vector<told_moment> list;
    for (auto i : which)
      list.push_back({date_of(lines[i]), as_sentence(lines[i])});
    moments(std::move(list));
  }

  void dates(const std::vector<std::string>& lines) {
    std::vector<told_moment> list;
    for (auto& x : lines) {
      dated one;
      if (parted(x, one.when, one.what)) {
        one.what = upper_first(bare(one.what));
        list.push_back({one, moment_in_words(one.when, one.what)});
      }
    }
    moments(std::move(list));
  }

  void moments(std::vector<told_moment> list) {
    auto scene = fresh("timeline", "timeline", 8);
    fill_timeline(scene, std::move(list));
    put(std::move(scene), {},
        block_->kind == block_kind::dates ? block_->lines
                                          : std::vector<std::string>{});
  }

  void values(const std::vector<std::string>& lines) {
    auto scene = fresh("chart", "chart", 8);
    if (!fill_chart(scene, lines, heading_))
      return list(lines);
    put(std::move(scene), {}, lines);
  }

  void table(const std::vector<std::string>& rows) {
    auto sides = sides_of(rows, scene_rows);
    compare(sides.left, sides.left_rows, sides.right, sides.right_rows,
            {{told_side(sides.left, sides.left_rows), ""},
             {told_side(sides.right, sides.right_rows), ""}});
  }

  // -- formulas ---------------------------------------------------------------

  scene_draft formula_scene(const std::string& formula) {
    auto scene = fresh("formula", "formula", 4);
    scene.data = json::make_object({{"formula", formula}});
    return scene;
  }

  size_t formula_sentence(const std::vector<std::string>& lines, size_t i,
                          const found_formula& found) {
    flush();
    auto scene = formula_scene(found.formula);
    auto next = i + 1 < lines.size() ? lines[i + 1] : std::string{};
    auto taken = fill_formula(scene, lines[i], found, next);
    put(std::move(scene), {}, {lines[i]});
    return taken;
  }

  void formula(const text_block& block) {
    auto scene = formula_scene(block.lines.front());
    fill_formula(scene, block);
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
