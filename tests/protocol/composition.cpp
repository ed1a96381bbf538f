#define CAF_SUITE composition
#include "tests/support/test.hpp"

#include "protocol/composition.hpp"

#include <random>

using namespace troupe;

namespace {

json parsed(std::string_view text) {
  auto x = json::parse(text);
  if (!x)
    CAF_FAIL("the test's own JSON is broken");
  return *x;
}

compose_context context() {
  compose_context out;
  out.type = video_type::moa;
  out.index = 2;
  out.count = 6;
  out.name = "Lisinopril";
  out.language = "en";
  return out;
}

constexpr auto full_scene = R"({"scene_id":3,"type":"mechanism",
  "layout":"diagram","kicker":"THE DRUG","title":"Lisinopril blocks ACE",
  "points":[{"text":"It fits the pocket","cue":"fits"},"Less hormone"],
  "figure":{"value":42,"unit":"%","label":"of people"},
  "quote":{"text":"It helps","by":"A person"},
  "compare":{"left":{"title":"Before","points":["a","b"]},
             "right":{"title":"After","points":["c"]}},
  "diagram":{"kind":"enzyme","actor":"","target":"ACE","effect":"Less"},
  "cta":"Ask your doctor","legal":"For education only."})";

} // namespace

CAF_TEST(a scene becomes a composition) {
  auto x = compose(parsed(full_scene), context());
  CAF_CHECK(x.layout == layout_kind::diagram);
  CAF_CHECK_EQUAL(x.title, "Lisinopril blocks ACE");
  CAF_CHECK_EQUAL(x.points.size(), 2u);
  CAF_CHECK_EQUAL(x.points[0].cue, "fits");
  CAF_CHECK_EQUAL(x.points[1].text, "Less hormone");
  CAF_CHECK_EQUAL(x.figure->value, "42");
  CAF_CHECK(x.diagram->kind == diagram_kind::enzyme);
  CAF_CHECK_EQUAL(x.diagram->actor, "Lisinopril");
  CAF_CHECK_EQUAL(x.illustration, "Illustration");
  CAF_CHECK_EQUAL(x.index, 2u);
}

CAF_TEST(json gives back the same composition) {
  auto before = compose(parsed(full_scene), context());
  before.accent = "#ff00aa";
  before.motion = motion_style::lively;
  auto text = to_json(before).dump();
  auto after = composition_from(parsed(text));
  CAF_REQUIRE(after);
  CAF_CHECK(*after == before);
  auto again = to_json(*after).dump();
  CAF_CHECK_EQUAL(again, text);
}

CAF_TEST(broken json names the field) {
  auto x = to_json(compose(parsed(full_scene), context()));
  x["layout"] = json{"poster"};
  auto refused = composition_from(x);
  CAF_REQUIRE(!refused);
  CAF_CHECK(text_of(refused.error()).find("layout") != std::string::npos);
  CAF_CHECK(!composition_from(json{3}));
  x["layout"] = json{"title"};
  x["kicker"] = json{7};
  auto odd = composition_from(x);
  CAF_REQUIRE(!odd);
  CAF_CHECK(text_of(odd.error()).find("kicker") != std::string::npos);
}

CAF_TEST(a layout falls back to what the scene can carry) {
  auto layout = [](std::string_view text) {
    return compose(parsed(text), context()).layout;
  };
  CAF_CHECK(layout("{}") == layout_kind::title);
  CAF_CHECK(layout(R"({"layout":"number"})") == layout_kind::title);
  CAF_CHECK(layout(R"({"layout":"bullets"})") == layout_kind::title);
  CAF_CHECK(layout(R"({"layout":"bullets","points":["a"]})")
            == layout_kind::bullets);
  CAF_CHECK(layout(R"({"layout":"compare","points":["a"]})")
            == layout_kind::bullets);
  CAF_CHECK(layout(R"({"layout":"quote"})") == layout_kind::statement);
  CAF_CHECK(layout(R"({"layout":"nonsense","type":"logo"})")
            == layout_kind::logo);
  CAF_CHECK(layout(R"({"layout":"steps","narration_key_points":["a","b"]})")
            == layout_kind::steps);
  CAF_CHECK(layout(R"({"layout":"chart","points":["a"]})")
            == layout_kind::bullets);
  CAF_CHECK(layout(R"({"layout":"timeline","timeline":[{"when":"now"}]})")
            == layout_kind::title);
  CAF_CHECK(layout(R"({"layout":"process","points":["a"]})")
            == layout_kind::bullets);
  CAF_CHECK(layout(R"({"layout":"gauge","figure":{"value":"7"}})")
            == layout_kind::number);
  CAF_CHECK(layout(R"({"layout":"gauge","figure":{"value":"7","unit":"%"}})")
            == layout_kind::gauge);
  CAF_CHECK(layout(R"({"layout":"code","link":{"url":"a.b"}})")
            == layout_kind::cta);
  CAF_CHECK(layout(R"({"layout":"footage"})") == layout_kind::title);
  CAF_CHECK(layout(R"({"type":"end_card"})") == layout_kind::end_card);
}

CAF_TEST(data of a scene is read within limits) {
  auto x = compose(parsed(R"({"layout":"chart","chart":{"kind":"Pie",
    "data":[{"label":"Drug","value":"1,200 mg"},{"label":"odd","value":"n/a"},
            {"label":"far","value":1e300},{"label":"Placebo","value":-3.5}],
    "unit":"mg","source":"A study"},
    "timeline":[{"when":1998,"text":"Begun"},{},{"when":"2004","cue":"four"}],
    "link":{"url":"https://example.org/a?b=1"},
    "place":{"name":"Clinic","hours":"Mon to Fri"},
    "person":{"name":"Dr Ada"},"formula":"a/b",
    "picture":{"key":"../../etc/passwd"},
    "figure":{"value":"140","low":90,"high":180}})"),
                   context());
  CAF_CHECK(x.layout == layout_kind::chart);
  CAF_REQUIRE(x.chart);
  CAF_CHECK(x.chart->kind == chart_kind::pie);
  CAF_REQUIRE_EQUAL(x.chart->data.size(), 2u);
  CAF_CHECK_EQUAL(x.chart->data[0].value, 1200);
  CAF_CHECK_EQUAL(x.chart->data[0].shown, "1,200 mg");
  CAF_CHECK_EQUAL(x.chart->data[1].value, -3.5);
  CAF_REQUIRE_EQUAL(x.timeline.size(), 2u);
  CAF_CHECK_EQUAL(x.timeline[0].when, "1998");
  CAF_CHECK_EQUAL(x.link->url, "https://example.org/a?b=1");
  CAF_CHECK_EQUAL(x.place->hours.size(), 1u);
  CAF_CHECK(!x.picture);
  CAF_CHECK_EQUAL(x.figure->high, 180);
  auto after = composition_from(parsed(to_json(x).dump()));
  CAF_REQUIRE(after);
  CAF_CHECK(*after == x);
}

CAF_TEST(data out of range is refused by name) {
  auto x = to_json(compose(parsed(R"({"chart":{"data":[
    {"label":"a","value":1}]},"link":{"url":"http://a.b"}})"), context()));
  auto why = [](const json& from) {
    auto read = composition_from(from);
    return read ? std::string{} : text_of(read.error());
  };
  CAF_CHECK_EQUAL(why(x), "");
  auto far = x;
  far["chart"]["data"].items()[0]["value"] = 1e13;
  CAF_CHECK(why(far).find("value is out of range") != std::string::npos);
  auto link = x;
  link["link"]["url"] = "javascript:alert(1)";
  CAF_CHECK(why(link).find("url") != std::string::npos);
  auto missing = x;
  missing.erase("chart");
  CAF_CHECK(why(missing).find("layout") != std::string::npos);
}

CAF_TEST(only plain web addresses are links) {
  for (auto good : {"http://a.b", "https://example.org/x?y=%20#z"})
    CAF_CHECK(is_web_address(good));
  for (auto bad : {"", "ftp://a.b", "https://", "https:///x", "http://a b",
                   "http://user@host/", "http://a/\"", "http://a/\x01",
                   "javascript:alert(1)", "HTTP//x"})
    CAF_CHECK(!is_web_address(bad));
  CAF_CHECK(!is_web_address("http://a/" + std::string(300, 'x')));
}

CAF_TEST(every word of a layout counts for its reading time) {
  auto words = [](std::string_view scene) {
    return words_on_screen(compose(parsed(scene), context()));
  };
  auto title = words(R"({"title":"Two words"})");
  CAF_CHECK_EQUAL(title, 2u);
  auto chart = words(R"({"title":"Two words","chart":{"source":"A study",
    "data":[{"label":"On drug","value":3}]}})");
  CAF_CHECK_EQUAL(chart, 7u);
  auto place = words(R"({"title":"Here","place":{"name":"The clinic",
    "address":"1 High Street","hours":["Mon to Fri"]}})");
  CAF_CHECK_EQUAL(place, 9u);
}

CAF_TEST(no scene is without a headline) {
  auto x = compose(parsed(R"({"concept":"The idea"})"), context());
  CAF_CHECK_EQUAL(x.title, "The idea");
  auto y = compose(json{}, context());
  CAF_CHECK_EQUAL(y.title, "Lisinopril");
}

CAF_TEST(a title of the look replaces the title of the scene) {
  auto with = context();
  with.look.titles[3] = "Another\ntitle";
  auto x = compose(parsed(full_scene), with);
  CAF_CHECK_EQUAL(x.title, "Another title");
}

CAF_TEST(an odd look comes out sane) {
  auto with = context();
  with.look.theme = "../../etc/passwd";
  with.look.accent = "red; drop";
  with.look.background = "#AABBCC";
  with.look.text_scale = 99;
  with.look.motion = "wild";
  auto x = compose(parsed(full_scene), with);
  CAF_CHECK_EQUAL(x.theme, "clinical_dark");
  CAF_CHECK_EQUAL(x.accent, "");
  CAF_CHECK_EQUAL(x.background, "#aabbcc");
  CAF_CHECK_EQUAL(x.text_scale, 1.4);
  CAF_CHECK(x.motion == motion_style::calm);
}

CAF_TEST(hidden characters are taken out of texts) {
  auto x = screen_text("a\u202Eb\x07\u200B c\t\n d\xFF\xC0\xAF", 50);
  CAF_CHECK_EQUAL(x, "ab c d");
  auto stacked = screen_text("e\u0301\u0302\u0303\u0304\u0305\u0306", 50);
  CAF_CHECK_EQUAL(stacked, "e\u0301\u0302\u0303");
  auto hindi = screen_text("\u0930\u0915\u094D\u0924", 50);
  CAF_CHECK_EQUAL(hindi, "\u0930\u0915\u094D\u0924");
}

CAF_TEST(long texts end at a word with an ellipsis) {
  auto x = screen_text("one two three four five", 15);
  CAF_CHECK_EQUAL(x, "one two three\u2026");
  auto y = screen_text(std::string(100, 'x'), 10);
  CAF_CHECK_EQUAL(y, "xxxxxxxxx\u2026");
  auto z = screen_text("one two, three four", 11);
  CAF_CHECK_EQUAL(z, "one two\u2026");
  auto exact = screen_text("one two", 7);
  CAF_CHECK_EQUAL(exact, "one two");
}

CAF_TEST(random bytes give valid text within the limit) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 2000; ++round) {
    std::string raw;
    for (auto n = random() % 60; n > 0; --n)
      raw += static_cast<char>(random());
    auto limit = 1 + random() % 30;
    auto text = screen_text(raw, limit);
    auto quoted = json{text}.dump();
    auto read = json::parse(quoted);
    if (!read || read->as_string() != text)
      CAF_FAIL("not valid UTF-8: " << quoted);
    auto points = std::count_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    if (points > static_cast<std::ptrdiff_t>(std::max<size_t>(limit, 2)))
      CAF_FAIL("longer than " << limit << ": " << quoted);
  }
}

CAF_TEST(the names of a film are found in its data) {
  auto data = parsed(R"({"brand_name":"Acme","drug_name":"Xy","language":"es",
                         "scenes":[{},{},{}]})");
  auto brand = context_of(data, 1, video_type::product_ad, {}, {});
  CAF_CHECK_EQUAL(brand.name, "Acme");
  CAF_CHECK_EQUAL(brand.count, 3u);
  auto drug = context_of(data, 1, video_type::moa, {}, {});
  CAF_CHECK_EQUAL(drug.name, "Xy");
  auto x = compose(data.at("scenes").at(size_t{1}), drug);
  CAF_CHECK_EQUAL(x.illustration, "Ilustraci\u00F3n");
}
