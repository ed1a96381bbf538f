#include "providers/embedded_writer_presenter.hpp"

#include "protocol/script_clips.hpp"
#include "providers/embedded_writer_grammar.hpp"
#include "providers/embedded_writer_phrases.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/embedded_writer_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace troupe::writing {

namespace {

using namespace std::string_view_literals;

/// Silence around words, of the usual one: a talk has shorter pauses than a
/// film of separate scenes, and none to speak of within a sentence.
constexpr double breath_between = 0.6;
constexpr double breath_within = 0.3;
/// Notes name so many things that are not spoken; the rest is counted.
constexpr size_t named_unspoken = 4;
constexpr size_t search_words = 3;
/// Beside somebody who speaks a whole sentence may stand.
constexpr size_t phrase_length = 56;

struct clip {
  std::string words;
  /// As the script has them: joined they are the words.
  std::vector<std::string> sentences;
  std::vector<std::string> items;
  double seconds = 0;
  bool begins_within = false;
  bool ends_within = false;
};

std::vector<clip> clips_of(const script_text& script) {
  std::vector<clip> out;
  auto& words = script.words;
  for (auto& cut : cut_script(words)) {
    clip x;
    x.words = joined(words, cut.first, cut.last);
    x.seconds = cut.seconds;
    x.begins_within = !out.empty() && out.back().ends_within;
    for (auto from = cut.first; from < cut.last;) {
      auto to = from;
      while (to < cut.last && words[to].end < word_end::item)
        ++to;
      to = std::min(to + 1, cut.last);
      x.sentences.push_back(joined(words, from, to));
      if (words[to - 1].end == word_end::item)
        x.items.push_back(x.sentences.back());
      from = to;
    }
    x.ends_within = words[cut.last - 1].end < word_end::item;
    out.push_back(std::move(x));
  }
  return out;
}

/// What a clip shows beside who speaks.
struct showing {
  figure number;
  std::vector<key_point> rows;
  std::string quote;
};

bool is_striking(const figure& x) {
  auto digits = std::ranges::count_if(x.value, is_digit);
  return !x.value.empty()
         && (!x.unit.empty() || digits >= 2 || !is_digit(x.value[0]));
}

std::vector<key_point> rows_of(const clip& x) {
  std::vector<key_point> out;
  for (auto& item : x.items)
    if (length_of(bare(item)) <= point_length && word_count(item) > 0)
      out.push_back({item, upper_first(bare(tidy(item)))});
  if (out.size() >= 2 && out.size() <= 4 && out.size() == x.items.size())
    return out;
  for (auto& sentence : x.sentences)
    if (auto list = listed(sentence); !list.empty())
      return list;
  return {};
}

showing shown_in(const clip& x) {
  showing out;
  out.quote = quote_in(x.words);
  if (!out.quote.empty())
    return out;
  out.rows = rows_of(x);
  if (!out.rows.empty())
    return out;
  for (auto& sentence : x.sentences)
    if (auto number = figure_of(tidy(sentence)); is_striking(number)) {
      out.number = number;
      break;
    }
  return out;
}

json search_terms_of(const std::string& words) {
  auto out = json::make_array();
  for (auto word : words_of(words)) {
    auto low = lower(bare(std::string{word}));
    while (!low.empty() && !is_letter(low.back()) && !is_digit(low.back()))
      low.pop_back();
    if (out.size() < search_words && low.size() > 4 && !is_function_word(low)
        && std::ranges::find(out.as_array(), json{low}) == out.as_array().end())
      out.push_back(low);
  }
  if (out.size() == 0)
    out.push_back("presenter");
  return out;
}

class storyboard {
public:
  storyboard(film_facts& facts, const json& inputs)
    : facts_(facts), payload_(inputs.at("payload")),
      clips_(clips_of(read_script(payload_.text("script"), person()))),
      has_avatar_(!payload_.text("avatar").empty()) {}

  json scenes() {
    auto out = json::make_array();
    for (size_t i = 0; i < clips_.size(); ++i)
      out.push_back(scene(i));
    return out;
  }

private:
  /// "character" is what clients send when nobody has a name.
  std::string person() const {
    auto name = payload_.text("character_name");
    if (name.empty() || lower(name) == "character")
      name = payload_.text("presenter_name");
    return lower(name) == "character" ? std::string{} : name;
  }

  json scene(size_t index) {
    auto& x = clips_[index];
    auto said = json::make_array();
    for (auto& sentence : x.sentences)
      said.push_back(sentence);
    auto out = json::make_object(
      {{"scene_id", static_cast<int64_t>(index + 1)},
       {"type", index == 0 ? "hook" : "clip"},
       {"concept", bare(shortened(tidy(x.words), 200)) + "."},
       {"visual_description", "The presenter speaks to the viewer."},
       {"narration_key_points", said},
       {"pexels_search_terms", search_terms_of(x.words)},
       {"duration_sec", std::round((x.seconds + 0.9 * breath_between) * 2) / 2},
       {"layout", "presenter"},
       {"title", title_of(x)},
       {"points", json::make_array()},
       {"breath",
        x.ends_within || x.begins_within ? breath_within : breath_between}});
    if (index + 1 < clips_.size())
      out["transition"] = "crossfade";
    if (index > 0)
      out["goes_on"] = true;
    if (index == 0) {
      introduce(out);
      out["stand"] = "large";
    }
    if (is_last(index) && close(x, out))
      return out;
    if (index > 0 || !has_avatar_)
      show(x, out);
    return out;
  }

  bool is_last(size_t index) const { return index + 1 == clips_.size(); }

  std::string title_of(const clip& x) const {
    auto title = key_phrase(tidied(x), phrase_length, facts_.version - 1);
    return title.empty() ? facts_.name() : title;
  }

  static std::vector<std::string> tidied(const clip& x) {
    std::vector<std::string> out;
    for (auto& sentence : x.sentences)
      if (auto plain = mended(tidy(sentence)); word_count(plain) > 0)
        out.push_back(plain);
    return out;
  }

  void introduce(json& out) const {
    auto name = person();
    if (!name.empty() && has_avatar_)
      out["person"] = json::make_object(
        {{"name", shortened(name, 40)},
         {"role", shortened(payload_.text("presenter_role"), 60)}});
    if (!facts_.brand.empty() && length_of(facts_.brand) <= kicker_length)
      out["kicker"] = facts_.brand;
  }

  /// A call to action or an address ends the film on a card.
  bool close(const clip& x, json& out) const {
    auto address = address_in(x.words);
    if (!facts_.website.empty())
      address = {{}, facts_.website};
    std::string button;
    for (auto& sentence : x.sentences)
      if (auto asked = call_to_action(sentence); !asked.empty())
        button = asked;
    if (button.empty() && address.url.empty())
      return false;
    out["type"] = "cta";
    if (!button.empty())
      out["cta"] = button;
    if (!address.url.empty()) {
      out["link"] = json::make_object({{"url", address.url}});
      if (!address.text.empty())
        out["link"]["text"] = address.text;
    }
    out["title"] = closing_title(x, out.text("title"));
    if (!has_avatar_ && !facts_.name().empty())
      out["layout"] = "end_card";
    return true;
  }

  /// The headline says something else than the button and the address.
  std::string closing_title(const clip& x, const std::string& usual) const {
    std::vector<std::string> others;
    for (auto& sentence : tidied(x))
      if (call_to_action(sentence).empty() && address_in(sentence).url.empty())
        others.push_back(sentence);
    auto title = key_phrase(others, phrase_length, facts_.version - 1);
    if (title.empty())
      title = shortened(facts_.name(), phrase_length);
    return title.empty() ? usual : title;
  }

  void show(const clip& x, json& out) {
    auto shown = shown_in(x);
    if (!shown.number.value.empty()) {
      out["figure"] = json::make_object({{"value", shown.number.value},
                                         {"unit", shown.number.unit},
                                         {"label", shown.number.label}});
      out["stand"] = "corner";
    } else if (!shown.rows.empty()) {
      out["points"] = points_of(shown.rows);
      out["title"] = list_title(x, shown.rows, out.text("title"));
      out["stand"] = "corner";
    } else if (!shown.quote.empty()) {
      out["quote"] =
        json::make_object({{"text", shown.quote}, {"by", json{std::string{}}}});
      out["stand"] = "corner";
    } else if (out.text("stand").empty()) {
      stand(out);
    }
  }

  /// What leads to a list, or is said beside it: not its own items.
  std::string list_title(const clip& x, const std::vector<key_point>& rows,
                         const std::string& usual) const {
    std::vector<std::string> others;
    std::string lead;
    for (auto& sentence : tidied(x)) {
      auto at = find_words(sentence, rows.front().spoken);
      if (at != std::string::npos && x.items.empty())
        lead = bare(sentence.substr(0, at));
      else if (std::ranges::none_of(rows, [&](auto& row) {
                 return says(sentence, bare(row.spoken));
               }))
        others.push_back(sentence);
    }
    auto title = key_phrase(others, phrase_length, facts_.version - 1);
    if (!title.empty())
      return title;
    return word_count(lead) >= 2 && length_of(lead) <= phrase_length
             ? upper_first(lead)
             : usual;
  }

  /// The others take turns, beginning where seed and version say.
  void stand(json& out) {
    static constexpr std::array turns{"beside"sv, "large"sv, "beside"sv,
                                      "alone"sv};
    auto first = (facts_.seed + facts_.version) % 2 * 2;
    out["stand"] = turns[(first + turn_++) % turns.size()];
  }

  film_facts& facts_;
  const json& payload_;
  std::vector<clip> clips_;
  bool has_avatar_;
  size_t turn_ = 0;
};

void note_unspoken(film_facts& facts, const json& payload) {
  auto left_out =
    read_script(payload.text("script"), payload.text("character_name"))
      .unspoken;
  if (left_out.empty())
    return;
  std::string list;
  for (size_t i = 0; i < left_out.size() && i < named_unspoken; ++i)
    list += (i == 0 ? "" : ", ") + shortened(left_out[i], 60);
  if (left_out.size() > named_unspoken)
    list +=
      " and " + std::to_string(left_out.size() - named_unspoken) + " more";
  facts.notes.push_back("Not spoken, as directions or labels: " + list + ".");
}

} // namespace

json presenter_scenes(film_facts& facts, const json& inputs) {
  auto& payload = inputs.at("payload");
  note_unspoken(facts, payload);
  if (facts.duration > 0)
    facts.notes.emplace_back("The script decides how long this film is, not "
                             "the duration of the payload.");
  return storyboard{facts, inputs}.scenes();
}

std::string given_words(const json& scene) {
  std::string out;
  for (auto& sentence : scene.at("narration_key_points").as_array())
    if (!sentence.as_string().empty())
      out += (out.empty() ? "" : " ") + sentence.as_string();
  for (auto name : {"title", "concept"})
    if (out.empty())
      out = scene.text(name);
  return out;
}

} // namespace troupe::writing
