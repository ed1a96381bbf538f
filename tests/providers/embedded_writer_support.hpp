/// Inputs, counts and payloads for the suites of the embedded writer.
#pragma once

#include "protocol/json.hpp"
#include "protocol/payload.hpp"
#include "protocol/stage.hpp"
#include "providers/embedded_writer.hpp"
#include "providers/reference_gatherer.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace writer_test {

using namespace troupe;

inline json checked(video_type type, std::string text) {
  // The raw strings below are wrapped; JSON texts hold no line ends.
  std::ranges::replace(text, '\n', ' ');
  auto payload = json::parse(text);
  auto out = check_payload(type, *payload);
  return out ? *out : json{};
}

/// One payload a type, with enough in it for every kind of scene.
inline json sample(video_type type) {
  switch (type) {
    case video_type::product_ad:
      return checked(type, R"({"topic":"eco-friendly water bottle",
        "brand_name":"AquaPure","key_benefit":"Keeps drinks cold for 24 hours.",
        "prompt":"The cap locks with one click. It fits every cup holder."})");
    case video_type::compliance_video:
      return checked(type, R"({"prompt":"Create a training video about data
        privacy. Employees must never share passwords. Always lock your screen
        when you leave your desk. Incidents must be reported within 24 hours.",
        "brand_name":"Northwind"})");
    case video_type::moa:
      return checked(type, R"({"drug_name":"Lisinopril",
        "condition":"Hypertension","moa_summary":"Lisinopril inhibits
        angiotensin-converting enzyme (ACE). This prevents the conversion of
        angiotensin I to angiotensin II. Blood vessels relax, lowering blood
        pressure.","clinical_data":"In a 12-week study, systolic pressure fell
        by 12 mmHg on average."})");
    case video_type::doctor_ad:
      return checked(type, R"({"drug_name":"Cardiozol",
        "indication":"chronic heart failure","clinical_data":"In one study, 42%
        of patients improved.","key_benefit":"Once-daily dosing."})");
    case video_type::social_media:
      return checked(type, R"({"drug_name":"VitaBoost",
        "indication":"vitamin deficiency","key_benefit":"Daily energy boost.
        It tastes of orange."})");
    case video_type::presenter_ad:
      return checked(type, R"({"brand_name":"Northway","script":"Most bottles
        lose their chill by noon, and you know how that tastes. Ours keeps
        water cold for 24 hours. It is light, tight and dry. Nine in ten
        people who tried it kept it. Get yours today at northway.example."})");
    case video_type::explainer:
      return checked(type, R"({"topic":"Newton's second law","context":"The law
        says how a force changes motion. It reads F = m * a. Here F is the force
        and m is the mass. First, a force acts on a body. Then the body speeds
        up. A heavy body speeds up slowly, while a light body speeds up quickly.
        Newton published it in 1687."})");
  }
  return {};
}

/// Types whose words the writer makes; the others are given theirs.
inline std::vector<video_type> written_types() {
  auto out = all_video_types();
  std::erase(out, video_type::presenter_ad);
  return out;
}

inline json inputs_for(video_type type, const json& payload,
                       uint32_t version = 1) {
  return *with_passages(json::make_object(
    {{"video_type", to_string(type)},
     {"payload", payload},
     {"seed", static_cast<int64_t>(seed_of(payload))},
     {"version", int64_t{version}},
     {"feedback", ""},
     {"scenes", json::make_array()},
     {"previous", nullptr},
     {"upstream", json::make_object()}}), {});
}

/// Scenes and script of one payload, and what reviewers do to them.
struct film {
  explicit film(video_type type, const json& payload, uint32_t version = 1)
    : type(type), inputs(inputs_for(type, payload, version)) {
    scenes = *write_scenes(inputs);
    inputs["upstream"]["scenes"] = scenes;
    script = *write_script(inputs);
  }
  explicit film(video_type type) : film(type, sample(type)) {}

  json script_after(std::string_view feedback,
                    const json& only = json::make_array()) const {
    auto again = inputs;
    again["version"] = inputs.integer("version") + 1;
    again["feedback"] = feedback;
    again["scenes"] = only;
    again["previous"] = script;
    return *write_script(again);
  }

  json scenes_after(std::string_view feedback,
                    const json& only = json::make_array()) const {
    auto again = inputs;
    again["version"] = inputs.integer("version") + 1;
    again["feedback"] = feedback;
    again["scenes"] = only;
    again["previous"] = scenes;
    again["upstream"] = json::make_object();
    return *write_scenes(again);
  }

  video_type type;
  json inputs;
  json scenes;
  json script;
};

inline std::string spoken(const json& script) {
  std::string out;
  for (auto& x : script.at("script").as_array())
    out += (out.empty() ? "" : " ") + x.text("script");
  return out;
}

inline std::string lowered(std::string text) {
  for (auto& c : text)
    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

inline bool has(const std::string& text, std::string_view part) {
  return lowered(text).find(lowered(std::string{part})) != std::string::npos;
}

inline size_t words(std::string_view text) {
  size_t count = 0;
  bool inside = false;
  for (char c : text) {
    auto blank = c == ' ' || c == '\n' || c == '\t';
    count += !blank && !inside ? 1 : 0;
    inside = !blank;
  }
  return count;
}

inline size_t sentences(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    auto ends = text[i] == '.' || text[i] == '!' || text[i] == '?';
    count += ends && (i + 1 == text.size() || text[i + 1] == ' ') ? 1 : 0;
  }
  return std::max<size_t>(count, 1);
}

inline double words_per_sentence(const json& script) {
  auto text = spoken(script);
  return static_cast<double>(words(text))
         / static_cast<double>(sentences(text));
}

inline size_t contractions(const std::string& text) {
  size_t count = 0;
  for (std::string_view x : {"n't", "'re", "'ll", "it's", "that's", "here's",
                             "let's", "there's", "what's", "you'd"})
    for (auto at = lowered(text).find(x); at != std::string::npos;
         at = lowered(text).find(x, at + 1))
      ++count;
  return count;
}

inline size_t code_points(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
    text, [](char c) { return (c & '\xC0') != '\x80'; }));
}

} // namespace writer_test
