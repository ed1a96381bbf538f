#define CAF_SUITE music
#include "tests/support/test.hpp"

#include "media/loudness.hpp"
#include "media/music.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "protocol/digest.hpp"
#include "protocol/film_style.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

using namespace troupe;
using namespace std::chrono_literals;

namespace {

constexpr uint64_t rate = 48'000;

/// 40 seconds of a film with everything in it.
bed_request film(std::string_view mood, uint64_t seed = 7) {
  bed_request out;
  out.mood = std::string{mood};
  out.seed = seed;
  out.frames = 1200;
  out.sections = {{0s, music_part::intro},
                  {7s, music_part::build},
                  {17s, music_part::rest},
                  {23s, music_part::lift},
                  {33s, music_part::ending}};
  return out;
}

struct played {
  music_form form;
  std::vector<float> left, right;
};

played play(const bed_request& request) {
  music_bed bed{request};
  played out{bed.score().form(), {}, {}};
  auto samples = soundtrack_samples(request.frames, request.fps);
  out.left.resize(samples);
  out.right.resize(samples);
  for (size_t at = 0; at < samples; at += 4801) {
    auto size = std::min<size_t>(4801, samples - at);
    bed.render(std::span{out.left}.subspan(at, size),
               std::span{out.right}.subspan(at, size));
  }
  return out;
}

double rms(const std::vector<float>& x, double from, double to) {
  double sum = 0;
  auto first = static_cast<size_t>(from), last = static_cast<size_t>(to);
  for (auto i = first; i < last; ++i)
    sum += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  return std::sqrt(sum / static_cast<double>(std::max<size_t>(last - first, 1)));
}

/// Power at one frequency (Goertzel).
double power_at(const std::vector<float>& x, double from, double to,
                double frequency) {
  auto c = 2 * std::cos(2 * std::numbers::pi * frequency / rate);
  double a = 0, b = 0;
  for (auto i = static_cast<size_t>(from); i < static_cast<size_t>(to); ++i) {
    auto now = static_cast<double>(x[i]) + c * a - b;
    b = a;
    a = now;
  }
  return a * a + b * b - c * a * b;
}

/// How strong each pitch class sounds between F3 and E5.
std::array<double, 12> chroma(const std::vector<float>& x, double from,
                              double to) {
  std::array<double, 12> out{};
  for (int pitch = 53; pitch <= 76; ++pitch)
    out[static_cast<size_t>(pitch % 12)] +=
      power_at(x, from, to, 440 * std::exp2((pitch - 69) / 12.0));
  return out;
}

/// Power of a chord's tones as a share of all.
double share_of(const music_chord& chord, const std::array<double, 12>& heard) {
  double in = 0, all = 1e-12;
  for (size_t i = 0; i < 12; ++i) {
    all += heard[i];
    in += chord.holds(static_cast<int>(i)) ? heard[i] : 0;
  }
  return in / all;
}

} // namespace

CAF_TEST(every bar sounds its chord) {
  for (auto mood : music_moods) {
    auto heard = play(film(mood));
    double shares = 0;
    for (auto& bar : heard.form.bars) {
      // The last chord is still ringing on the first beat.
      auto from = bar.start + bar.beat;
      auto share = share_of(bar.chord, chroma(heard.left, from, bar.end()));
      shares += share;
      if (share < 0.6)
        CAF_FAIL(std::string{mood} << " bar at " << bar.start / rate
                                   << " s: only " << share);
    }
    auto mean = shares / static_cast<double>(heard.form.bars.size());
    CAF_MESSAGE(std::string{mood} << ": " << mean);
    CAF_CHECK_GREATER(mean, 0.85);
  }
}

CAF_TEST(parts change exactly where scenes do) {
  for (auto mood : music_moods)
    for (uint64_t seed = 0; seed < 20; ++seed) {
      music_bed bed{film(mood, seed)};
      auto& form = bed.score().form();
      for (auto second : {7.0, 17.0, 23.0, 33.0}) {
        auto found = std::any_of(
          form.bars.begin(), form.bars.end(), [&](auto& bar) {
            return std::abs(bar.start - second * rate) < 2 && bar.index == 0;
          });
        if (!found)
          CAF_FAIL(std::string{mood} << ": no bar begins at " << second);
      }
      for (size_t i = 1; i < form.bars.size(); ++i) {
        auto& bar = form.bars[i];
        CAF_CHECK_LESS(std::abs(form.bars[i - 1].end() - bar.start), 0.01);
        // Nobody notices a sixth; a fifth would be a stumble.
        auto beat = 60 / form.style.beats_per_minute * rate;
        CAF_CHECK_LESS(std::abs(bar.beat / beat - 1), 0.2);
      }
    }
}

CAF_TEST(it comes home rings out and is silent at the end) {
  for (auto mood : music_moods) {
    auto heard = play(film(mood));
    auto end = static_cast<double>(heard.left.size());
    auto ring = (end - heard.form.home) / rate;
    CAF_CHECK_GREATER_OR_EQUAL(ring, 2.3);
    auto& home = heard.form.home_chord;
    CAF_CHECK_EQUAL(home.root, heard.form.key);
    auto sound = chroma(heard.left, heard.form.home + rate, end - rate / 2);
    CAF_CHECK_GREATER(share_of(home, sound), 0.85);
    // Before it stands the chord that leads there.
    CAF_CHECK_EQUAL(heard.form.bars.back().chord.root,
                    (heard.form.key + 7) % 12);
    // It dies away, it isn't cut.
    auto early = rms(heard.left, heard.form.home, heard.form.home + rate / 2);
    auto late = rms(heard.left, end - rate * 0.7, end - rate * 0.5);
    CAF_CHECK_LESS(late, early * 0.6);
    CAF_CHECK_GREATER(late, early * 0.002);
    CAF_CHECK_LESS(rms(heard.left, end - 480, end), early * 0.02);
  }
}

CAF_TEST(layers come and go with the parts) {
  for (auto mood : music_moods) {
    auto heard = play(film(mood));
    auto at = [&](double from, double to) {
      return rms(heard.left, from * rate, to * rate);
    };
    CAF_MESSAGE(std::string{mood});
    auto lift = at(25, 32), rest = at(19, 22), build = at(9, 16);
    CAF_CHECK_GREATER(lift, build);
    CAF_CHECK_GREATER(lift, rest * 1.25);
  }
}

CAF_TEST(it is played and not a drone) {
  for (auto mood : music_moods) {
    music_bed bed{film(mood)};
    auto& score = bed.score();
    size_t onsets = 0;
    uint64_t last = 0;
    std::set<int> pitches;
    for (size_t part = 0; part < score.parts(); ++part)
      for (auto& x : score.play(part)) {
        CAF_CHECK_GREATER_OR_EQUAL(x.start, last);
        onsets += x.start > last + 2400;
        last = x.start;
        if (x.by < instrument::kick) {
          pitches.insert(x.pitch);
          if (x.pitch < 26 || x.pitch > 100)
            CAF_FAIL("a note nobody can hear: " << x.pitch);
        }
      }
    auto a_second = static_cast<double>(onsets) / 40;
    CAF_MESSAGE(std::string{mood} << ": " << a_second << " onsets a second, "
                                  << pitches.size() << " pitches");
    CAF_CHECK_GREATER(a_second, 0.8);
    CAF_CHECK_LESS(a_second, 9.0);
    CAF_CHECK_GREATER(pitches.size(), 12u);
  }
}

CAF_TEST(chords move by small steps) {
  for (auto mood : music_moods)
    for (uint64_t seed = 0; seed < 10; ++seed) {
      music_bed bed{film(mood, seed)};
      auto& score = bed.score();
      std::vector<int> before;
      int moved = 0, voices = 0;
      for (size_t part = 0; part + 1 < score.parts(); ++part) {
        std::vector<int> now;
        for (auto& x : score.play(part))
          if (x.by == instrument::pad)
            now.push_back(x.pitch);
        std::sort(now.begin(), now.end());
        CAF_REQUIRE_EQUAL(now.size(), 4u);
        for (size_t i = 0; i < before.size(); ++i) {
          moved += std::abs(now[i] - before[i]);
          ++voices;
        }
        before = now;
      }
      CAF_CHECK_LESS(static_cast<double>(moved) / std::max(voices, 1), 3.0);
    }
}

CAF_TEST(it never clips and no stretch of it is a copy of another) {
  for (auto mood : music_moods) {
    auto heard = play(film(mood));
    float highest = 0;
    for (size_t i = 0; i < heard.left.size(); ++i)
      highest = std::max({highest, std::abs(heard.left[i]),
                          std::abs(heard.right[i])});
    CAF_MESSAGE(std::string{mood} << ": highest sample " << highest);
    CAF_CHECK_LESS(highest, 0.9f);
    std::set<std::string> seconds;
    for (size_t at = 0; at + rate < heard.left.size(); at += rate / 4)
      seconds.insert(sha256_hex(
        {reinterpret_cast<const char*>(heard.left.data() + at), 4096}));
    CAF_CHECK_EQUAL(seconds.size(), (heard.left.size() - 1) / (rate / 4) - 3);
  }
}

CAF_TEST(seeds and moods differ and the same is the same) {
  test::temporary_folder folder;
  std::set<std::string> seen;
  auto digest = [&](const bed_request& request) {
    auto made = make_bed(request, folder / "bed.wav");
    if (!made)
      CAF_FAIL(text_of(made.error()));
    CAF_CHECK_EQUAL(made->samples, 480'000u);
    CAF_CHECK_GREATER(made->loudness_lufs, -35.0);
    CAF_CHECK_LESS(made->loudness_lufs, -12.0);
    auto read = read_wav(folder / "bed.wav");
    if (!read)
      CAF_FAIL(text_of(read.error()));
    return sha256_hex({reinterpret_cast<const char*>(read->data()),
                       read->size() * 2});
  };
  for (auto mood : music_moods)
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      auto request = film(mood, seed);
      request.frames = 300;
      request.sections = {{0s, music_part::intro}, {4s, music_part::lift}};
      auto first = digest(request);
      seen.insert(first);
      if (seed == 1)
        CAF_CHECK_EQUAL(digest(request), first);
    }
  CAF_CHECK_EQUAL(seen.size(), music_moods.size() * 3);
}

CAF_TEST(films of any length and any parts have music) {
  for (uint32_t frames : {1u, 15u, 60u, 100u, 200u, 311u, 5400u})
    for (auto mood : music_moods) {
      bed_request request;
      request.mood = std::string{mood};
      request.frames = frames;
      for (uint32_t i = 0; i < frames; i += 37)
        request.sections.push_back(
          {i * 33'333us, static_cast<music_part>(i * 7 % 5)});
      music_bed bed{request};
      auto& form = bed.score().form();
      CAF_CHECK_LESS_OR_EQUAL(form.home, frames * 1600.0);
      auto end = form.bars.empty() ? 0 : form.bars.back().end();
      CAF_CHECK_LESS(std::abs(end - form.home), 0.1);
      for (size_t part = 0; part < bed.score().parts(); ++part)
        bed.score().play(part);
    }
}

CAF_TEST(a bad bed names the field and a stop leaves nothing) {
  test::temporary_folder folder;
  auto refused = [&](const bed_request& request, std::string_view field) {
    auto made = make_bed(request, folder / "bed.wav");
    CAF_REQUIRE(!made);
    auto text = text_of(made.error());
    CAF_CHECK(text.find(field) != text.npos);
  };
  auto request = film("calm");
  request.mood = "polka";
  refused(request, "mood");
  request = film("calm");
  request.frames = 0;
  refused(request, "frames");
  request = film("calm");
  std::stop_source stop;
  auto made = make_bed(request, folder / "bed.wav", stop.get_token(),
                       [&](double done) {
                         if (done > 0.3)
                           stop.request_stop();
                       });
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK_EQUAL(test::files_in(folder.path()), 0u);
}
