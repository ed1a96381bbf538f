#define CAF_SUITE explainer
#include "tests/support/test.hpp"

#include "protocol/formula.hpp"
#include "providers/embedded_writer_scene.hpp"
#include "providers/knowledge.hpp"
#include "providers/reference_passages.hpp"
#include "tests/providers/embedded_writer_support.hpp"
#include "tests/support/seeds.hpp"

#include <cmath>
#include <set>
#include <utility>

using namespace writer_test;

namespace {

json payload_of(std::string_view topic, std::string_view context = {}) {
  auto out = json::make_object({{"topic", topic}});
  if (!context.empty())
    out["context"] = context;
  return *check_payload(video_type::explainer, out);
}

film explained(std::string_view topic, std::string_view context = {}) {
  return film{video_type::explainer, payload_of(topic, context)};
}

const json& scenes_of(const film& x) {
  return x.scenes.at("scenes_data").at("scenes");
}

std::set<std::string> layouts_of(const film& x) {
  std::set<std::string> out;
  for (auto& scene : scenes_of(x).as_array())
    out.insert(scene.text("layout"));
  return out;
}

const json* scene_with(const film& x, std::string_view layout) {
  for (auto& scene : scenes_of(x).as_array())
    if (scene.text("layout") == layout)
      return &scene;
  return nullptr;
}

/// Runs of digits in what is shown and said.
void digits_in(const json& x, std::set<std::string>& out) {
  if (x.is_string()) {
    std::string run;
    for (char c : x.as_string() + " ")
      if (c >= '0' && c <= '9')
        run += c;
      else if (!run.empty())
        out.insert(std::exchange(run, {}));
  }
  for (auto& item : x.as_array())
    digits_in(item, out);
  for (auto& [key, value] : x.as_object())
    digits_in(value, out);
}

std::set<std::string> digits_of(const film& x) {
  std::set<std::string> out;
  digits_in(scenes_of(x), out);
  digits_in(x.script.at("script"), out);
  return out;
}

std::string notes_of(const film& x) {
  return x.scenes.at("notes").dump();
}

} // namespace

CAF_TEST(each topic gets the layouts that its material asks for) {
  struct row {
    const char* topic;
    const char* context;
    std::vector<std::string> layouts;
  };
  for (auto& [topic, context, layouts] : {
         row{"Photosynthesis", "", {"statement", "steps", "formula"}},
         row{"Compound interest", "", {"formula", "steps"}},
         row{"The French Revolution", "", {"timeline"}},
         row{"Newton's second law", "", {"formula"}},
         row{"TCP handshake", "", {"steps"}},
         row{"quadratic equation", "", {"formula"}},
         row{"What is air made of?", "", {"chart"}},
         row{"Encryption", "", {"compare", "steps"}},
         row{"Bees",
             "Bees are insects. A hive holds about 50,000 bees in "
             "summer. Workers live for 6 weeks, while queens live for "
             "years.",
             {"number", "compare"}},
         row{"Coffee",
             "First, the beans are roasted. Then they are ground. "
             "Finally, hot water takes up the taste.",
             {"steps"}},
         row{"Energy mix", "- Coal: 30%\n- Gas: 25%\n- Wind: 45%", {"chart"}},
         row{"Moon landings",
             "In 1957, Sputnik flew. In 1961, Gagarin flew. "
             "In 1969, people walked on the Moon.",
             {"timeline"}},
         row{"Light", "Its speed is c, and E = mc^2 holds.", {"formula"}},
         row{"Stoicism",
             "\"We suffer more in imagination than in reality,\" "
             "wrote Seneca.",
             {"quote"}},
       }) {
    auto x = explained(topic, context);
    auto found = layouts_of(x);
    for (auto& layout : layouts)
      if (!found.contains(layout))
        CAF_ERROR(topic << " has no " << layout << ": " << scenes_of(x).dump());
    CAF_CHECK_EQUAL(scenes_of(x).at(size_t{0}).text("type"), "hook");
    if (auto formula = scene_with(x, "formula"))
      CAF_CHECK(parse_formula(formula->text("formula")));
  }
}

CAF_TEST(every number stands in the payload or in the note) {
  auto dice = test::random_source{test::seeds(1).front()};
  std::vector<std::string> sentences{
    "It has 12 parts.",
    "In 1905, it was found.",
    "About 45% are blue.",
    "First, 3 things meet.",
    "Then 4 leave.",
    "E = 7 x^2 + y holds.",
    "Two kinds exist: warm, cold and mild.",
    "A costs 5, while B costs 9.",
    "- Oil: 31%",
    "- Gas: 22%",
    "- 1815: peace",
    "- 1848: unrest",
    "\"Measure 2 times and cut once,\" said Ann."};
  auto check = [](const film& x, const std::string& given) {
    std::set<std::string> known;
    digits_in(json{given}, known);
    for (auto& run : digits_of(x))
      if (!known.contains(run))
        CAF_ERROR(run << " is nowhere in: " << given);
  };
  for (int round = 0; round < 200; ++round) {
    std::string context;
    for (int i = 0; i < 8; ++i)
      context += sentences[dice.below(sentences.size())]
                 + (dice.below(2) == 0 ? "\n" : " ");
    auto payload = payload_of("Topic of the day", context);
    check(film{video_type::explainer, payload}, context);
  }
  for (auto& note : knowledge_notes()) {
    film x{video_type::explainer, payload_of(note.title)};
    check(x, note.title + " " + note.text);
    CAF_CHECK(!scenes_of(x).at(size_t{1}).at("sources").as_array().empty());
  }
}

CAF_TEST(every note makes a whole film and is quoted with its source) {
  CAF_CHECK(knowledge_notes().size() >= 40);
  for (auto& note : knowledge_notes()) {
    CAF_MESSAGE(note.title);
    auto found = find_note(note.title);
    CAF_REQUIRE(found);
    CAF_CHECK(found->note == &note);
    for (auto& name : note.names) {
      auto by_name = find_note(name);
      CAF_REQUIRE(by_name);
      if (!by_name->note)
        CAF_ERROR("not found by its name " << name);
    }
    auto x = explained(note.title);
    auto seconds = x.script.number("estimated_duration_sec");
    CAF_CHECK(seconds >= 20);
    CAF_CHECK(seconds <= 100);
    CAF_CHECK(scenes_of(x).size() >= 4);
    CAF_CHECK(
      has(x.scenes.at("scenes_data").at("sources").dump(), "Troupe notes"));
  }
}

CAF_TEST(a note is used only when it is about the topic) {
  for (auto topic : {"How does photosynthesis work?", "photosynthesis",
                     "Introduction to photosynthesis", "E = mc^2",
                     "the water cycle explained", "Ohm's law", "RSA",
                     "Why are there seasons?"}) {
    auto found = find_note(topic);
    CAF_REQUIRE(found);
    if (!found->note)
      CAF_ERROR("no note for " << topic);
  }
  for (auto topic :
       {"Evolution of the iPhone", "Gravity Falls", "The law", "Energy drinks",
        "Meetings of the city council in Bonn", "War", "zorbing", "", "%%%",
        "Heart of Darkness", "Cell phones"}) {
    auto found = find_note(topic);
    CAF_REQUIRE(found);
    if (found->note)
      CAF_ERROR(found->note->title << " is not about " << topic);
  }
}

CAF_TEST(without any source nothing is claimed and a note says so) {
  auto x = explained("Zorbing on Mars");
  CAF_CHECK(has(notes_of(x), "context"));
  CAF_CHECK(digits_of(x).empty());
  CAF_CHECK(x.scenes.at("claims_to_reference").size() == 0);
  CAF_CHECK(scenes_of(x).size() >= 3);
  CAF_CHECK(has(spoken(x.script), "Zorbing on Mars"));
}

CAF_TEST(words of style that are not understood are noted) {
  auto payload = payload_of("Tides");
  payload["style_preferences"] =
    json::make_object({{"mood", "crunchy"}, {"visual_style", "bold"}});
  film x{video_type::explainer, payload};
  CAF_CHECK(has(notes_of(x), "mood"));
  CAF_CHECK(!has(notes_of(x), "visual_style"));
}

CAF_TEST(the usual length is about a minute and a wish is followed) {
  auto context = std::string{};
  for (auto& note : knowledge_notes())
    if (context.size() < 9'000)
      context += note.text;
  auto x = explained("All of science", context);
  auto seconds = x.scenes.at("scenes_data").number("total_duration_sec");
  CAF_CHECK(seconds >= 45);
  CAF_CHECK(seconds <= 76);
  for (auto wanted : {20, 40, 120}) {
    auto payload = payload_of("All of science", context);
    payload["duration"] = wanted;
    film y{video_type::explainer, payload};
    auto planned = y.scenes.at("scenes_data").number("total_duration_sec");
    CAF_CHECK(std::abs(planned - wanted) <= 3);
  }
}

CAF_TEST(no sentence is said twice and no frame twice) {
  for (auto& note : knowledge_notes()) {
    auto x = explained(note.title);
    std::set<std::string> seen;
    for (auto& scene : scenes_of(x).as_array()) {
      if (scene.text("type") == "summary")
        continue;
      for (auto& point : scene.at("narration_key_points").as_array())
        if (!seen.insert(lowered(point.as_string())).second)
          CAF_ERROR("said twice: " << point.as_string());
    }
    std::set<std::string> titles;
    for (auto& scene : scenes_of(x).as_array())
      if (!titles.insert(lowered(scene.text("title"))).second)
        CAF_ERROR("shown twice: " << scene.text("title"));
  }
}

CAF_TEST(material in another language has no English lines in between) {
  auto x = explained("Photosynthese",
                     "Die Photosynthese ist der Vorgang, mit dem Pflanzen aus "
                     "Licht Zucker bilden. Die Wurzeln nehmen Wasser auf. Die "
                     "Bl\u00E4tter nehmen Kohlendioxid auf. Dabei entsteht "
                     "Sauerstoff.");
  for (auto english : {"This film", "Let us", "Worth", "What it", "In short",
                       "IN SHORT", "To sum"})
    CAF_CHECK(!has(scenes_of(x).dump() + spoken(x.script), english));
}

CAF_TEST(feedback changes what it names) {
  auto x = explained("Photosynthesis");
  auto before = x.scenes.at("scenes_data").number("total_duration_sec");
  auto shorter = x.scenes_after("shorter");
  CAF_CHECK(shorter.at("scenes_data").number("total_duration_sec") < before);
  auto y = explained("Bees", "Bees are insects that collect nectar. They live "
                             "in hives. For example, a hive in a hollow tree "
                             "may last for years.");
  auto example = y.scenes_after("add an example");
  CAF_CHECK(example != y.scenes);
  CAF_CHECK(!has(example.dump(), "an example."));
  auto simple = x.script_after("simpler words");
  CAF_CHECK(simple.at("script").size() == x.script.at("script").size());
}

CAF_TEST(passages hold a thought each and lose no word) {
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += "Sentence number " + std::to_string(i)
            + " tells a little more about the matter at hand. "
            + (i % 7 == 6 ? "\n\n" : "");
  auto list = passages_of("# Head\n\n" + text, 100);
  size_t count = 0;
  for (auto& x : list) {
    CAF_CHECK(x.starts_with("# Head"));
    auto here = words(x) - 2;
    CAF_CHECK(here <= passage_most_words);
    count += here;
  }
  CAF_CHECK_EQUAL(count, words(text));
  CAF_CHECK_EQUAL(passages_of(text, 2).size(), 2u);
  CAF_CHECK(passages_of(" \n\n ", 5).empty());
}

CAF_TEST(references are ranked for the topic and named in their scenes) {
  std::string filler;
  for (int i = 0; i < 30; ++i)
    filler += "Page " + std::string(1, static_cast<char>('a' + i % 26))
              + " is about cooking soup with many vegetables, for hours and "
                "hours, until it is done and everybody is at the table again "
                "to eat it with bread.\n\n";
  auto payload = payload_of("Glacier motion");
  auto inputs = inputs_for(video_type::explainer, payload);
  std::vector<reference_text> files{
    {"ice.txt", filler
                  + "Glaciers are rivers of ice. A glacier moves under its own "
                    "weight. The motion of a glacier is about 30 metres a "
                    "year.\n\n"
                  + filler}};
  auto ranked = with_passages(inputs, files);
  CAF_REQUIRE(ranked);
  CAF_REQUIRE(ranked->at("passages").size() >= 1);
  CAF_CHECK(has(ranked->at("passages").dump(), "rivers of ice"));
  auto scenes = write_scenes(*ranked);
  CAF_REQUIRE(scenes);
  auto& data = scenes->at("scenes_data");
  CAF_CHECK_EQUAL(data.at("sources").at(size_t{0}).text("source"), "ice.txt");
  CAF_CHECK(has(data.dump(), "Source: ice.txt"));
  CAF_CHECK(has(data.dump(), "30 metres a year"));
  // Not asked for, not read.
  payload["use_rag"] = false;
  auto off = with_passages(inputs_for(video_type::explainer, payload), files);
  CAF_REQUIRE(off);
  CAF_CHECK(!has(off->at("passages").dump(), "rivers of ice"));
  CAF_CHECK(has(off->at("passage_notes").dump(), "use_rag"));
}
