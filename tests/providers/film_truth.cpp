#define CAF_SUITE film_truth
#include "tests/support/test.hpp"

#include "tests/providers/embedded_writer_support.hpp"
#include "tests/providers/film_ear.hpp"
#include "tests/providers/small_film.hpp"
#include "tests/support/seeds.hpp"

#include "media/captions.hpp"
#include "media/narrator.hpp"
#include "media/wav.hpp"
#include "protocol/direction.hpp"
#include "protocol/defaults.hpp"
#include "protocol/film_style.hpp"
#include "protocol/piece_spec.hpp"
#include "protocol/version.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

namespace fs = std::filesystem;

struct fixture {
  temporary_folder folder;
  small_studio studio{folder / "data"};

  fs::path file_of(const piece_record& record, const char* name) const {
    return studio.file(record, name);
  }

  const piece_record& made_of(const std::vector<piece_record>& records,
                              piece_kind kind) {
    for (auto& x : records)
      if (x.kind == kind)
        return x;
    CAF_FAIL("no " << to_string(kind));
  }
};

/// What render's plan says of the film, to know where to look.
film_spec spec_of(const small_film& film) {
  auto spec = json::parse(film.plan.back().spec,
                          {16 * 1024 * 1024, 64, 500'000, 1'000});
  if (!spec)
    CAF_FAIL("the film's spec can't be read");
  auto out = film_spec_from(*spec);
  if (!out)
    CAF_FAIL(text_of(out.error()));
  return *out;
}

constexpr size_t scene_count = 100;

/// Scenes of odd lengths, black and white by turns, every other one spoken.
json long_document(random_source& random, int64_t fps) {
  constexpr const char* lines[] = {"Nine.", "Good morning.", "Why not?",
                                   "Ten drops.", "And again."};
  auto scenes = json::make_array();
  for (size_t i = 0; i < scene_count; ++i) {
    auto scene = json::make_object(
      {{"title", "Scene"},
       {"look", json::make_object(
                  {{"background", i % 2 == 0 ? "#000000" : "#ffffff"}})}});
    scene["duration_sec"] = 0.5 + static_cast<double>(random.next() % 900) / 1000;
    if (i % 2 == 0)
      scene["script"] = lines[random.next() % std::size(lines)];
    scenes.push_back(std::move(scene));
  }
  return json::make_object(
    {{"title", "A long film"},
     {"seed", 5},
     {"transition", "cut"},
     {"look", json::make_object({{"theme", "high_contrast"},
                                 {"captions", false},
                                 {"motion", "still"}})},
     {"format", json::make_object({{"quality", "360p"}, {"fps", fps}})},
     {"mix", json::make_object({{"music", "none"}, {"effects", false}})},
     {"scenes", scenes}});
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(film_truth_tests, fixture)

CAF_TEST(sound and picture of a long film stay together) {
  auto seed = seeds(1).front();
  random_source random{seed};
  constexpr int64_t rates[] = {24, 25, 30, 60};
  auto fps = rates[random.next() % std::size(rates)];
  CAF_MESSAGE(fps << " frames a second");
  auto film = spoken_film(studio, long_document(random, fps));
  auto records = studio.made(film);
  auto path = file_of(records.back(), "film.mp4");
  auto frames = seen_frames(path);
  auto sound = heard_samples(path);
  std::vector<double> changes{0};
  for (size_t i = 1; i < frames.size(); ++i)
    if ((frames[i].brightness > 127) != (frames[i - 1].brightness > 127))
      changes.push_back(frames[i].time);
  auto& voices = film.inputs.at("upstream").at("tts").at("scenes").as_array();
  CAF_REQUIRE_EQUAL(changes.size(), scene_count);
  auto frame = 1.0 / static_cast<double>(fps);
  double first = 0, last = 0;
  size_t heard = 0;
  for (auto& voice : voices) {
    auto wav = studio.session_folder() / "pieces" / voice.text("narration")
               / "voice.wav";
    auto spoken = read_wav(wav);
    CAF_REQUIRE(spoken);
    // A part from the middle, which is loud.
    auto from = spoken->size() / 4;
    auto part = std::span{*spoken}.subspan(
      from, std::min<size_t>(6'000, spoken->size() / 2));
    auto index = static_cast<size_t>(voice.integer("scene_id")) - 1;
    // The voice begins 0.35 s into its scene: docs/film.md.
    auto expected = std::llround((changes[index] + 0.35) * 48'000)
                    + static_cast<int64_t>(from);
    auto reach = static_cast<int64_t>(48'000 * frame) + 480;
    auto off = static_cast<double>(offset_of(part, sound, expected, reach))
               / 48'000;
    if (std::abs(off) >= frame)
      CAF_FAIL("scene " << index + 1 << " is off by " << off << " s");
    (heard++ == 0 ? first : last) = off;
  }
  CAF_CHECK_EQUAL(heard, scene_count / 2);
  CAF_MESSAGE("first " << first * 1000 << " ms, last " << last * 1000 << " ms");
  CAF_CHECK_LESS(std::abs(last - first), 0.010);
  auto end = frames.back().time + frame;
  CAF_CHECK_LESS(
    std::abs(static_cast<double>(sound.size()) / 48'000 - end), 0.010 + 0.022);
}

CAF_TEST(sound tracks are as loud as was asked) {
  struct wanted {
    const char* music;
    double lufs;
    size_t scenes;
  };
  constexpr const char* line
    = "Water boils when it is hot enough. Yet a lid makes it quicker, and "
      "saves a third of the heat.";
  for (auto& x : {wanted{"calm", -16, 2}, wanted{"bright", -14, 3},
                  wanted{"serious", -23, 1}, wanted{"tense", -16, 4},
                  wanted{"none", -14, 2}}) {
    auto scenes = json::make_array();
    for (size_t i = 0; i < x.scenes; ++i)
      scenes.push_back(
        json::make_object({{"title", "Scene"}, {"script", line}}));
    auto film = spoken_film(
      studio,
      json::make_object(
        {{"seed", 11},
         {"mix", json::make_object(
                   {{"music", x.music}, {"loudness_lufs", x.lufs}})},
         {"scenes", scenes}}));
    // Sound alone.
    std::erase_if(film.plan, [](auto& piece) {
      return piece.kind != piece_kind::music
             && piece.kind != piece_kind::soundtrack;
    });
    auto records = studio.made(film);
    auto heard = heard_loudness_of(file_of(
      made_of(records, piece_kind::soundtrack), "soundtrack.m4a"));
    CAF_MESSAGE(x.music << " " << x.lufs << ": heard "
                        << heard.integrated_lufs << " LUFS, "
                        << heard.true_peak_dbtp << " dBTP");
    CAF_CHECK_LESS_OR_EQUAL(std::abs(heard.integrated_lufs - x.lufs), 0.5);
    CAF_CHECK_LESS_OR_EQUAL(heard.true_peak_dbtp, -1.0);
  }
}

CAF_TEST(caption files and the text track agree cue by cue) {
  constexpr const char* lines[] = {
    "Take 5 mg once a day, with or without food. \"Why?\" you may ask: "
    "because <habits> & meals help.",
    "Yes.",
    "High blood pressure often has no symptoms, yet it harms the heart, the "
    "brain, the kidneys and the eyes of a great many people every single day "
    "of their lives. Measure it, write it down, and ask your doctor what the "
    "numbers mean for you and yours."};
  for (auto aspect : {"16:9", "9:16", "1:1"}) {
    auto scenes = json::make_array();
    for (auto line : lines)
      scenes.push_back(
        json::make_object({{"title", "Scene"}, {"script", line}}));
    auto film = spoken_film(
      studio, json::make_object(
                {{"seed", 3},
                 {"mix", json::make_object({{"music", "none"}})},
                 {"format", json::make_object({{"quality", "360p"},
                                               {"aspect_ratio", aspect},
                                               {"fps", 24}})},
                 {"scenes", scenes}}));
    auto records = studio.made(film);
    auto& made = records.back();
    auto vtt = vtt_cues(file_of(made, "captions.vtt"));
    auto srt = srt_cues(file_of(made, "captions.srt"));
    auto track = track_cues(file_of(made, "film.mp4"));
    CAF_REQUIRE_GREATER(vtt.size(), 5u);
    CAF_REQUIRE_EQUAL(vtt.size(), srt.size());
    CAF_REQUIRE_EQUAL(vtt.size(), track.size());
    auto spec = spec_of(film);
    auto shape = caption_shape_of(spec.format);
    for (size_t i = 0; i < vtt.size(); ++i) {
      CAF_CHECK(vtt[i] == srt[i]);
      CAF_CHECK(vtt[i] == track[i]);
      CAF_CHECK_LESS(vtt[i].start_ms, vtt[i].end_ms);
      if (i > 0)
        CAF_CHECK_LESS_OR_EQUAL(vtt[i - 1].end_ms, vtt[i].start_ms);
      auto cut = vtt[i].text.find('\n');
      CAF_CHECK_LESS_OR_EQUAL(caption_width(vtt[i].text.substr(0, cut)),
                              shape.columns);
      if (cut != std::string::npos)
        CAF_CHECK_LESS_OR_EQUAL(caption_width(vtt[i].text.substr(cut + 1)),
                                shape.columns);
    }
    std::string all;
    for (auto& cue : vtt)
      all += cue.text + " ";
    CAF_CHECK(all.find("<habits> & meals") != all.npos
              || all.find("<habits>\n& meals") != all.npos
              || all.find("<habits> &\nmeals") != all.npos);
    fs::remove_all(studio.session_folder());
  }
}

CAF_TEST(captions of films of every type keep their rules) {
  constexpr const char* long_text
    = "It was studied in 1,250 people over 12 weeks at 48 clinics in Europe "
      "and North America. Of those who took 10 mg once a day, 62.5% reached "
      "the goal, compared with 31% on placebo (p<0.001). Side effects such as "
      "headache, dizziness and nausea were mild, short and rare, and nobody "
      "had to stop because of them. Employees must never share passwords with "
      "anyone, whether by telephone, by e-mail or in person.";
  double fastest = 0;
  for (auto type : all_video_types())
    for (auto is_long : {false, true}) {
      auto payload = writer_test::sample(type);
      if (is_long)
        for (auto field : {"prompt", "clinical_data", "key_benefit"})
          if (payload.has(field))
            payload[field] = payload.text(field) + " " + long_text;
      writer_test::film made{type, *check_payload(type, payload)};
      std::vector<scene_voice> voices;
      for (auto& line : made.script.at("script").as_array()) {
        auto said = narrate({line.text("script"), default_voice(payload)});
        CAF_REQUIRE(said);
        // Nobody waits for the next sentence.
        for (size_t i = 1; i < said->words.size(); ++i)
          CAF_CHECK_LESS((said->words[i].start - said->words[i - 1].end).count(),
                         1'200'000);
        voices.push_back(
          {static_cast<int32_t>(line.integer("scene_id")), said->duration(),
           said->words});
      }
      for (auto aspect : {"16:9", "9:16", "1:1", "4:5"}) {
        payload["aspect_ratio"] = aspect;
        auto format = format_of(type, payload);
        auto shape = caption_shape_of(format);
        CAF_CHECK_LESS_OR_EQUAL(shape.columns, 42u);
        CAF_CHECK_LESS_OR_EQUAL(shape.lines, 2u);
        auto slots = plan_timeline(voices, format.fps);
        auto before = 0us;
        for (auto& cue : film_cues(slots, format)) {
          auto lines = cue.lines();
          size_t columns = 0;
          for (auto& line : lines) {
            columns += caption_width(line);
            if (caption_width(line) > shape.columns)
              CAF_FAIL("too long: " << line);
          }
          CAF_CHECK_LESS_OR_EQUAL(lines.size(), shape.lines);
          CAF_CHECK_GREATER_OR_EQUAL(cue.start.count(), before.count());
          before = cue.end;
          auto pace = static_cast<double>(columns) * 1e6
                      / static_cast<double>((cue.end - cue.start).count());
          fastest = std::max(fastest, pace);
          if (pace > 20)
            CAF_ERROR(to_string(type) << " " << aspect << ": " << pace
                                      << " characters a second: " << lines[0] << "|"
                                      << lines.back() << " from "
                                      << cue.start.count() << " to "
                                      << cue.end.count());
        }
      }
    }
  CAF_MESSAGE("fastest " << fastest << " characters a second");
}

CAF_TEST(the manifest is true to the files and names what is in the film) {
  auto scenes = json::make_array();
  for (auto text : {"Water boils.", "And again, \u0627\u0644\u0645\u0627\u0621."})
    scenes.push_back(
      json::make_object({{"title", text}, {"script", "Water boils."}}));
  scenes.items()[1]["voice"] = json::make_object({{"voice", "rms"}});
  auto film = spoken_film(
    studio,
    json::make_object(
      {{"seed", 3},
       {"format", json::make_object({{"quality", "360p"}, {"fps", 24}})},
       {"mix", json::make_object({{"music", "warm"}})},
       {"scenes", scenes}}));
  auto records = studio.made(film);
  auto& made = records.back();
  auto folder = file_of(made, ".");
  auto manifest = json::parse(bytes_of(folder / "manifest.json"));
  CAF_REQUIRE(manifest);
  // Every file beside it is there with its size and hash, and no other.
  std::set<std::string> told, there;
  for (auto& x : manifest->at("files").as_array()) {
    auto name = x.text("name");
    told.insert(name);
    CAF_CHECK_EQUAL(x.text("sha256"), digest_of(folder / name));
    CAF_CHECK_EQUAL(static_cast<uintmax_t>(x.integer("bytes")),
                    fs::file_size(folder / name));
  }
  for (auto& entry : fs::directory_iterator{folder})
    if (auto name = entry.path().filename().string();
        name != "manifest.json" && name != "piece.json")
      there.insert(name);
  CAF_CHECK(told == there);
  // Every piece lies under its key, which is that of the plan.
  std::map<std::string, std::string> keys;
  for (auto& x : film.plan)
    keys[x.name] = x.key.str();
  for (auto& x : manifest->at("pieces").as_array()) {
    CAF_CHECK_EQUAL(x.text("key"), keys[x.text("name")]);
    CAF_CHECK(fs::exists(studio.session_folder() / "pieces" / x.text("key")));
  }
  CAF_CHECK_EQUAL(manifest->text("key"), made.key.str());
  CAF_CHECK_EQUAL(manifest->text("engine_version"),
                  std::string{engine_version});
  auto& sources = manifest->at("sources");
  std::map<std::string, std::string> fonts;
  for (auto& x : sources.at("fonts").as_array())
    fonts[x.text("family")] = x.text("licence");
  CAF_CHECK(fonts.contains("Inter"));
  auto arabic = std::ranges::any_of(fonts, [](auto& x) {
    return x.first.find("Arabic") != std::string::npos;
  });
  CAF_CHECK(arabic);
  for (auto& [family, licence] : fonts) {
    CAF_MESSAGE(family);
    CAF_CHECK_EQUAL(licence, "OFL-1.1");
  }
  auto& voices = sources.at("voices");
  CAF_REQUIRE_EQUAL(voices.size(), 2u);
  CAF_CHECK_EQUAL(voices.at(0).text("source"), "flite, cmu_us_slt");
  CAF_CHECK_EQUAL(voices.at(1).text("voice"), "rms");
  CAF_CHECK_EQUAL(sources.at("music").text("mood"), "warm");
  // What the manifest says of the sound is what others hear.
  auto heard = heard_loudness_of(folder / "film.mp4");
  auto& sound = manifest->at("sound");
  CAF_CHECK_LESS(std::abs(heard.integrated_lufs
                          - sound.number("loudness_lufs")), 0.3);
  CAF_CHECK_LESS_OR_EQUAL(heard.true_peak_dbtp, -1.0);
}

CAF_TEST(others can read that a film was made by a machine) {
  auto records = studio.made(small_film{small_document(2)});
  auto path = file_of(records.back(), "film.mp4");
  CAF_CHECK_EQUAL(tag_of(path, "comment"),
                  "Made with AI: script, synthetic voice and pictures by "
                  "Troupe.");
  auto boxes = uuid_boxes(path);
  CAF_REQUIRE_EQUAL(boxes.size(), 1u);
  // Adobe's number of XMP, then the packet.
  CAF_CHECK(boxes[0].starts_with("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71"
                                 "\x99\x94\x91\xE3\xAF\xAC"));
  auto xmp = boxes[0].substr(16);
  CAF_CHECK(xmp.starts_with("<?xpacket begin="));
  CAF_CHECK(xmp.find("http://cv.iptc.org/newscodes/digitalsourcetype/"
                     "compositeSynthetic\"")
            != xmp.npos);
  CAF_CHECK(xmp.ends_with("<?xpacket end=\"r\"?>"));
}

CAF_TEST_FIXTURE_SCOPE_END()
