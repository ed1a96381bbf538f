#define CAF_SUITE payload
#include "tests/support/test.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/film_format.hpp"
#include "protocol/payload.hpp"

#include <set>

using namespace troupe;

namespace {

/// A moa payload with one more member, checked.
result<json> with(const std::string& member,
                  video_type type = video_type::moa) {
  return check_payload_text(
    type,
    R"({"drug_name":"d","condition":"c","indication":"i",)" + member + "}");
}

std::string refusal_of(const std::string& member,
                       video_type type = video_type::moa) {
  auto out = with(member, type);
  return out ? "(accepted)" : text_of(out.error());
}

/// What a member becomes; "null" when it is left out.
std::string value_of(const std::string& name, const std::string& value,
                     video_type type = video_type::moa) {
  auto out = with("\"" + name + "\":" + value, type);
  return out ? out->at(name).dump() : text_of(out.error());
}

} // namespace

CAF_TEST(every type asks for its fields by name) {
  struct row {
    video_type type;
    const char* first;
    const char* second;
  };
  for (auto& [type, first, second] : {
         row{video_type::product_ad, "topic", "brand_name"},
         row{video_type::compliance_video, "prompt", "brand_name"},
         row{video_type::moa, "drug_name", "condition"},
         row{video_type::doctor_ad, "drug_name", "indication"},
         row{video_type::social_media, "drug_name", "indication"},
       }) {
    auto names = required_fields(type);
    CAF_CHECK(names == (std::vector<std::string>{first, second}));
    auto payload = json::make_object({{first, "x"}, {second, "y"}});
    CAF_CHECK(check_payload(type, payload));
    for (auto name : {first, second}) {
      for (auto bad :
           {json{}, json{""}, json{" \n\t "}, json{"\u202e\u0007"}}) {
        auto broken = payload;
        broken[name] = bad;
        auto out = check_payload(type, broken);
        CAF_REQUIRE(!out);
        CAF_CHECK(code_of(out.error()) == ec::invalid_argument);
        auto text = text_of(out.error());
        CAF_CHECK_EQUAL(text, "Missing required field: " + std::string{name});
      }
      auto broken = payload;
      broken[name] = 5;
      auto out = check_payload(type, broken);
      CAF_REQUIRE(!out);
      auto text = text_of(out.error());
      CAF_CHECK(
        text.starts_with("Field " + std::string{name} + " must be text"));
    }
  }
}

CAF_TEST(an explainer needs a topic and nothing else) {
  CAF_CHECK(required_fields(video_type::explainer)
            == std::vector<std::string>{"topic"});
  CAF_CHECK(check_payload(video_type::explainer,
                          json::make_object({{"topic", "Tides"}})));
  auto none = check_payload(video_type::explainer, json::make_object());
  CAF_REQUIRE(!none);
  CAF_CHECK_EQUAL(text_of(none.error()), "Missing required field: topic");
}

CAF_TEST(words of style and references come in any form and out in one) {
  auto is = [](const std::string& name, const std::string& value) {
    return refusal_of("\"topic\":\"t\",\"" + name + "\":" + value,
                      video_type::explainer);
  };
  auto form = [](const std::string& name, const std::string& value) {
    auto out = with("\"topic\":\"t\",\"" + name + "\":" + value,
                    video_type::explainer);
    return out ? out->at(name).dump() : text_of(out.error());
  };
  CAF_CHECK_EQUAL(form("use_rag", "true"), "true");
  CAF_CHECK_EQUAL(form("use_rag", "\"Yes\""), "true");
  CAF_CHECK_EQUAL(form("use_rag", "\"0\""), "false");
  CAF_CHECK_EQUAL(is("use_rag", "3"), "Field use_rag must be true or false");
  CAF_CHECK_EQUAL(form("style_preferences", "\"bold\""),
                  R"({"visual_style":"bold"})");
  CAF_CHECK_EQUAL(
    form("style_preferences",
         R"({"mood":["calm","warm"],"visual_style":" minimal "})"),
    R"({"visual_style":"minimal","mood":"calm, warm"})");
  CAF_CHECK_EQUAL(is("style_preferences", R"({"font":"Arial"})"),
                  "Field style_preferences has visual_style, color_scheme and "
                  "mood only");
  CAF_CHECK_EQUAL(is("style_preferences", R"({"mood":5})"),
                  "Field style_preferences.mood must be text of at most 120 "
                  "bytes");
  CAF_CHECK_EQUAL(is("style_preferences", "[1]"),
                  "Field style_preferences must be an object with "
                  "visual_style, color_scheme, mood");
  auto id = std::string(31, 'a') + "1";
  CAF_CHECK_EQUAL(form("reference_files", "[\"" + id + "\",\"" + id + "\"]"),
                  "[\"" + id + "\"]");
  CAF_CHECK_EQUAL(form("reference_files", "\"" + id + ",\""),
                  "[\"" + id + "\"]");
  auto refused = "Field reference_files must be a list of up to 20 ids of "
                 "uploaded files";
  for (auto bad : {"[\"../etc/passwd\"]", "[5]", "\"a\"", "{}"})
    CAF_CHECK_EQUAL(is("reference_files", bad), refused);
}

CAF_TEST(defaults are those of the type) {
  struct row {
    video_type type;
    const char* persona;
    const char* tone;
    const char* audience;
    const char* shape;
  };
  for (auto& [type, persona, tone, audience, shape] : {
         row{video_type::product_ad, "professional narrator",
             "clear and engaging", "", "16:9"},
         row{video_type::compliance_video, "compliance officer",
             "formal and precise", "", "16:9"},
         row{video_type::moa, "professional medical narrator",
             "clear and educational", "healthcare professionals", "16:9"},
         row{video_type::doctor_ad, "professional medical narrator",
             "scientific and professional", "", "16:9"},
         row{video_type::social_media, "friendly health narrator",
             "engaging and conversational", "patients", "9:16"},
       }) {
    auto out =
      with(R"("topic":"t","prompt":"p","brand_name":"b","tone":"")", type);
    CAF_REQUIRE(out);
    auto text = out->text("persona");
    CAF_CHECK_EQUAL(text, persona);
    text = out->text("tone");
    CAF_CHECK_EQUAL(text, tone);
    text = out->text("target_audience");
    CAF_CHECK_EQUAL(text, audience);
    text = out->text("aspect_ratio");
    CAF_CHECK_EQUAL(text, shape);
    text = out->text("quality");
    CAF_CHECK_EQUAL(text, "medium");
  }
}

CAF_TEST(the canonical form has one order and is stable) {
  auto one = check_payload_text(
    video_type::moa, R"({"zebra":1,"seed":"42","condition":"c","ape":{"y":1,)"
                     R"("x":[" a "]},"duration":"30s","drug_name":" d "})");
  auto two = check_payload_text(
    video_type::moa, R"({"ape":{"x":["a"],"y":1},"drug_name":"d","tone":null,)"
                     R"("condition":"c","duration":30,"zebra":1,"seed":42,)"
                     R"("quality":"MEDIUM"})");
  CAF_REQUIRE(one);
  CAF_REQUIRE(two);
  auto text = one->dump();
  CAF_CHECK_EQUAL(text,
                  R"({"drug_name":"d","condition":"c",)"
                  R"("persona":"professional medical narrator",)"
                  R"("tone":"clear and educational",)"
                  R"("target_audience":"healthcare professionals",)"
                  R"("quality":"medium","duration":30,"aspect_ratio":"16:9",)"
                  R"("seed":42,"ape":{"x":["a"],"y":1},"zebra":1})");
  CAF_CHECK(*one == *two);
  auto again = check_payload(video_type::moa, *one);
  CAF_REQUIRE(again);
  CAF_CHECK(*again == *one);
}

CAF_TEST(values are normalised) {
  struct row {
    const char* name;
    const char* value;
    const char* becomes;
  };
  for (auto& [name, value, becomes] : {
         row{"quality", "\"HIGH\"", "\"high\""},
         row{"quality", "\"\"", "\"medium\""},
         row{"quality", "\"2160P\"", "\"2160p\""},
         row{"fps", "60", "60"},
         row{"fps", "\" 25 \"", "25"},
         row{"fps", "\"24 fps\"", "24"},
         row{"aspect_ratio", "\" 4:5 \"", "\"4:5\""},
         row{"duration", "12.5", "12.5"},
         row{"duration", "60.0", "60"},
         row{"duration", "\"90\"", "90"},
         row{"duration", "\"30 seconds\"", "30"},
         row{"duration", "\"12.5s\"", "12.5"},
         row{"duration", "\"\"", "null"},
         row{"seed", "0", "0"},
         row{"seed", "\"9007199254740991\"", "9007199254740991"},
         row{"language", "\"English\"", "\"en\""},
         row{"language", "\"EN_us\"", "\"en-US\""},
         row{"language", "\"zh-hant-tw\"", "\"zh-Hant-TW\""},
         row{"language", "\"es-419\"", "\"es-419\""},
         row{"region", "\"East Asia\"", "\"east_asia\""},
         row{"region", "\"latin-america\"", "\"latin_america\""},
         row{"clinical_data", "[\"a\",\"b\"]", R"("a\nb")"},
         row{"reference_docs", "\" a\\r\\nb \"", R"("a\nb")"},
         row{"tone", "\"calm\\nand\\tclear\"", "\"calm and clear\""},
         row{"persona", "\"\\u0000\\u202enurse\\u200b\"", "\"nurse\""},
         row{"theme", "\"clinical_dark\"", "\"clinical_dark\""},
         row{"product_images", "\"abc\"", "[\"abc\"]"},
         row{"product_images", "[\"\"]", "null"},
         row{"brand_color", "\"#0B5FFF\"", "\"#0b5fff\""},
         row{"brand_colors", "[\"0b5\",\" \"]", "[\"#00bb55\"]"},
         row{"unknown", "[1,{\"b\":2,\"a\":\" x \"}]",
             R"([1,{"a":"x","b":2}])"},
       }) {
    auto found = value_of(name, value);
    CAF_CHECK_EQUAL(found, becomes);
  }
}

CAF_TEST(a payload chooses size and rate of its film) {
  struct row {
    const char* members;
    film_format format;
  };
  for (auto& [members, format] : {
         row{"", {1280, 720, 30}},
         row{R"(,"quality":"360p","fps":"24")", {640, 360, 24}},
         row{R"(,"quality":"2160p","fps":60)", {3840, 2160, 60}},
         row{R"(,"quality":"2160p","aspect_ratio":"9:16")", {2160, 3840, 30}},
         row{R"(,"quality":"ultra","aspect_ratio":"4:5","fps":25)",
             {1440, 1800, 25}},
       }) {
    auto payload = check_payload_text(
      video_type::moa,
      R"({"drug_name":"A","condition":"b")" + std::string{members} + "}");
    CAF_REQUIRE(payload);
    CAF_CHECK(format_of(video_type::moa, *payload) == format);
  }
}

CAF_TEST(a payload chooses how its film is handed over) {
  CAF_CHECK_EQUAL(value_of("output_format", "\"WebM\""), "\"webm\"");
  CAF_CHECK_EQUAL(value_of("output_format", "\" \""), "null");
  CAF_CHECK_EQUAL(value_of("output_format", "\"mkv\""),
                  "Field output_format must be one of mp4, mov, webm, avi");
  for (auto name : {"enable_subtitles", "enable_thumbnails"}) {
    CAF_CHECK_EQUAL(value_of(name, "false"), "false");
    CAF_CHECK_EQUAL(value_of(name, "\"No\""), "false");
    CAF_CHECK_EQUAL(value_of(name, "\"true\""), "true");
    CAF_CHECK_EQUAL(value_of(name, "\"\""), "null");
    for (auto bad : {"1", "\"maybe\"", "[]", "{}"})
      CAF_CHECK_EQUAL(value_of(name, bad), "Field " + std::string{name}
                                             + " must be true or false");
  }
}

CAF_TEST(bad values are refused with the field and what it may be) {
  struct row {
    const char* member;
    const char* text;
  };
  constexpr auto duration = "Field duration must be a number of seconds from "
                            "10 to 180 for moa";
  constexpr auto seed = "Field seed must be a whole number from 0 to "
                        "9007199254740991";
  constexpr auto language = "Field language must be a language tag such as "
                            "en, en-GB or hi, or a name such as english";
  constexpr auto picture
    = "Field logo must be a picture as a data: URI (image/png, image/jpeg or "
      "image/webp, base64) or the id of an uploaded picture (letters, digits, "
      "- and _)";
  for (auto& [member, text] : {
         row{"\"quality\":\"best\"",
             "Field quality must be one of low, medium, high, ultra, "
             "360p, 480p, 720p, 1080p, 1440p, 2160p"},
         row{"\"quality\":3",
             "Field quality must be one of low, medium, high, ultra, "
             "360p, 480p, 720p, 1080p, 1440p, 2160p"},
         row{"\"aspect_ratio\":\"21:9\"",
             "Field aspect_ratio must be one of 16:9, 9:16, 1:1, 4:5"},
         row{"\"fps\":29", "Field fps must be one of 24, 25, 30, 60 frames a "
                           "second"},
         row{"\"fps\":\"fps\"", "Field fps must be one of 24, 25, 30, 60 "
                               "frames a second"},
         row{"\"fps\":59.94", "Field fps must be one of 24, 25, 30, 60 frames "
                             "a second"},
         row{"\"region\":\"moon\"",
             "Field region must be one of india, africa, europe, east_asia, "
             "middle_east, latin_america, north_america, southeast_asia, "
             "global"},
         row{"\"duration\":9", duration},
         row{"\"duration\":181", duration},
         row{"\"duration\":1e300", duration},
         row{"\"duration\":\"nan\"", duration},
         row{"\"duration\":\"30 minutes\"", duration},
         row{"\"duration\":\"1.2.3\"", duration},
         row{"\"duration\":[30]", duration},
         row{"\"seed\":-1", seed},
         row{"\"seed\":1.5", seed},
         row{"\"seed\":9007199254740992", seed},
         row{"\"seed\":\"7x\"", seed},
         row{"\"seed\":\"99999999999999999999\"", seed},
         row{"\"language\":\"klingon\"", language},
         row{"\"language\":\"en-\"", language},
         row{"\"language\":\"en--US\"", language},
         row{"\"language\":\"../../etc\"", language},
         row{"\"language\":7", language},
         row{"\"logo\":\"../../etc/passwd\"", picture},
         row{"\"logo\":\"http://x\"",
             "Field logo must be the picture itself as a data: URI; addresses "
             "of the web are not fetched"},
         row{"\"logo\":7", picture},
         row{"\"avatar\":\"data:image/svg+xml;base64,AAAA\"",
             "Field avatar must be a picture as a data: URI (image/png, "
             "image/jpeg or image/webp, base64) or the id of an uploaded "
             "picture (letters, digits, - and _)"},
         row{"\"brand_color\":\"blurple\"",
             "Field brand_color must be a colour such as #0b5fff or teal"},
         row{"\"brand_colors\":[\"#fff\",7]",
             "Field brand_colors must be a colour such as #0b5fff or teal"},
         row{"\"theme\":\"a b\"",
             "Field theme must be clinical_dark, clinical_light, editorial, "
             "formal, social_bold, warm, high_contrast, or the name of a "
             "colour"},
         row{"\"product_images\":{}",
             "Field product_images must be a list of at most 8 pictures"},
         row{"\"clinical_data\":{\"a\":1}",
             "Field clinical_data must be text or a list of texts"},
         row{"\"tone\":[\"x\"]", "Field tone must be text"},
         row{"\"\":1", "Payload has a field whose name is not 1 to 64 bytes "
                       "of plain text"},
         row{"\"a\\nb\":1", "Payload has a field whose name is not 1 to 64 "
                            "bytes of plain text"},
       }) {
    auto refusal = refusal_of(member);
    CAF_CHECK_EQUAL(refusal, text);
  }
  auto refusal = refusal_of("\"duration\":61", video_type::social_media);
  CAF_CHECK_EQUAL(refusal, "Field duration must be a number of seconds from "
                           "15 to 60 for social_media");
  auto out = check_payload_text(video_type::moa, "[]");
  CAF_REQUIRE(!out);
  refusal = text_of(out.error());
  CAF_CHECK_EQUAL(refusal, "Field payload must be an object");
}

CAF_TEST(sizes have limits) {
  auto text = [](size_t size) { return "\"" + std::string(size, 'x') + "\""; };
  CAF_CHECK(with("\"tone\":" + text(500)));
  auto refusal = refusal_of("\"tone\":" + text(501));
  CAF_CHECK_EQUAL(refusal,
                  "Field tone must be at most 500 bytes long; it has 501");
  CAF_CHECK(with("\"moa_summary\":" + text(20'000)));
  CAF_CHECK(!with("\"moa_summary\":" + text(20'001)));
  CAF_CHECK(!with("\"unknown\":" + text(20'001)));
  CAF_CHECK(
    !with("\"reference_docs\":[" + text(15'000) + "," + text(15'000) + "]"));
  std::string many;
  for (int i = 0; i < 20; ++i)
    many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":" + text(15'000);
  refusal = refusal_of(many);
  CAF_CHECK_EQUAL(refusal,
                  "Field payload must be at most 262144 bytes as JSON, "
                  "pictures not counted");
}

CAF_TEST(forms may hold bytes that are no text) {
  auto out = check_payload(
    video_type::moa,
    json::make_object({{"drug_name", "\xff\xfe"}, {"condition", "c"}}));
  CAF_REQUIRE(!out);
  auto text = text_of(out.error());
  CAF_CHECK_EQUAL(text, "Field drug_name must be valid UTF-8");
  CAF_CHECK(is_utf8("a\u00e9\u20ac\U0001F600"));
  for (auto bad :
       {"\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
        "\xe2\x82", "\xf8\x88\x80\x80\x80"})
    CAF_CHECK(!is_utf8(bad));
}

CAF_TEST(the seed is given or follows from the payload) {
  auto given = with("\"seed\":42");
  CAF_CHECK_EQUAL(seed_of(*given), 42u);
  auto plain = with("\"tone\":\"a\"");
  auto other = with("\"tone\":\"b\"");
  auto spelled = with("\"tone\":\" a \",\"quality\":\"medium\"");
  CAF_CHECK_EQUAL(seed_of(*plain), seed_of(*spelled));
  CAF_CHECK_NOT_EQUAL(seed_of(*plain), seed_of(*other));
  CAF_CHECK(seed_of(*plain) <= static_cast<uint64_t>(max_seed));
  // Films of older releases are made again with the same seed.
  CAF_CHECK_EQUAL(seed_of(*plain), 5068523417247334u);
}

CAF_TEST(regions are those that clients know) {
  std::vector<std::string> names;
  for (auto& x : supported_regions()) {
    names.push_back(x.name);
    CAF_CHECK(!x.modifiers.empty());
    CAF_CHECK(!x.description.empty());
  }
  CAF_CHECK(names
            == (std::vector<std::string>{
              "india", "africa", "europe", "east_asia", "middle_east",
              "latin_america", "north_america", "southeast_asia", "global"}));
}

CAF_TEST(language beats region for the voice) {
  auto voice = [](const std::string& member) {
    return voice_language(*with(member));
  };
  auto text = voice("\"tone\":\"x\"");
  CAF_CHECK_EQUAL(text, "en");
  text = voice("\"region\":\"india\"");
  CAF_CHECK_EQUAL(text, "en-IN");
  text = voice("\"region\":\"india\",\"language\":\"german\"");
  CAF_CHECK_EQUAL(text, "de");
}
