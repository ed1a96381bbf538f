#define CAF_SUITE embedded_writer
#include "tests/support/test.hpp"

#include "providers/embedded_writer_scene.hpp"
#include "tests/providers/embedded_writer_support.hpp"

#include <random>
#include <set>

using namespace writer_test;

namespace {

const std::vector<std::string> nasty{
  "LISINOPRIL TABLETS",
  "lower case brand",
  "trailing dots...",
  "\"quoted\" name",
  "<b>bold</b> & <script>alert(1)</script>",
  "line\nbreak\n\nand more",
  "Müller & Söhne (Zürich)",
  "日本語の名前",
  "العربية",
  "x",
  "A",
  "multiple!!! marks??? here,,, and; there",
  "Supercalifragilisticexpialidocioussupercalifragilisticexpialidocious",
  "a very long name that goes on and on and on until nobody remembers how it "
  "began because somebody pasted a whole paragraph into the field",
  "3.5 mg/ml of X-200 (24/7)",
  "how to do it",
  "save money on energy",
  "the ants' nests",
  "50% off everything",
  "- a list\n- of things\n1. numbered",
  "ends with a comma,",
  "(unbalanced",
  "unbalanced)",
  "it's o'clock",
  "\\backslash\\ and %s %n {slot} {name}",
  "emoji \U0001F600 inside",
  "type 2 diabetes",
  "Crohn's disease",
  "weight loss",
  "e.g. this, i.e. that. Dr. No said so. Really."};

struct generator {
  explicit generator(uint32_t seed) : random(seed) {}

  std::string text() {
    std::string out = nasty[random() % nasty.size()];
    if (random() % 4 == 0)
      out += " " + nasty[random() % nasty.size()];
    return out;
  }

  std::string prose() {
    std::string out;
    auto count = 1 + random() % 7;
    for (size_t i = 0; i < count; ++i) {
      static const std::vector<std::string> ends{". ", "! ", "\n", "; ", " "};
      static const std::vector<std::string> starts{
        "It reduces ", "You must not use ", "Patients with ", "In 12 weeks, ",
        "Keeps ", "A study of 1,204 adults showed ", "Always ", "", "", ""};
      out += starts[random() % starts.size()] + text()
             + ends[random() % ends.size()];
    }
    if (random() % 20 == 0)
      while (out.size() < 6'000)
        out += out;
    return out;
  }

  json payload(video_type type) {
    auto out = json::make_object();
    for (auto& name : required_fields(type))
      out[name] = name == "prompt" ? prose() : text();
    for (auto name : {"prompt", "key_benefit", "moa_summary", "clinical_data",
                      "reference_docs"})
      if (!out.has(name) && random() % 3 == 0)
        out[name] = prose();
    for (auto name : {"tone", "persona", "target_audience", "brand_name"})
      if (!out.has(name) && random() % 3 == 0)
        out[name] = text();
    static const std::vector<std::string> tones{"formal", "friendly",
                                                "energetic", "simple"};
    if (random() % 2 == 0)
      out["tone"] = tones[random() % tones.size()];
    if (random() % 3 == 0)
      out["duration"] = static_cast<int64_t>(
        type == video_type::social_media ? 15 + random() % 46
                                         : 10 + random() % 171);
    if (random() % 3 == 0)
      out["region"] = "india";
    if (random() % 5 == 0)
      out["language"] = "de";
    auto checked = check_payload(type, out);
    return checked ? *checked : json{};
  }

  std::mt19937 random;
};

/// Runs of digits of all texts but ids, numbers and the report.
void digits_of(const json& x, std::set<std::string>& out) {
  if (x.is_string()) {
    std::string run;
    for (char c : x.as_string() + " ")
      if (c >= '0' && c <= '9')
        run += c;
      else if (!run.empty()) {
        out.insert(run);
        run.clear();
      }
  }
  for (auto& item : x.as_array())
    digits_of(item, out);
  for (auto& [key, value] : x.as_object())
    if (key != "notes" && key != "validation_report" && key != "aspect_ratio")
      digits_of(value, out);
}

std::string all_digits(const json& payload) {
  std::string out;
  for (auto& [key, value] : payload.as_object())
    if (value.is_string())
      for (char c : value.as_string())
        out += c >= '0' && c <= '9' ? c : ' ';
  return out;
}

/// A timeline of an explainer takes its time.
constexpr double explainer_longest = 26;

struct limits {
  size_t fewest;
  size_t most;
  double shortest;
  double longest;
  double scene_shortest;
  double scene_longest;
};

limits limits_of(video_type type) {
  switch (type) {
    case video_type::product_ad: return {3, 14, 9, 181, 3, 11};
    case video_type::compliance_video: return {3, 40, 9, 200, 4, 40};
    case video_type::moa: return {5, 8, 60, 90, 8, 12};
    case video_type::doctor_ad: return {4, 16, 9, 181, 5, 12};
    case video_type::social_media: return {3, 10, 14.9, 60.1, 3, 10};
    case video_type::presenter_ad: return {1, 60, 1, 1'800, 1, 30};
    case video_type::explainer: return {2, 20, 9, 181, 3.5, explainer_longest};
  }
  return {};
}

void check_text(const std::string& text) {
  for (auto bad : {"  ", " ,", " .", "..", ",.", ".,", "!.", "?.", "{", "}"})
    if (text.find(bad) != std::string::npos)
      CAF_ERROR("\"" << bad << "\" in: " << text);
  CAF_CHECK(text.find('<') == std::string::npos
            || text.find("</") == std::string::npos);
}

void check_scene(const json& scene, const limits& limit) {
  auto title = code_points(scene.text("title"));
  CAF_CHECK(title > 0);
  auto topic = limit.scene_longest == explainer_longest
               && scene.text("type") == "hook";
  CAF_CHECK(title <= (scene.text("layout") == "statement" ? 200u
                      : topic                               ? 81u
                                                            : 44u));
  CAF_CHECK(code_points(scene.text("kicker")) <= 28);
  CAF_CHECK(!scene.text("concept").empty());
  CAF_CHECK(!scene.text("visual_description").empty());
  CAF_CHECK(scene.at("narration_key_points").size() > 0);
  CAF_CHECK(scene.at("pexels_search_terms").size() > 0);
  CAF_CHECK(scene.at("points").size()
            <= (scene.text("layout") == "process" ? 5u : 4u));
  for (auto& point : scene.at("points").as_array()) {
    CAF_CHECK(code_points(point.text("text"))
              <= (limit.scene_longest == explainer_longest ? 84u : 56u));
    CAF_CHECK(!point.text("text").empty());
  }
  auto seconds = scene.number("duration_sec");
  auto card = scene.text("type") == "product" || scene.text("type") == "logo";
  if (!card) {
    CAF_CHECK(seconds >= limit.scene_shortest);
    CAF_CHECK(seconds <= limit.scene_longest);
  }
  for (auto& key : scene.at("narration_key_points").as_array())
    check_text(key.as_string());
  check_text(scene.text("title"));
}

void check_script(const film& x) {
  auto& scenes = x.scenes.at("scenes_data").at("scenes");
  auto& script = x.script.at("script");
  CAF_REQUIRE_EQUAL(script.size(), scenes.size());
  int64_t total = 0;
  for (size_t i = 0; i < scenes.size(); ++i) {
    auto text = script.at(i).text("script");
    CAF_CHECK(script.at(i).integer("scene_id")
              == scenes.at(i).integer("scene_id"));
    CAF_CHECK(!text.empty());
    check_text(text);
    total += static_cast<int64_t>(words(text));
    for (auto& point : scenes.at(i).at("points").as_array())
      if (!has(text, point.text("cue")))
        CAF_ERROR("cue \"" << point.text("cue") << "\" is not in: " << text);
  }
  CAF_CHECK(x.script.integer("script_count")
            == static_cast<int64_t>(script.size()));
  auto counted = x.script.integer("word_count");
  // Marks that stand alone are not spoken.
  CAF_CHECK(counted <= total && counted * 5 / 4 + 8 >= total);
}

} // namespace

CAF_TEST(films of all types keep their rules whatever the payload says) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  generator make{seed};
  for (int round = 0; round < 220; ++round)
    for (auto type : written_types()) {
      auto payload = make.payload(type);
      if (payload.is_null())
        continue; // cleaned to nothing: refused at the door
      film x{type, payload, 1 + static_cast<uint32_t>(round % 3)};
      CAF_MESSAGE(to_string(type) << " " << payload.dump().substr(0, 300));
      auto limit = limits_of(type);
      auto& data = x.scenes.at("scenes_data");
      auto& scenes = data.at("scenes");
      CAF_CHECK(scenes.size() >= limit.fewest);
      CAF_CHECK(scenes.size() <= limit.most);
      CAF_CHECK(x.scenes.integer("scene_count")
                == static_cast<int64_t>(scenes.size()));
      auto total = data.number("total_duration_sec");
      if (type == video_type::moa || type == video_type::social_media) {
        CAF_CHECK(total >= limit.shortest);
        CAF_CHECK(total <= limit.longest);
      }
      for (size_t i = 0; i < scenes.size(); ++i) {
        CAF_CHECK(scenes.at(i).integer("scene_id")
                  == static_cast<int64_t>(i) + 1);
        check_scene(scenes.at(i), limit);
      }
      check_script(x);
      std::set<std::string> found;
      digits_of(x.scenes, found);
      digits_of(x.script, found);
      auto known = " " + all_digits(payload) + " ";
      for (auto& run : found)
        if (known.find(run) == std::string::npos)
          CAF_ERROR("the number " << run << " is not in the payload");
    }
}

CAF_TEST(a doctor film ends with product and logo) {
  generator make{4711};
  for (int round = 0; round < 30; ++round) {
    auto payload = make.payload(video_type::doctor_ad);
    if (payload.is_null())
      continue;
    film x{video_type::doctor_ad, payload};
    auto& scenes = x.scenes.at("scenes_data").at("scenes").as_array();
    auto& product = scenes[scenes.size() - 2];
    auto& logo = scenes.back();
    CAF_CHECK_EQUAL(product.text("type"), "product");
    CAF_CHECK_EQUAL(product.number("duration_sec"), 7.0);
    CAF_CHECK_EQUAL(logo.text("type"), "logo");
    CAF_CHECK_EQUAL(logo.number("duration_sec"), 6.0);
    CAF_CHECK(std::ranges::count_if(scenes, [](auto& s) {
                return s.text("type") == "product" || s.text("type") == "logo";
              })
              == 2);
  }
}

CAF_TEST(films are spoken at a natural pace) {
  for (auto type : written_types())
    for (uint32_t version : {1u, 2u, 3u, 4u}) {
      film x{type, sample(type), version};
      auto count = static_cast<double>(x.script.integer("word_count"));
      auto seconds = x.scenes.at("scenes_data").number("total_duration_sec");
      // Breaths between scenes and sentences included.
      CAF_MESSAGE(to_string(type) << " " << count / seconds);
      CAF_CHECK(count / seconds >= 2.0);
      CAF_CHECK(count / seconds <= 3.0);
      auto needed = x.script.number("estimated_duration_sec");
      CAF_MESSAGE(needed << " of " << seconds);
      CAF_CHECK(needed >= seconds * 0.85);
      CAF_CHECK(needed <= seconds * 1.15);
    }
}

CAF_TEST(the same inputs give the same words and other versions others) {
  for (auto type : written_types()) {
    film one{type};
    film same{type};
    CAF_CHECK(one.scenes == same.scenes);
    CAF_CHECK(one.script == same.script);
    film next{type, sample(type), 2};
    CAF_CHECK(!(one.scenes.at("scenes_data") == next.scenes.at("scenes_data")));
    CAF_CHECK(spoken(one.script) != spoken(next.script));
    auto seeded = sample(type);
    seeded["seed"] = 99;
    film other{type, seeded};
    CAF_CHECK(spoken(one.script) != spoken(other.script));
  }
}

CAF_TEST(no sentence of ours is said twice in a film) {
  for (auto type : written_types())
    for (uint32_t version : {1u, 2u, 3u}) {
      film x{type, sample(type), version};
      std::set<std::string> seen;
      for (auto& entry : x.script.at("script").as_array()) {
        auto text = entry.text("script");
        size_t from = 0;
        for (auto to = text.find_first_of(".?!"); to != std::string::npos;
             to = text.find_first_of(".?!", from)) {
          auto sentence = text.substr(from, to - from + 1);
          from = std::min(to + 2, text.size());
          // A recap may repeat what is required.
          if (type != video_type::compliance_video && words(sentence) > 3
              && !seen.insert(sentence).second)
            CAF_ERROR("said twice: " << sentence);
          if (from >= text.size())
            break;
        }
      }
    }
}

CAF_TEST(what the payload says is in the film) {
  film ad{video_type::product_ad};
  auto said = spoken(ad.script);
  for (auto part : {"AquaPure", "eco-friendly water bottle",
                    "drinks cold for 24 hours", "cap locks with one click",
                    "cup holder"})
    if (!has(said, part))
      CAF_ERROR(part << " is missing in: " << said);
  film moa{video_type::moa};
  said = spoken(moa.script);
  for (auto part : {"Lisinopril", "hypertension",
                    "inhibits angiotensin-converting enzyme", "12 mmHg"})
    CAF_CHECK(has(said, part));
  film social{video_type::social_media};
  CAF_CHECK(has(spoken(social.script), "daily energy boost"));
  CAF_CHECK(has(spoken(social.script), "tastes of orange"));
  film doctor{video_type::doctor_ad};
  CAF_CHECK(has(spoken(doctor.script), "42% of patients improved"));
  CAF_CHECK(has(spoken(doctor.script), "once-daily dosing"));
}

CAF_TEST(numbers become figures with the words around them) {
  film moa{video_type::moa};
  auto found = false;
  for (auto& scene : moa.scenes.at("scenes_data").at("scenes").as_array())
    if (scene.text("layout") == "number") {
      found = true;
      CAF_CHECK_EQUAL(scene.at("figure").text("value"), "12");
      CAF_CHECK_EQUAL(scene.at("figure").text("unit"), "mmHg");
      CAF_CHECK_EQUAL(scene.at("figure").text("label"),
                      "Systolic pressure fell");
    }
  CAF_CHECK(found);
}

CAF_TEST(a mechanism that was not given is not guessed) {
  auto payload = checked(video_type::moa,
                         R"({"drug_name":"Lisinopril",
                             "condition":"Hypertension"})");
  film x{video_type::moa, payload};
  for (auto& scene : x.scenes.at("scenes_data").at("scenes").as_array())
    if (auto diagram = scene.find("diagram")) {
      CAF_CHECK_EQUAL(diagram->text("kind"), "generic");
      CAF_CHECK_EQUAL(diagram->text("target"), "");
    }
  for (auto word : {"enzyme", "receptor", "angiotensin", "inhibit"})
    CAF_CHECK(!has(x.scenes.dump() + x.script.dump(), word));
  CAF_CHECK(x.scenes.at("notes").dump().find("moa_summary")
            != std::string::npos);
  film told{video_type::moa};
  auto enzyme = false;
  for (auto& scene : told.scenes.at("scenes_data").at("scenes").as_array())
    enzyme |= scene.at("diagram").text("kind") == "enzyme";
  CAF_CHECK(enzyme);
}

CAF_TEST(labels of a mechanism are noun phrases) {
  struct row {
    const char* summary;
    const char* kind;
    const char* target;
    const char* effect;
  };
  const row rows[] = {
    {"It is a selective inhibitor of the sodium-glucose cotransporter 2.",
     "transporter", "Sodium-glucose cotransporter 2", "Less transport"},
    {"It inhibits the enzyme ACE, reducing angiotensin II.", "enzyme",
     "Enzyme ACE", "Less angiotensin II"},
    {"It blocks calcium channels in vessel walls. Blood vessels relax and "
     "blood pressure falls.",
     "channel", "Calcium channels in vessel walls", "Relaxed blood vessels"},
    {"It binds to the beta-1 receptor and blocks the effect of noradrenaline.",
     "receptor", "Beta-1 receptor", "Less effect of noradrenaline"},
    {"It acts. Then it works in cells.", "cell", "Cell", ""},
  };
  for (auto& x : rows) {
    auto diagram = writing::diagram_for("Drug", x.summary);
    CAF_CHECK_EQUAL(diagram.text("kind"), x.kind);
    CAF_CHECK_EQUAL(diagram.text("target"), x.target);
    CAF_CHECK_EQUAL(diagram.text("effect"), x.effect);
  }
}

CAF_TEST(claims of the payload are listed for reference) {
  film moa{video_type::moa};
  CAF_CHECK(has(moa.scenes.at("claims_to_reference").dump(), "12 mmHg"));
  CAF_CHECK(has(moa.script.at("claims_to_reference").dump(), "12 mmHg"));
  film ad{video_type::product_ad};
  CAF_CHECK(has(ad.scenes.at("claims_to_reference").dump(), "24 hours"));
}

CAF_TEST(required statements are said shown and readable) {
  film x{video_type::compliance_video};
  auto& report = x.script.at("validation_report");
  CAF_CHECK(report.flag("passed"));
  CAF_CHECK_EQUAL(report.integer("required_count"), 3);
  for (auto& statement : report.at("statements").as_array()) {
    CAF_CHECK(statement.flag("on_screen_while_spoken"));
    CAF_CHECK(statement.flag("long_enough_to_read"));
    CAF_CHECK(has(spoken(x.script), statement.text("statement")));
  }
  CAF_CHECK(!has(spoken(x.script), "Create a training video"));
  CAF_CHECK(has(spoken(x.script), "data privacy"));
  auto without = x.script_after("remove passwords");
  CAF_CHECK(!without.at("validation_report").flag("passed"));
  CAF_CHECK_EQUAL(without.at("validation_report").at("missing").size(), 1u);
}

CAF_TEST(tone audience language and region change the film) {
  auto with = [](std::string_view key, std::string_view value) {
    auto payload = sample(video_type::product_ad);
    payload[key] = value;
    return film{video_type::product_ad, payload};
  };
  CAF_CHECK_EQUAL(contractions(spoken(with("tone", "formal").script)), 0u);
  CAF_CHECK(contractions(spoken(with("tone", "friendly").script)) > 0);
  CAF_CHECK(has(spoken(with("tone", "energetic").script), "!"));
  auto german = with("language", "de");
  CAF_CHECK(has(german.scenes.at("notes").dump(), "English"));
  CAF_CHECK(has(german.script.at("notes").dump(), "English"));
  auto india = with("region", "india");
  CAF_CHECK(has(india.scenes.dump(), "Indian"));
  auto patients = sample(video_type::moa);
  patients["target_audience"] = "patients";
  film lay{video_type::moa, patients};
  film expert{video_type::moa};
  CAF_CHECK(has(spoken(expert.script), "prescribing information"));
  CAF_CHECK(!has(spoken(lay.script), "prescribing information"));
  CAF_CHECK(has(spoken(lay.script), "pharmacist"));
}

CAF_TEST(a wished length is kept where the payload allows it) {
  for (auto type : written_types())
    for (int64_t seconds : {20, 30, 45, 60}) {
      auto payload = sample(type);
      payload["duration"] = seconds;
      film x{type, payload};
      auto total = x.scenes.at("scenes_data").number("total_duration_sec");
      CAF_MESSAGE(to_string(type) << " " << seconds << " -> " << total);
      auto off = std::abs(total - static_cast<double>(seconds));
      auto noted = has(x.scenes.at("notes").dump(), "seconds");
      CAF_CHECK(off <= 1 || noted);
      if (type == video_type::product_ad || type == video_type::social_media)
        CAF_CHECK(off <= 1);
    }
}

CAF_TEST(scenes that were edited by hand get a script too) {
  film x{video_type::product_ad};
  auto inputs = x.inputs;
  auto& scenes = inputs["upstream"]["scenes"]["scenes_data"]["scenes"];
  scenes = *json::parse(R"([
    {"scene_id":1,"title":"Only a title"},
    {"scene_id":7,"type":"odd","concept":"Something new",
     "narration_key_points":["keeps the kitchen tidy","Free delivery"],
     "duration_sec":9},
    {"scene_id":3,"narration_key_points":[17,null,""],"duration_sec":"x",
     "points":[{"text":"a"},"b"],"concept":"c"}])");
  auto script = write_script(inputs);
  CAF_REQUIRE(script);
  CAF_CHECK_EQUAL(script->at("script").size(), 3u);
  CAF_CHECK(has(spoken(*script), "keeps the kitchen tidy"));
  CAF_CHECK(has(spoken(*script), "free delivery"));
}

CAF_TEST(what is no input is refused) {
  CAF_CHECK(!write_scenes(json{}));
  CAF_CHECK(!write_script(json::make_object()));
  auto inputs = inputs_for(video_type::moa, sample(video_type::moa));
  auto refused = write_script(inputs);
  CAF_REQUIRE(!refused);
  CAF_CHECK(code_of(refused.error()) == ec::invalid_state);
}
