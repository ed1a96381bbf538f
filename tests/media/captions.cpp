#define CAF_SUITE captions
#include "tests/support/test.hpp"

#include "media/captions.hpp"

#include <random>

using namespace troupe;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

/// Words of 0.3 s, 10 characters a second or so, from 1 s on.
std::vector<spoken_word> words_of(std::string_view text,
                                  microseconds each = 300ms) {
  std::vector<spoken_word> out;
  microseconds at = 1s;
  while (!text.empty()) {
    auto end = std::min(text.find(' '), text.size());
    out.push_back({std::string{text.substr(0, end)}, at, at + each - 20ms});
    at += each;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string text_of_cue(const caption_cue& cue) {
  std::string out;
  for (auto& line : cue.lines())
    out += (out.empty() ? "" : "|") + line;
  return out;
}

size_t characters(std::string_view text) {
  size_t out = 0;
  for (auto c : text)
    out += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return out;
}

} // namespace

CAF_TEST(cues break where people breathe) {
  auto cues = caption_cues(
    words_of("High blood pressure has no symptoms. Yet it harms the heart, the "
             "brain and the kidneys every single day, year after year."),
    60s);
  CAF_REQUIRE_EQUAL(cues.size(), 2u);
  auto first = text_of_cue(cues[0]);
  auto second = text_of_cue(cues[1]);
  CAF_CHECK_EQUAL(first, "High blood pressure has no symptoms.");
  CAF_CHECK_EQUAL(second, "Yet it harms the heart, the brain and the|kidneys "
                          "every single day, year after year.");
  cues = caption_cues(words_of("Take 10 mg once a day with or without food as "
                               "your doctor told you, and do not stop it."),
                      60s);
  CAF_REQUIRE_EQUAL(cues.size(), 2u);
  auto clause = text_of_cue(cues[0]);
  CAF_CHECK_EQUAL(clause, "Take 10 mg once a day with or without food|as your "
                          "doctor told you,");
}

CAF_TEST(a long silence ends a cue) {
  auto words = words_of("Wait for it now");
  for (size_t i = 2; i < words.size(); ++i) {
    words[i].start += 2s;
    words[i].end += 2s;
  }
  auto cues = caption_cues(words, 60s);
  CAF_REQUIRE_EQUAL(cues.size(), 2u);
  CAF_CHECK_LESS(cues[0].end.count(), cues[1].start.count());
}

CAF_TEST(random words keep all rules) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (int round = 0; round < 300; ++round) {
    std::vector<spoken_word> words;
    microseconds at{0};
    auto count = random() % 80;
    for (size_t i = 0; i < count; ++i) {
      std::string text;
      for (size_t k = 0; k < 1 + random() % 12; ++k)
        text += random() % 9 == 0 ? "é" : "x";
      if (random() % 40 == 0)
        text = std::string(70, 'w');
      if (auto mark = random() % 12; mark < 5)
        text += ".,;?!"[mark];
      at += microseconds{random() % 400'000};
      auto end = at + microseconds{random() % 900'000};
      words.push_back({text, at, end});
      at = end;
    }
    auto film_end = at + 300ms;
    auto cues = caption_cues(words, film_end);
    std::string before, after;
    for (auto& word : words)
      before += word.text + " ";
    microseconds last{0};
    for (auto& cue : cues) {
      auto lines = cue.lines();
      CAF_CHECK_LESS_OR_EQUAL(lines.size(), 2u);
      for (auto& line : lines)
        if (characters(line) > caption_line_chars
            && line.find(' ') != line.npos)
          CAF_FAIL("line too long: " << line);
      if (cue.start < last || cue.end <= cue.start || cue.end > film_end)
        CAF_FAIL("cue out of order");
      last = cue.end;
      for (auto& word : cue.words)
        after += word.text + " ";
    }
    // Words that take no time at the very end may have no cue.
    if (before.compare(0, after.size(), after) != 0 && after.size() > 0
        && before.size() - after.size() > 120)
      CAF_FAIL("words were lost: " << before << " / " << after);
  }
}

CAF_TEST(there is time to read where the speech allows it) {
  auto cues = caption_cues(words_of("Take it once. Do not stop it on your own "
                                    "without asking, please."),
                           60s);
  for (auto& cue : cues) {
    size_t chars = 0;
    for (auto& line : cue.lines())
      chars += line.size();
    auto seconds = static_cast<double>((cue.end - cue.start).count()) / 1e6;
    CAF_CHECK_LESS_OR_EQUAL(static_cast<double>(chars) / seconds, 20.0);
  }
}

CAF_TEST(webvtt is escaped and carries word times) {
  std::vector<spoken_word> words{{"a<b", 1s, 1200ms},
                                 {"&", 1200ms, 1300ms},
                                 {"-->", 1300ms, 1500ms},
                                 {"<script>", 3661s, 3662s}};
  auto cues = caption_cues(words, 2h);
  auto vtt = to_vtt(cues, "en-US\nX: <");
  CAF_CHECK(vtt.starts_with("WEBVTT\nLanguage: en-USX\n\n1\n"));
  CAF_CHECK(vtt.find("00:00:00.880 --> 00:00:01.9") != vtt.npos);
  CAF_CHECK(vtt.find("a&lt;b <00:00:01.200>&amp; <00:00:01.300>--&gt;\n")
            != vtt.npos);
  CAF_CHECK(vtt.find("01:01:00.880 --> ") != vtt.npos);
  CAF_CHECK(vtt.find("&lt;script&gt;") != vtt.npos);
  auto plain = to_vtt(cues, "", vtt_words::plain);
  CAF_CHECK(plain.starts_with("WEBVTT\n\n1\n"));
  CAF_CHECK(plain.find("<0") == plain.npos);
}

CAF_TEST(subrip has commas and no tags) {
  auto cues = caption_cues({{"<i>Hello</i>", 1s, 1400ms},
                            {"-->", 1400ms, 1500ms}},
                           60s);
  auto srt = to_srt(cues);
  CAF_CHECK(srt.starts_with("1\n00:00:00,880 --> 00:00:01,9"));
  auto body = srt.substr(srt.find('\n', 3) + 1);
  CAF_CHECK(body.find('<') == body.npos);
  CAF_CHECK(body.find("-->") == body.npos);
  CAF_CHECK(body.find("Hello") != body.npos);
}

CAF_TEST(no words give empty but valid files) {
  CAF_CHECK(caption_cues({}, 10s).empty());
  auto vtt = to_vtt({});
  CAF_CHECK_EQUAL(vtt, "WEBVTT\nLanguage: en\n");
  CAF_CHECK(to_srt({}).empty());
}

CAF_TEST(cues of a film stay in their scenes and move to its time) {
  scene_slot first, second;
  first.frames = 45;
  first.words = {{"one", 350ms, 1400ms}};
  second.first_frame = 45;
  second.frames = 90;
  second.words = {{"two", 350ms, 600ms}};
  auto cues = film_cues({first, second}, {640, 360, 30});
  CAF_REQUIRE_EQUAL(cues.size(), 2u);
  CAF_CHECK(cues[0].start == 230ms);
  CAF_CHECK(cues[0].end == 1500ms);
  CAF_CHECK(cues[1].start == 1730ms);
  CAF_CHECK(cues[1].words.front().start == 1850ms);
  CAF_CHECK(cues[1].words.front().end == 2100ms);
  CAF_CHECK(cues[1].end <= 4500ms);
}

CAF_TEST(every shape of film has its own room) {
  auto words = words_of("High blood pressure often has no symptoms, yet it "
                        "harms the heart, the brain and the kidneys of many "
                        "people every single day of their lives without a "
                        "single sign.");
  auto shape = [](uint32_t width, uint32_t height) {
    return caption_shape_of({width, height, 30});
  };
  CAF_CHECK(shape(1920, 1080) == (caption_shape{42, 2}));
  CAF_CHECK(shape(1080, 1080) == (caption_shape{34, 2}));
  CAF_CHECK(shape(1080, 1350) == (caption_shape{26, 2}));
  CAF_CHECK(shape(1080, 1920) == (caption_shape{26, 2}));
  for (auto& room : {shape(1920, 1080), shape(1080, 1080), shape(1080, 1920)}) {
    std::string all;
    size_t smallest = 1000;
    for (auto& cue : caption_cues(words, 60s, room)) {
      auto lines = cue.lines();
      CAF_CHECK_LESS_OR_EQUAL(lines.size(), room.lines);
      size_t columns = 0;
      for (auto& line : lines) {
        CAF_CHECK_LESS_OR_EQUAL(caption_width(line), room.columns);
        columns += caption_width(line);
        all += line + " ";
      }
      smallest = std::min(smallest, columns);
    }
    // Parts of a sentence are of about the same length.
    CAF_CHECK_GREATER(smallest, room.columns / 3);
    std::string spoken;
    for (auto& word : words)
      spoken += word.text + " ";
    CAF_CHECK_EQUAL(all, spoken);
  }
}

CAF_TEST(scripts without blanks are split by width) {
  std::string chinese, thai;
  for (int i = 0; i < 12; ++i) {
    chinese += "\xE9\xAB\x98\xE8\xA1\x80\xE5\x8E\x8B\xEF\xBC\x8C"; // high pressure,
    thai += "\xE0\xB9\x80\xE0\xB8\xA5\xE0\xB8\xB7\xE0\xB8\xAD\xE0\xB8\x94"; // blood
  }
  for (auto& text : {chinese, thai}) {
    auto cues = caption_cues({{text, 1s, 13s}}, 20s);
    CAF_REQUIRE_GREATER(cues.size(), 0u);
    std::string all;
    for (auto& cue : cues) {
      auto lines = cue.lines();
      CAF_CHECK_LESS_OR_EQUAL(lines.size(), 2u);
      for (auto& line : lines) {
        CAF_CHECK_LESS_OR_EQUAL(caption_width(line), caption_line_chars);
        // No line begins with a comma, a vowel above or a closing mark.
        CAF_CHECK(!line.starts_with("\xEF\xBC\x8C"));
        CAF_CHECK(!line.starts_with("\xE0\xB8\xB7"));
        all += line;
      }
    }
    CAF_CHECK_EQUAL(all, text);
  }
}

CAF_TEST(wide characters count twice and marks not at all) {
  CAF_CHECK_EQUAL(caption_width("abc"), 3u);
  CAF_CHECK_EQUAL(caption_width("\xE9\xAB\x98\xE8\xA1\x80"), 4u);
  CAF_CHECK_EQUAL(caption_width("e\xCC\x81"), 1u);
  CAF_CHECK_EQUAL(caption_width("\xE2\x80\x8F\xD7\xA9\xD7\x9C"), 2u);
  CAF_CHECK_EQUAL(caption_width("\xF0\x9F\x98\x80"), 2u);
}

CAF_TEST(sentences of other scripts end cues) {
  auto cues = caption_cues(
    words_of("\xD9\x87\xD8\xB0\xD8\xA7 \xD8\xB3\xD8\xA4\xD8\xA7\xD9\x84 "
             "\xD8\xB7\xD9\x88\xD9\x8A\xD9\x84 "
             "\xD8\xAC\xD8\xAF\xD8\xA7\xD8\x9F \xD9\x86\xD8\xB9\xD9\x85 "
             "\xD8\xA7\xD9\x84\xD8\xAF\xD9\x88\xD8\xA7\xD8\xA1 "
             "\xD8\xB3\xD9\x8A\xD8\xB3\xD8\xA7\xD8\xB9\xD8\xAF\xD9\x83 "
             "\xD8\xA7\xD9\x84\xD9\x8A\xD9\x88\xD9\x85 \xD9\x83\xD9\x84 "
             "\xD8\xB5\xD8\xA8\xD8\xA7\xD8\xAD."),
    60s);
  CAF_REQUIRE_GREATER(cues.size(), 0u);
  CAF_CHECK(text_of_cue(cues.front()).find("\xD8\x9F") != std::string::npos);
}

CAF_TEST(no cue ends with a word that leans on the next) {
  auto cues = caption_cues(
    words_of("The enzyme that the body uses to raise the pressure of the blood "
             "is held back by the tablet so that the walls of the vessels can "
             "relax again without any effort of the heart."),
    60s);
  for (auto& cue : cues) {
    auto& last = cue.words.back().text;
    CAF_CHECK(last != "the" && last != "of" && last != "by" && last != "to");
    CAF_CHECK_GREATER(cue.words.size(), 1u);
  }
}
