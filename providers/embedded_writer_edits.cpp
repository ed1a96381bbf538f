#include "providers/embedded_writer_edits.hpp"

#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_style.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

struct spot {
  scene_text* scene = nullptr;
  size_t index = 0;
  int rank = 0;
};

bool essential(const scene_text& x, size_t index,
               const std::vector<std::string>& keep) {
  auto& sentence = x.sentences[index];
  auto holds_any = [&](const std::vector<std::string>& list) {
    return std::ranges::any_of(
      list, [&](auto& word) { return says(sentence, word); });
  };
  if (x.is_required(sentence) || holds_any(keep))
    return true;
  if (!x.scene)
    return false;
  for (auto& point : x.scene->at("points").as_array())
    if (says(sentence, point.text("cue")))
      return true;
  return says(sentence, x.scene->at("figure").text("value"));
}

/// What can go first: lines that round off, then such that lead in.
int rank_of(const scene_text& x, size_t index, const line_source& lines,
            const std::vector<std::string>& keep) {
  auto& sentence = x.sentences[index];
  if (x.is_required(sentence))
    return -1;
  if (std::ranges::any_of(keep,
                          [&](auto& word) { return holds(sentence, word); }))
    return -1;
  if (lines.is_own(x.type(), place::close, sentence))
    return 4;
  if (lines.is_own(x.type(), place::open, sentence))
    return 3;
  return essential(x, index, keep) ? 1 : 2;
}

/// Asides and clauses that can go without harm; empty when there are none.
std::string trimmed(const std::string& sentence) {
  auto out = in_plain_words(sentence, {});
  static constexpr std::array fillers{
    "really "sv, "very "sv,  "simply "sv,   "actually "sv, "just "sv,
    "quite "sv,  "also "sv,  "in fact "sv,  "of course, "sv,
    "in practice, "sv, "in addition, "sv};
  auto low = lower(out);
  for (auto filler : fillers)
    for (auto at = low.find(filler); at != std::string::npos;
         at = low.find(filler)) {
      out.erase(at, filler.size());
      low.erase(at, filler.size());
    }
  for (auto stop : {", which "sv, ", so that "sv, ", because "sv,
                    ", from "sv, ", and "sv, ", so "sv, " before "sv})
    if (auto at = out.find(stop);
        at != std::string::npos && word_count(out.substr(0, at)) >= 4
        && kind_of_phrase(out.substr(0, at)) == phrase_kind::clause)
      out.resize(at);
  out = as_sentence(out);
  return word_count(out) < word_count(sentence) ? out : std::string{};
}

/// "A, and B." -> "A. And B.", as people say it.
std::vector<std::string> halves_of(const std::string& sentence) {
  if (word_count(sentence) > 8)
    for (auto joint : {", and "sv, ", but "sv, ", so "sv, ", or "sv})
      if (auto at = sentence.find(joint); at != std::string::npos) {
        auto second = sentence.substr(at + 2);
        if (word_count(second) >= 3
            && word_count(sentence.substr(0, at)) >= 3)
          return {as_sentence(sentence.substr(0, at)), as_sentence(second)};
      }
  return {sentence};
}

/// "doctors" -> "doctor"; empty when the word has no plural s.
std::string singular_of(const std::string& word) {
  auto plural = word.size() > 3 && word.ends_with("s") && !word.ends_with("ss")
                && !word.ends_with("us") && !word.ends_with("is");
  return plural ? word.substr(0, word.size() - 1) : std::string{};
}

bool has_fact(const scene_text& x, const std::string& sentence,
              const std::string& other) {
  // A figure is never cut away from its sentence.
  auto value = x.scene ? x.scene->at("figure").text("value") : std::string{};
  return !value.empty() && says(sentence, value) && !says(other, value);
}

} // namespace

std::string scene_text::type() const {
  return scene ? scene->text("type") : std::string{};
}

std::string scene_text::joined() const {
  std::string out;
  for (auto& x : sentences)
    out += (out.empty() ? "" : " ") + x;
  return out;
}

size_t scene_text::words() const {
  size_t sum = 0;
  for (auto& x : sentences)
    sum += word_count(x);
  return sum;
}

bool scene_text::is_required(const std::string& sentence) const {
  return std::ranges::any_of(required, [&](auto& x) {
    return says(sentence, bare(x)) || says(x, bare(sentence));
  });
}

bool holds(const std::string& text, const std::string& phrase) {
  auto what = lower(bare(phrase));
  static constexpr std::array numbers{"statistics"sv, "numbers"sv, "figures"sv,
                                      "percentages"sv, "number"sv};
  if (std::ranges::find(numbers, what) != numbers.end()
      && std::ranges::any_of(text, is_digit))
    return true;
  if ((what == "questions" || what == "question")
      && text.find('?') != std::string::npos)
    return true;
  if (what.starts_with("exclamation"))
    return text.find('!') != std::string::npos;
  auto one = singular_of(what);
  return says(text, what) || says(text, what + "s")
         || (!one.empty() && says(text, one));
}

std::string without_phrase(const std::string& sentence,
                           const std::string& phrase,
                           const film_facts& facts) {
  auto what = bare(phrase);
  if (lower(what).starts_with("exclamation")) {
    auto out = sentence;
    std::ranges::replace(out, '!', '.');
    return out;
  }
  // A name is spoken of without saying it.
  auto name = lower(what) == lower(facts.drug) ? "this medicine"sv
              : lower(what) == lower(facts.brand)
                ? facts.type == video_type::product_ad ? "the brand"sv
                                                       : "the company"sv
                : ""sv;
  std::string out = sentence;
  for (auto& form : {possessive(what), what + "s", what, singular_of(what)}) {
    if (form.empty())
      continue;
    // "Acme's bottle" becomes "the bottle".
    auto other = form.ends_with("'") || form.ends_with("'s")
                   ? name.empty() ? ""sv : "the"sv
                   : name;
    for (auto at = find_words(out, form); at != std::string::npos;
         at = find_words(out, form, at + other.size()))
      out.replace(at, form.size(), other);
  }
  if (!name.empty())
    return upper_first(mended(out));
  // What is left of "with X and Y" must not begin or end with its joint.
  for (auto again = true; again;) {
    again = false;
    auto words = words_of(out);
    if (words.empty())
      return {};
    auto last = lower(bare(std::string{words.back()}));
    if (is_function_word(last) && last != "it" && last != "you") {
      out = bare(out);
      out.resize(out.size() - std::min(out.size(), last.size()));
      out = bare(out);
      again = true;
    }
  }
  for (auto [from, to] : {std::pair{" , "sv, ", "sv}, {" and and "sv, " and "sv},
                          {" and ."sv, "."sv}, {"and, "sv, ""sv},
                          {" the and "sv, " "sv}, {" of and "sv, " of "sv}})
    for (auto at = out.find(from); at != std::string::npos; at = out.find(from))
      out.replace(at, from.size(), to);
  return word_count(out) >= 3 ? as_sentence(out) : std::string{};
}

size_t shorten(const text_list& scenes, size_t words,
               const std::vector<std::string>& keep,
               const line_source& lines) {
  size_t saved = 0;
  for (int rank = 4; rank >= 1 && saved < words; --rank) {
    // Between dropping spare sentences and needed ones: tighten them.
    if (rank == 1)
      for (auto scene : scenes)
        for (auto& sentence : scene->sentences) {
          if (saved >= words || scene->is_required(sentence))
            continue;
          auto shorter = trimmed(sentence);
          auto lost = std::ranges::any_of(keep, [&](auto& word) {
            return holds(sentence, word) && !holds(shorter, word);
          });
          if (shorter.empty() || lost || has_fact(*scene, sentence, shorter))
            continue;
          saved += word_count(sentence) - word_count(shorter);
          sentence = shorter;
        }
    for (auto again = true; again && saved < words;) {
      again = false;
      scene_text* widest = nullptr;
      for (auto scene : scenes)
        if (scene->sentences.size() > 1
            && (!widest || scene->words() > widest->words()))
          for (size_t i = 0; i < scene->sentences.size(); ++i)
            if (rank_of(*scene, i, lines, keep) == rank) {
              widest = scene;
              break;
            }
      if (!widest)
        break;
      for (size_t i = widest->sentences.size(); i-- > 0;)
        if (rank_of(*widest, i, lines, keep) == rank) {
          saved += word_count(widest->sentences[i]);
          widest->sentences.erase(widest->sentences.begin()
                                  + static_cast<std::ptrdiff_t>(i));
          again = true;
          break;
        }
    }
  }
  return saved;
}

size_t lengthen(const text_list& scenes, size_t words, const film_facts& facts,
                line_source& lines, const std::string& whole_script) {
  size_t added = 0;
  auto append = [&](scene_text& scene, std::string sentence, bool first) {
    added += word_count(sentence);
    lines.mark_used(sentence);
    scene.sentences.insert(first ? scene.sentences.begin()
                                 : scene.sentences.end(),
                           std::move(sentence));
  };
  auto fits = [](const fact& f, const std::string& type) {
    switch (f.kind) {
      case fact_kind::mechanism: return type == "mechanism" || type == "effect";
      case fact_kind::evidence: return type == "evidence";
      case fact_kind::safety: return type == "safety";
      case fact_kind::rule: return type == "statement";
      case fact_kind::benefit:
      case fact_kind::plain: return type == "benefit" || type == "effect";
    }
    return false;
  };
  // What the payload still holds is worth more than a phrase of ours.
  for (auto scene : scenes)
    for (auto& f : facts.facts) {
      if (added >= words)
        return added;
      auto told = told_of(facts.name(), f.text, 0);
      if (fits(f, scene->type()) && !tells(whole_script, f)
          && word_count(told) <= 30 && !lines.used(told))
        append(*scene, told, false);
    }
  static constexpr std::array more{
    "That is worth a second thought."sv, "It is a point to remember."sv,
    "Take a moment to let that sink in."sv, "There is good reason to say so."sv,
    "It is easily overlooked."sv, "Keep it in mind for later."sv};
  for (auto round : {0, 1, 2}) {
    auto pick = static_cast<size_t>(facts.version);
    for (auto scene : scenes) {
      if (added >= words)
        return added;
      auto where = round == 0 ? place::close : place::open;
      auto choices = round < 2 ? lines.choices(scene->type(), where)
                               : std::vector<written_line>{};
      if (!choices.empty()) {
        append(*scene,
               as_sentence(in_manner(choices.front().text, facts.sound,
                                     facts.simple, scene->keep)),
               where == place::open);
      } else if (round == 2) {
        auto text = std::string{more[pick++ % more.size()]};
        if (!lines.used(text))
          append(*scene, in_manner(text, facts.sound, facts.simple, {}),
                 false);
      }
    }
  }
  return added;
}

void simplify(const text_list& scenes) {
  for (auto scene : scenes) {
    std::vector<std::string> out;
    for (auto& sentence : scene->sentences) {
      if (scene->is_required(sentence)) {
        out.push_back(sentence);
        continue;
      }
      auto plain = as_sentence(in_plain_words(sentence, scene->keep));
      for (auto& piece : in_short_sentences(plain, 10))
        for (auto& half : halves_of(piece))
          out.push_back(half);
    }
    scene->sentences = std::move(out);
  }
}

void change_manner(const text_list& scenes, const film_facts& as,
                   line_source& lines) {
  auto other_line = [&](const scene_text& scene, place where,
                        const std::string& sentence) {
    auto size = word_count(sentence);
    std::string best;
    for (auto& x : lines.choices(scene.type(), where)) {
      auto count = word_count(x.text);
      if (x.text.find('|') == std::string::npos && count <= size + 4
          && count + 4 >= size) {
        best = x.text;
        break;
      }
    }
    return best;
  };
  for (auto scene : scenes)
    for (auto& sentence : scene->sentences) {
      if (scene->is_required(sentence))
        continue;
      for (auto where : {place::open, place::close})
        if (lines.is_own(scene->type(), where, sentence))
          if (auto other = other_line(*scene, where, sentence);
              !other.empty()) {
            lines.mark_used(other);
            sentence = as_sentence(other);
          }
      switch (as.sound) {
        case manner::formal:
          sentence = as_sentence(in_formal_words(sentence, scene->keep));
          break;
        case manner::neutral:
          std::ranges::replace(sentence, '!', '.');
          break;
        case manner::casual:
        case manner::lively:
          sentence = as_sentence(in_friendly_words(sentence, scene->keep));
          break;
      }
    }
}

bool remove_phrase(const text_list& scenes, const std::string& phrase,
                   const film_facts& facts, line_source& lines) {
  auto found = false;
  for (auto scene : scenes) {
    std::vector<std::string> kept;
    std::vector<std::string> cut;
    for (auto& sentence : scene->sentences)
      (holds(sentence, phrase) ? cut : kept).push_back(sentence);
    if (cut.empty())
      continue;
    found = true;
    auto is_name = lower(bare(phrase)) == lower(facts.drug)
                   || lower(bare(phrase)) == lower(facts.brand)
                   || lower(bare(phrase)).starts_with("exclamation");
    if (kept.empty() || is_name) {
      kept.clear();
      for (auto& sentence : scene->sentences) {
        auto rest = holds(sentence, phrase)
                      ? without_phrase(sentence, phrase, facts)
                      : sentence;
        if (!rest.empty() && !holds(rest, phrase))
          kept.push_back(rest);
      }
    }
    // A line that leads to nothing goes as well.
    if (std::ranges::all_of(kept, [&](auto& x) {
          return lines.is_own(scene->type(), place::open, x);
        }))
      kept.clear();
    for (auto where : {place::point, place::close, place::open})
      for (auto& x : lines.choices(scene->type(), where))
        if (kept.empty() && !holds(x.text, phrase)) {
          lines.mark_used(x.text);
          auto text = x.text;
          std::ranges::replace(text, '|', ' ');
          kept.push_back(as_sentence(text));
        }
    scene->sentences = std::move(kept);
  }
  return found;
}

bool replace_phrase(const text_list& scenes, const std::string& phrase,
                    const std::string& other) {
  auto found = false;
  for (auto scene : scenes)
    for (auto& sentence : scene->sentences)
      if (says(sentence, phrase)) {
        found = true;
        sentence = as_sentence(replaced(sentence, phrase, other));
      }
  return found;
}

} // namespace troupe::writing
