#define CAF_SUITE soundtrack
#include "tests/support/test.hpp"

#include "media/dice.hpp"
#include "media/loudness.hpp"
#include "media/music.hpp"
#include "media/narrator.hpp"
#include "media/soundtrack.hpp"
#include "media/soundtrack_ducking.hpp"
#include "media/soundtrack_effects.hpp"
#include "media/wav.hpp"
#include "protocol/digest.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <set>

using namespace troupe;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

struct fixture {
  test::temporary_folder folder;

  /// Two narrations over ten seconds.
  soundtrack_request film(const std::string& mood, uint32_t frames = 300) {
    soundtrack_request out;
    out.frames = frames;
    out.bed = bed(mood, frames);
    const char* texts[] = {"Blood pressure often has no symptoms.",
                           "Ask your doctor today."};
    microseconds at{350'000};
    for (int i = 0; i < 2; ++i) {
      narration_request request;
      request.text = texts[i];
      auto made = narrate(request);
      if (!made)
        CAF_FAIL(text_of(made.error()));
      auto path = folder / ("voice_" + std::to_string(i) + ".wav");
      if (auto written = write_wav(path, {48'000, 1}, made->samples); !written)
        CAF_FAIL(text_of(written.error()));
      out.clips.push_back({path, at, made->words});
      at += 5s;
    }
    return out;
  }

  std::optional<bed_clip> bed(const std::string& mood, uint32_t frames) {
    if (mood == "none")
      return std::nullopt;
    auto path = folder / (mood + ".wav");
    auto made = make_bed({mood, 7, frames, 30,
                          {{0s, music_part::intro}, {5s, music_part::build}}},
                         path);
    if (!made)
      CAF_FAIL(text_of(made.error()));
    return bed_clip{path, made->loudness_lufs};
  }

  std::vector<int16_t> samples() {
    auto read = read_wav(folder / "mix.wav");
    if (!read)
      CAF_FAIL(text_of(read.error()));
    return *read;
  }

  result<soundtrack_info> mix(const soundtrack_request& request) {
    return mix_soundtrack(request, folder / "mix.wav");
  }
};

double rms(const std::vector<int16_t>& stereo, double from, double to) {
  double sum = 0;
  auto first = static_cast<size_t>(from * 48'000) * 2;
  auto last = std::min(static_cast<size_t>(to * 48'000) * 2, stereo.size());
  for (auto i = first; i < last; ++i)
    sum += double(stereo[i]) * stereo[i];
  return to_db(std::sqrt(sum / static_cast<double>(last - first)) / 32768);
}

std::string digest(const std::vector<int16_t>& samples) {
  return sha256_hex({reinterpret_cast<const char*>(samples.data()),
                     samples.size() * 2});
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(soundtrack_tests, fixture)

CAF_TEST(every mood comes out at the asked loudness) {
  for (auto mood : {"calm", "uplifting", "serious", "bright", "warm", "tense",
                    "none"}) {
    CAF_MESSAGE(mood);
    auto request = film(mood);
    auto made = mix(request);
    CAF_REQUIRE(made);
    CAF_CHECK_EQUAL(made->samples, 480'000u);
    CAF_CHECK_EQUAL(samples().size(), 960'000u);
    CAF_CHECK_LESS_OR_EQUAL(std::abs(made->loudness_lufs + 16), 0.5);
    CAF_CHECK_LESS_OR_EQUAL(made->true_peak_db, -1.0);
  }
  auto loud = film("calm");
  loud.mix.loudness_lufs = -12;
  auto made = mix(loud);
  CAF_REQUIRE(made);
  CAF_CHECK_LESS_OR_EQUAL(std::abs(made->loudness_lufs + 12), 0.5);
  CAF_CHECK_LESS_OR_EQUAL(made->true_peak_db, -1.0);
}

CAF_TEST(the same request gives the same samples) {
  auto request = film("uplifting");
  CAF_REQUIRE(mix(request));
  auto first = digest(samples());
  CAF_REQUIRE(mix(request));
  CAF_CHECK_EQUAL(digest(samples()), first);
  request.effects = {{5s, effect_kind::whoosh}};
  CAF_REQUIRE(mix(request));
  CAF_CHECK(digest(samples()) != first);
}

CAF_TEST(every loudness is met) {
  for (auto target : {-14.0, -16.0, -23.0}) {
    auto request = film("uplifting");
    request.mix.loudness_lufs = target;
    auto made = mix(request);
    CAF_REQUIRE(made);
    CAF_CHECK_LESS_OR_EQUAL(std::abs(made->loudness_lufs - target), 0.2);
    CAF_CHECK_LESS_OR_EQUAL(made->true_peak_db, -1.4);
  }
}

CAF_TEST(effects are heard at their change and stay far below the voice) {
  soundtrack_request request;
  request.frames = 150;
  request.clips = {{folder / "silent.wav", 0s, {}}};
  std::vector<int16_t> nothing(48);
  CAF_REQUIRE(write_wav(folder / "silent.wav", {48'000, 1}, nothing));
  for (auto kind : {effect_kind::whoosh, effect_kind::tick, effect_kind::swell}) {
    effect_player player{request.effects};
    request.effects = {{2500ms, kind}};
    player.rewind();
    std::vector<float> left(240'000), right(240'000);
    player.add(0, left, right);
    auto highest = [&](double from, double to) {
      float out = 0;
      for (auto i = static_cast<size_t>(from * 48'000);
           i < static_cast<size_t>(to * 48'000); ++i)
        out = std::max({out, std::abs(left[i]), std::abs(right[i])});
      return to_db(static_cast<double>(out));
    };
    CAF_CHECK_LESS(highest(2.3, 2.7), -20.0);
    CAF_CHECK_GREATER(highest(2.3, 2.7), -40.0);
    CAF_CHECK_LESS(highest(0, 0.8), -100.0);
    CAF_CHECK_LESS(highest(3.5, 5), -100.0);
    // In blocks it is the same.
    std::vector<float> a(240'000), b(240'000);
    player.rewind();
    for (size_t at = 0; at < a.size(); at += 4800)
      player.add(at, std::span{a}.subspan(at, 4800),
                 std::span{b}.subspan(at, 4800));
    CAF_CHECK(a == left && b == right);
  }
}

CAF_TEST(music steps back before the voice) {
  // A silent clip with words: what is heard is the music alone.
  std::vector<int16_t> nothing(48'000 * 3);
  CAF_REQUIRE(write_wav(folder / "silent.wav", {48'000, 1}, nothing));
  auto request = film("calm");
  request.clips = {{folder / "silent.wav", 4s, {{"word", 0s, 2s}}}};
  CAF_REQUIRE(mix(request));
  auto ducked = samples();
  request.clips.clear();
  CAF_REQUIRE(mix(request));
  auto open = samples();
  // The last gain differs, so compare each with its own level outside.
  auto step = [&](auto& x) { return rms(x, 4, 6) - rms(x, 2, 3.5); };
  auto depth = step(ducked) - step(open);
  CAF_CHECK_LESS(depth, -9.0);
  CAF_CHECK_GREATER(depth, -13.0);
}

CAF_TEST(gains are heard) {
  auto request = film("calm");
  CAF_REQUIRE(mix(request));
  auto normal = samples();
  request.mix.music_gain_db = -12;
  CAF_REQUIRE(mix(request));
  auto soft = samples();
  // Between the narrations only music plays; in them the voice leads.
  auto change = [&](double from, double to) {
    return rms(soft, from, to) - rms(normal, from, to);
  };
  auto music = change(4, 5), voice = change(0.6, 2);
  CAF_CHECK_LESS(music - voice, -8.0);
  CAF_CHECK_GREATER(voice, -3.0);
}

CAF_TEST(a voice after the end is cut off and silence stays silent) {
  auto request = film("none");
  request.frames = 15;
  request.clips[0].start = 400ms;
  auto made = mix(request);
  CAF_REQUIRE(made);
  CAF_CHECK_EQUAL(samples().size(), 48'000u);
  request.clips.clear();
  made = mix(request);
  CAF_REQUIRE(made);
  CAF_CHECK_LESS_OR_EQUAL(made->loudness_lufs, -70.0);
  for (auto x : samples())
    if (x != 0)
      CAF_FAIL("silence is not silent");
}

CAF_TEST(lengths are exact at every rate) {
  CAF_CHECK_EQUAL(soundtrack_samples(1, 30), 1600u);
  CAF_CHECK_EQUAL(soundtrack_samples(7, 29), 11586u);
  for (uint32_t frames : {1u, 3u, 31u, 32u}) {
    auto request = film("calm", frames);
    request.clips.clear();
    auto made = mix(request);
    CAF_REQUIRE(made);
    CAF_CHECK_EQUAL(samples().size(), frames * 1600u * 2);
  }
}

CAF_TEST(bad requests name the field and leave nothing) {
  auto refused = [&](const soundtrack_request& request, std::string_view field) {
    auto files = test::files_in(folder.path());
    auto made = mix(request);
    CAF_REQUIRE(!made);
    auto text = text_of(made.error());
    CAF_MESSAGE(text);
    CAF_CHECK(code_of(made.error()) == ec::invalid_argument);
    CAF_CHECK(text.find(field) != text.npos);
    CAF_CHECK_EQUAL(test::files_in(folder.path()), files);
  };
  auto good = film("calm");
  auto request = good;
  request.frames = 0;
  refused(request, "frames");
  request = good;
  request.frames = 301;
  refused(request, "bed");
  request = good;
  request.mix.loudness_lufs = std::nan("");
  refused(request, "mix.loudness_lufs");
  request = good;
  std::vector<int16_t> stereo(96);
  CAF_REQUIRE(write_wav(folder / "stereo.wav", {48'000, 2}, stereo));
  request.clips[0].wav = folder / "stereo.wav";
  refused(request, "stereo.wav");
}

CAF_TEST(a stop or a full disk leaves nothing) {
  auto request = film("calm");
  auto files = test::files_in(folder.path());
  for (auto when : {0.2, 0.6}) {
    std::stop_source stop;
    auto made = mix_soundtrack(request, folder / "mix.wav", stop.get_token(),
                               [&](double done) {
                                 if (done >= when)
                                   stop.request_stop();
                               });
    CAF_REQUIRE(!made);
    CAF_CHECK(code_of(made.error()) == ec::cancelled);
    CAF_CHECK_EQUAL(test::files_in(folder.path()), files);
  }
  result<soundtrack_info> made = make_error(ec::internal);
  {
    test::full_disk limit{100'000};
    made = mix(request);
  }
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::no_space);
  CAF_CHECK_EQUAL(test::files_in(folder.path()), files);
}

CAF_TEST(the limiter lets nothing over its ceiling) {
  limiter limit{0.5f};
  std::vector<float> block;
  float highest = 0;
  dice luck{3};
  for (int i = 0; i < 200; ++i) {
    block.resize(960);
    for (auto& x : block)
      x = (i % 7 == 0 ? 2.0f : 0.3f) * luck.swing();
    limit.process(block);
    for (auto x : block)
      highest = std::max(highest, std::abs(x));
  }
  CAF_CHECK_LESS_OR_EQUAL(highest, 0.5f);
  CAF_CHECK_GREATER(highest, 0.4f);
}

CAF_TEST(ducking is down when the word begins and joins near words) {
  auto spans = joined_spans({{96'000, 120'000}, {130'000, 140'000},
                             {48'000 * 20, 48'000 * 21}, {5, 5}});
  CAF_REQUIRE_EQUAL(spans.size(), 2u);
  CAF_CHECK_EQUAL(spans[0].end, 140'000u);
  ducking duck{spans};
  CAF_CHECK_EQUAL(duck.at(0), 0.0);
  CAF_CHECK_EQUAL(duck.at(96'000), -11.0);
  CAF_CHECK_EQUAL(duck.at(140'000), -11.0);
  CAF_CHECK_EQUAL(duck.at(240'000), 0.0);
  CAF_CHECK_EQUAL(duck.at(48'000 * 20), -11.0);
}

CAF_TEST_FIXTURE_SCOPE_END()
