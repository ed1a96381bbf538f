#define CAF_SUITE embedded_writer_presenter
#include "tests/support/seeds.hpp"
#include "tests/support/test.hpp"

#include "protocol/script_clips.hpp"
#include "providers/embedded_writer_phrases.hpp"
#include "tests/providers/embedded_writer_support.hpp"

using namespace writer_test;
using namespace troupe::writing;

namespace {

constexpr auto type = video_type::presenter_ad;

json payload_of(std::string_view script, std::string_view more = {}) {
  auto out = json::make_object({{"script", script}});
  if (auto extra = json::parse(more.empty() ? "{}" : more))
    for (auto& [name, value] : extra->as_object())
      out[name] = value;
  auto checked = check_payload(type, out);
  return checked ? *checked : json{};
}

const json& scenes_of(const film& x) {
  return x.scenes.at("scenes_data").at("scenes");
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
  return text;
}

std::string notes_of(const json& data) {
  return data.at("notes").dump();
}

} // namespace

CAF_TEST(the script is spoken as it is written) {
  constexpr std::string_view words
    = "We're HERE -- really. \"It costs $3.50,\" said Dr. Lee. E.g. now; or "
      "at 10:30 p.m.? Sure! Tea & cake, 50% off.";
  film x{type, payload_of(std::string{"Anna: "} + std::string{words}
                          + " [smiles]")};
  CAF_CHECK_EQUAL(spoken(x.script), words);
  CAF_CHECK(has(notes_of(x.scenes), "Anna:"));
  CAF_CHECK(has(notes_of(x.scenes), "[smiles]"));
}

CAF_TEST(no word of any script is lost or invented) {
  const char* parts[] = {"Water",  "cold,", "Dr.",  "5 mg.", "and",  "Why?",
                         "\n",     "\n\n",  "- a",  "3.5%",  "e.g.", "it's",
                         "\"so\"", "10:30", "U.S.", "水。",  "Get",  "it",
                         "at",     "x.example."};
  for (auto seed : test::seeds(60)) {
    CAF_MESSAGE("seed " << seed);
    test::random_source random{seed};
    std::string script = "Hello there.";
    for (auto n = random.below(300); n > 0; --n)
      script += std::string{" "} + parts[random.below(std::size(parts))];
    auto payload = payload_of(script);
    CAF_REQUIRE(payload.is_object());
    film x{type, payload};
    auto words = read_script(payload.text("script")).words;
    CAF_CHECK_EQUAL(without_blanks(spoken(x.script)),
                    without_blanks(joined(words, 0, words.size())));
    CAF_CHECK_LESS_OR_EQUAL(scenes_of(x).size(), most_script_clips);
    for (auto& scene : scenes_of(x).as_array()) {
      CAF_CHECK(!scene.text("title").empty());
      CAF_CHECK_LESS_OR_EQUAL(code_points(scene.text("title")), 56u);
    }
  }
}

CAF_TEST(what is shown comes from the words) {
  film x{type};
  auto& scenes = scenes_of(x);
  auto said = lowered(spoken(x.script));
  for (auto& scene : scenes.as_array()) {
    CAF_MESSAGE(scene.dump());
    CAF_CHECK(has(said, scene.text("title")));
    for (auto& point : scene.at("points").as_array())
      CAF_CHECK(has(said, point.text("text")));
    CAF_CHECK(has(said, scene.at("figure").text("value")));
  }
  auto& last = scenes.at(scenes.size() - 1);
  CAF_CHECK_EQUAL(last.text("type"), "cta");
  CAF_CHECK_EQUAL(last.at("link").text("url"), "https://northway.example");
  CAF_CHECK(has(last.text("cta"), "Get yours today"));
}

CAF_TEST(phrases lists quotes and addresses are found) {
  // A sentence that is too long to be shown whole gives its quote, not a stump.
  CAF_CHECK_EQUAL(
    key_phrase({"\"I have not bought plastic since,\" says our first customer."},
               48, 0),
    "\u201CI have not bought plastic since\u201D");
  CAF_CHECK_EQUAL(key_phrase({"So it never leaks.", "It weighs next to "
                              "nothing at all and fits everywhere you go."},
                             44, 0),
                  "It never leaks");
  for (auto text : {"It is light, tight and dry.",
                    "Choose red, green, blue or black.",
                    "Comes with a lid, a straw, and a brush."})
    CAF_CHECK_GREATER_OR_EQUAL(listed(text).size(), 3u);
  for (auto text : {"Yes, we did.", "In May, on a Monday, she finally came to "
                    "see what everybody was talking about.",
                    "It cost 1,200 dollars, 300 euros."})
    CAF_CHECK(listed(text).empty());
  CAF_CHECK_EQUAL(quote_in("She said: \"I would never go back.\""),
                  "I would never go back.");
  CAF_CHECK(quote_in("The \"big\" one.").empty());
  CAF_CHECK_EQUAL(address_in("Go to www.acme.com/start, now.").url,
                  "https://www.acme.com/start");
  CAF_CHECK_EQUAL(address_in("See https://a.b/c?d=1.").url,
                  "https://a.b/c?d=1");
  for (auto text : {"It ends.Then it starts", "mail me@acme.com", "e.g. 3.5",
                    "javascript://acme.com/%0a", "http://", "a.b"})
    CAF_CHECK_EQUAL(address_in(text).url, "");
  CAF_CHECK_EQUAL(call_to_action("So visit acme.com today!"),
                  "Visit acme.com today");
  CAF_CHECK(call_to_action("It visits me.").empty());
}

CAF_TEST(numbers lists and quotes take the lead and the rest takes turns) {
  auto payload = payload_of(
    "Most bottles lose their chill by noon, and you know how that tastes.\n\n"
    "Ours keeps every drink as cold as it was for 24 hours, whatever you do.\n\n"
    "It comes in river blue, forest green and clay, for every kind of day.\n\n"
    "\"I have never had a better bottle,\" says Ana, who walks to work.\n\n"
    "We make each of them by hand, from steel that was something else "
    "before.\n\nAnd we mend it for free, for as long as you keep it with you.",
    R"({"avatar":"face","character_name":"Mira Sol","seed":3})");
  film x{type, payload};
  auto& scenes = scenes_of(x);
  CAF_MESSAGE(scenes.dump());
  CAF_REQUIRE_EQUAL(scenes.size(), 6u);
  CAF_CHECK_EQUAL(scenes.at(size_t{0}).text("stand"), "large");
  CAF_CHECK_EQUAL(scenes.at(size_t{0}).at("person").text("name"), "Mira Sol");
  CAF_CHECK(!scenes.at(size_t{0}).flag("goes_on"));
  CAF_CHECK_EQUAL(scenes.at(1).at("figure").text("value"), "24");
  CAF_CHECK_EQUAL(scenes.at(2).at("points").size(), 3u);
  CAF_CHECK(has(scenes.at(3).at("quote").text("text"), "a better bottle"));
  for (size_t i : {1u, 2u, 3u})
    CAF_CHECK_EQUAL(scenes.at(i).text("stand"), "corner");
  CAF_CHECK(scenes.at(4).text("stand") != scenes.at(5).text("stand"));
  for (size_t i = 1; i < 6; ++i) {
    CAF_CHECK(scenes.at(i).flag("goes_on"));
    CAF_CHECK(!scenes.at(i).has("person"));
  }
}

CAF_TEST(nobody is named character) {
  for (auto name : {"character", "Character", "", "  "}) {
    auto payload = payload_of("Hello there, friends.",
                              R"({"avatar":"face"})");
    payload["character_name"] = name;
    film x{type, *check_payload(type, payload)};
    CAF_CHECK(!scenes_of(x).at(size_t{0}).has("person"));
  }
}

CAF_TEST(the words change only when that is asked for) {
  film x{type};
  auto before = spoken(x.script);
  CAF_CHECK_EQUAL(spoken(x.script_after("")), before);
  for (auto wish : {"bigger text", "make it blue", "no music", "male voice",
                    "captions off", "more animation"}) {
    CAF_CHECK_EQUAL(spoken(x.script_after(wish)), before);
    film again = x;
    again.inputs["upstream"]["scenes"] = x.scenes_after(wish);
    CAF_CHECK_EQUAL(spoken(*write_script(again.inputs)), before);
  }
  // Another version of the scenes shows other things of the same words.
  film next{type, sample(type), 2};
  CAF_CHECK_EQUAL(spoken(next.script), before);
  CAF_CHECK(scenes_of(next) != scenes_of(x));
  auto shorter = spoken(x.script_after("shorter"));
  CAF_CHECK_LESS(words(shorter), words(before));
  CAF_CHECK(has(spoken(x.script_after("mention the free hotline")),
                "the free hotline"));
  CAF_CHECK(has(spoken(x.script_after("replace water with tea")), "tea cold"));
  auto fewer = x.scenes_after("remove scene 2");
  CAF_CHECK_EQUAL(fewer.at("scenes_data").at("scenes").size() + 1,
                  scenes_of(x).size());
}

CAF_TEST(films of one word and of twenty thousand bytes are whole) {
  film one{type, payload_of("Hi")};
  CAF_CHECK_EQUAL(scenes_of(one).size(), 1u);
  std::string script;
  for (int i = 0; script.size() < 19'900; ++i)
    script += "Sentence number " + std::to_string(i) + " goes here. ";
  film most{type, payload_of(script)};
  CAF_CHECK_LESS_OR_EQUAL(scenes_of(most).size(), most_script_clips);
  CAF_CHECK_EQUAL(without_blanks(spoken(most.script)), without_blanks(script));
}
