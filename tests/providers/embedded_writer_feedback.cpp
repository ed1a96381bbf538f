#define CAF_SUITE embedded_writer_feedback
#include "tests/support/test.hpp"

#include "tests/providers/embedded_writer_support.hpp"

#include <random>

using namespace writer_test;

namespace {

int64_t count(const json& script) {
  return script.integer("word_count");
}

std::string text_of_scene(const json& script, int64_t id) {
  for (auto& x : script.at("script").as_array())
    if (x.integer("scene_id") == id)
      return x.text("script");
  return {};
}

double seconds(const json& data) {
  return data.at("scenes_data").number("total_duration_sec");
}

std::string notes(const json& data) {
  return data.at("notes").dump();
}

/// What a phrase must do to the script of every type.
struct expectation {
  std::string_view phrase;
  bool (*holds)(const film& before, const json& after);
};

bool fewer_words(const film& before, const json& after) {
  return count(after) < count(before.script);
}

bool more_words(const film& before, const json& after) {
  return count(after) > count(before.script);
}

bool plainer(const film& before, const json& after) {
  return words_per_sentence(after) < words_per_sentence(before.script)
         || count(after) < count(before.script);
}

bool no_contraction(const film& before, const json& after) {
  return contractions(spoken(after)) == 0
         && !(after.at("script") == before.script.at("script"));
}

bool with_contraction(const film&, const json& after) {
  return contractions(spoken(after)) > 0;
}

bool with_energy(const film& before, const json& after) {
  return has(spoken(after), "!")
         && !(after.at("script") == before.script.at("script"));
}

bool without_energy(const film&, const json& after) {
  return !has(spoken(after), "!");
}

template <char const* Words>
bool mentions(const film& before, const json& after) {
  return has(spoken(after), Words) && !has(spoken(before.script), Words);
}

bool says_nothing_of_doctors(const film&, const json& after) {
  return !has(spoken(after), "doctor");
}

bool unchanged_with_note(const film& before, const json& after) {
  return after.at("script") == before.script.at("script")
         && after.at("notes").size() > 0;
}

bool other_words(const film& before, const json& after) {
  return spoken(after) != spoken(before.script);
}

constexpr char hotline[] = "the free hotline";
constexpr char free_of_charge[] = "it is free of charge";
constexpr char verbatim[] = "Ask us, and we answer.";

constexpr expectation expectations[] = {
  {"shorter", fewer_words},
  {"make it 30 % shorter", fewer_words},
  {"could you please cut it down a bit", fewer_words},
  {"10 seconds shorter", fewer_words},
  {"it is too long", fewer_words},
  {"MAKE IT MUCH SHORTER!!!", fewer_words},
  {"longer", more_words},
  {"a bit longer please", more_words},
  {"more detail", more_words},
  {"simpler", plainer},
  {"too complicated", plainer},
  {"use plain language", plainer},
  {"more formal", no_contraction},
  {"too casual", no_contraction},
  {"change the tone to formal", no_contraction},
  {"friendlier", with_contraction},
  {"less formal", with_contraction},
  {"change the tone to warm and friendly", with_contraction},
  {"more energetic", with_energy},
  {"it's boring", with_energy},
  {"calmer", without_energy},
  {"mention the free hotline", mentions<hotline>},
  {"please add the free hotline", mentions<hotline>},
  {"mention that it is free of charge", mentions<free_of_charge>},
  {"add \"Ask us, and we answer.\"", mentions<verbatim>},
  {"don't mention doctors", says_nothing_of_doctors},
  {"remove the word doctor", says_nothing_of_doctors},
  {"try something else", other_words},
  {"rewrite it", other_words},
  {"make it blue", unchanged_with_note},
  {"no music", unchanged_with_note},
  {"male voice", unchanged_with_note},
  {"captions off", unchanged_with_note},
};

} // namespace

CAF_TEST(every phrase moves the script of every type in its direction) {
  static_assert(std::size(expectations) >= 30);
  for (auto type : written_types()) {
    film before{type};
    for (auto& [phrase, holds] : expectations) {
      auto after = before.script_after(phrase);
      if (!holds(before, after))
        CAF_ERROR(to_string(type) << ": " << phrase << "\n  was: "
                                  << spoken(before.script)
                                  << "\n  is:  " << spoken(after));
      CAF_CHECK(after.has("script_count") && after.has("word_count")
                && after.has("notes") && after.has("claims_to_reference"));
    }
  }
}

CAF_TEST(names are replaced and taken out wherever they are said) {
  for (auto type : written_types()) {
    film before{type};
    auto& payload = before.inputs.at("payload");
    auto name = payload.text(payload.has("drug_name")    ? "drug_name"
                             : payload.has("brand_name") ? "brand_name"
                                                         : "topic");
    auto replaced = before.script_after("replace " + name + " with Zyxomat");
    CAF_CHECK(!has(spoken(replaced), name));
    CAF_CHECK(has(spoken(replaced), "Zyxomat"));
    auto removed = before.script_after("remove \"" + name + "\"");
    CAF_CHECK(!has(spoken(removed), name));
    for (auto& entry : removed.at("script").as_array())
      CAF_CHECK(words(entry.text("script")) > 0);
  }
}

CAF_TEST(only the named scene changes) {
  for (auto type : written_types()) {
    film before{type};
    auto third = before.script.at("script").at(2).integer("scene_id");
    for (auto phrase : {"scene 3 shorter", "in scene 3, mention the hotline",
                        "make scene 3 more energetic"}) {
      auto after = before.script_after(phrase);
      for (size_t i = 0; i < before.script.at("script").size(); ++i)
        if (before.script.at("script").at(i).integer("scene_id") != third)
          CAF_CHECK(after.at("script").at(i).dump()
                    == before.script.at("script").at(i).dump());
    }
    auto limited = before.script_after("mention the hotline",
                                       json::make_array({third}));
    CAF_CHECK(has(text_of_scene(limited, third), "hotline"));
    auto anew = before.script_after("", json::make_array({third}));
    for (size_t i = 0; i < before.script.at("script").size(); ++i)
      if (before.script.at("script").at(i).integer("scene_id") != third)
        CAF_CHECK(anew.at("script").at(i) == before.script.at("script").at(i));
  }
}

CAF_TEST(wishes add up over versions) {
  film before{video_type::product_ad};
  auto first = before.script_after("mention the free hotline");
  auto again = before;
  again.script = first;
  auto second = again.script_after("shorter but keep the free hotline");
  CAF_CHECK(has(spoken(second), "free hotline"));
  CAF_CHECK(count(second) < count(first));
}

CAF_TEST(what is not possible is said in notes) {
  film before{video_type::doctor_ad};
  CAF_CHECK(has(notes(before.script_after("make it blue")), "visuals"));
  CAF_CHECK(has(notes(before.script_after("louder music")), "render"));
  CAF_CHECK(has(notes(before.script_after("scene 99 shorter")),
                "names no scene"));
  CAF_CHECK(has(notes(before.script_after("replace xyzzy with a")),
                "does not occur"));
  CAF_CHECK(has(notes(before.script_after("qwertz uiop")), "Not understood"));
  CAF_CHECK(has(notes(before.scenes_after("remove the last scene")),
                "stays"));
}

CAF_TEST(scenes get shorter and longer within the rules of their type) {
  for (auto type : written_types()) {
    film before{type};
    auto now = seconds(before.scenes);
    auto shorter = before.scenes_after("shorter");
    auto longer = before.scenes_after("longer");
    CAF_MESSAGE(to_string(type) << " " << now << " -> " << seconds(shorter)
                                << ", " << seconds(longer));
    CAF_CHECK(seconds(shorter) < now);
    CAF_CHECK(seconds(longer) > now);
    if (type == video_type::moa) {
      CAF_CHECK(seconds(shorter) >= 60);
      CAF_CHECK(seconds(longer) <= 90);
    }
    CAF_CHECK(seconds(before.scenes_after("slower")) > now);
    CAF_CHECK(seconds(before.scenes_after("faster")) < now);
  }
}

CAF_TEST(scenes take titles words and other scenes from the reviewer) {
  for (auto type : written_types()) {
    film before{type};
    auto& old = before.scenes.at("scenes_data").at("scenes");
    auto titled = before.scenes_after("change the title to Good Morning");
    CAF_CHECK(titled.at("scenes_data").at("scenes").at(size_t{0})
                .text("title")
              == "Good Morning");
    auto second = before.scenes_after("change the title of scene 2 to 'Two'");
    CAF_CHECK(second.at("scenes_data").at("scenes").at(1).text("title")
              == "Two");
    CAF_CHECK(second.at("scenes_data").at("scenes").at(size_t{0})
              == old.at(size_t{0}));
    auto mentioned = before.scenes_after("mention the free hotline");
    CAF_CHECK(has(mentioned.at("scenes_data").dump(), "the free hotline"));
    auto more = before.scenes_after("add a scene about the free hotline");
    auto grown = more.at("scenes_data").at("scenes").size() == old.size() + 1;
    CAF_CHECK(grown || has(notes(more), "at most"));
    auto fewer = before.scenes_after("remove scene 2");
    CAF_CHECK(fewer.at("scenes_data").at("scenes").size() == old.size() - 1
              || has(notes(fewer), "at least"));
    auto friendly = before.scenes_after("friendlier");
    CAF_CHECK(friendly.at("scenes_data").text("tone") == "friendly");
    auto plain = before.scenes_after("make it blue");
    CAF_CHECK(plain.at("scenes_data").at("scenes") == old);
    CAF_CHECK(has(notes(plain), "visuals"));
  }
}

CAF_TEST(a friendlier storyboard gives a friendlier script) {
  for (auto type : written_types()) {
    film before{type};
    auto after = before.inputs;
    after["upstream"]["scenes"] = before.scenes_after("friendlier");
    auto script = write_script(after);
    CAF_REQUIRE(script);
    CAF_CHECK(contractions(spoken(*script)) > 0);
    after["upstream"]["scenes"] = before.scenes_after("more formal");
    script = write_script(after);
    CAF_CHECK_EQUAL(contractions(spoken(*script)), 0u);
  }
}

CAF_TEST(words taken from the scenes are nowhere in them) {
  for (auto type : written_types()) {
    film before{type};
    for (auto word : {"doctor", "information", "day"}) {
      auto after = before.scenes_after(std::string{"remove the word "} + word);
      for (auto& scene : after.at("scenes_data").at("scenes").as_array()) {
        CAF_CHECK(!has(" " + scene.at("narration_key_points").dump() + " ",
                       std::string{" "} + word + " "));
        CAF_CHECK(!has(scene.text("title") + " ",
                       std::string{word} + " "));
        CAF_CHECK(scene.at("narration_key_points").size() > 0);
      }
    }
  }
}

CAF_TEST(any feedback leaves whole data behind) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  const std::vector<std::string> pieces{
    "shorter", "longer", "simpler", "friendlier", "more formal", "and ", ", ",
    "scene 2 ", "in the last scene ", "mention a thing", "remove the ",
    "replace the with a", "20 % ", "much ", "add a scene", "remove scene 3",
    "title: X", "\xe2\x80\x9c", "\"", "'", "energetic ", "more ", "less ",
    "remove medicine", "without it", "half as long", "twice as long",
    "make it 20 seconds", "calmer", "rewrite", "\xff\xfe"};
  for (int round = 0; round < 30; ++round)
    for (auto type : written_types()) {
      film now{type};
      std::string phrase;
      for (auto n = 1 + random() % 8; n > 0; --n)
        phrase += pieces[random() % pieces.size()] + " ";
      auto script = now.script_after(phrase);
      auto scenes = now.scenes_after(phrase);
      CAF_MESSAGE(phrase);
      CAF_CHECK(script.at("script").size() == now.script.at("script").size());
      for (auto& x : script.at("script").as_array())
        CAF_CHECK(words(x.text("script")) > 0);
      auto& list = scenes.at("scenes_data").at("scenes");
      CAF_CHECK(list.size() > 0);
      for (auto& scene : list.as_array()) {
        CAF_CHECK(!scene.text("title").empty());
        CAF_CHECK(scene.number("duration_sec") >= 3);
        CAF_CHECK(scene.at("points").size() <= 4);
      }
      // What came out can be worked on.
      now.inputs["upstream"]["scenes"] = scenes;
      CAF_CHECK(write_script(now.inputs));
    }
}

CAF_TEST(named scenes have a pace and a pause of their own) {
  film before{video_type::product_ad};
  auto after = before.script_after("slower in scene 2, and a pause after "
                                   "scene 3");
  CAF_CHECK_EQUAL(notes(after), "[]");
  auto line = [](const json& script, int64_t id) {
    for (auto& x : script.at("script").as_array())
      if (x.integer("scene_id") == id)
        return x;
    return json{};
  };
  CAF_CHECK_LESS(line(after, 2).number("rate", 1), 1.0);
  CAF_CHECK_EQUAL(line(after, 3).number("pause_after_sec"), 1.0);
  CAF_CHECK(!line(after, 1).has("rate"));
  CAF_CHECK_EQUAL(spoken(after), spoken(before.script));
  CAF_CHECK_GREATER(after.number("estimated_duration_sec"),
                    before.script.number("estimated_duration_sec"));
  // Other words keep them; the whole film's pace is the voice's matter.
  auto again = before.inputs;
  again["previous"] = after;
  again["version"] = 3;
  CAF_CHECK_EQUAL(line(*write_script(again), 3).number("pause_after_sec"), 1.0);
  again["feedback"] = "no pause after scene 3";
  CAF_CHECK(!line(*write_script(again), 3).has("pause_after_sec"));
  auto whole = before.script_after("slower");
  CAF_CHECK(notes(whole).find("tts") != std::string::npos);
}
