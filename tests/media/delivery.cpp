#define CAF_SUITE delivery
#include "tests/support/test.hpp"

#include "media/delivery.hpp"
#include "media/encoder.hpp"
#include "media/muxer.hpp"
#include "media/probe.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "protocol/digest.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace troupe;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

constexpr film_format small{192, 108, 30};
constexpr uint32_t film_frames = 97;

struct fixture {
  test::temporary_folder folder;
  /// A click of sound and a flash of light can be told apart from what is
  /// around them: both at this frame.
  static constexpr uint32_t event_frame = 45;

  fixture() {
    test::pattern pattern{small, 3};
    auto segment = folder / "segment.mp4";
    check(encode_segment({small, film_frames}, pattern.source(), segment));
    film_request film;
    film.format = small;
    film.segments = {segment};
    film.soundtrack = sound();
    film.chapters = {{"One", 0}, {"Two & three", 50}};
    film.captions = caption_cues({{"Hello", 300ms, 600ms},
                                  {"there.", 600ms, 900ms}},
                                 3000ms);
    film.title = "A film — ä";
    check(mux_film(film, folder.path()));
  }

  template <class T>
  static void check(const result<T>& x) {
    if (!x)
      CAF_FAIL(text_of(x.error()));
  }

  std::filesystem::path sound() {
    auto samples = soundtrack_samples(film_frames, small.fps);
    std::vector<int16_t> stereo(samples * 2);
    // Silence, then a tone from the event on.
    for (auto i = size_t{event_frame} * 1600; i < samples; ++i)
      stereo[i * 2] = stereo[i * 2 + 1] = static_cast<int16_t>(
        9000 * std::sin(static_cast<double>(i) * 0.06));
    auto wav = folder / "sound.wav";
    check(write_wav(wav, {48'000, 2}, stereo));
    auto track = folder / "sound.m4a";
    check(encode_sound(wav, track));
    return track;
  }

  delivery_request request(film_container container) {
    return {folder / "film.mp4", container, small, film_frames, "A film — ä",
            "en"};
  }

  std::filesystem::path deliver(film_container container) {
    auto out = folder / file_in(container, "out");
    check(deliver_film(request(container), out));
    return out;
  }

  std::string bytes(const std::filesystem::path& path) const {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  /// As FFmpeg's own program sees it: no error, and the packets' digest.
  std::string decode(const std::filesystem::path& file,
                     std::vector<std::string> what) {
    std::vector<std::string> argv{"ffmpeg", "-nostdin", "-v", "error",
                                  "-xerror", "-copyts", "-i",
                                  file.string()};
    argv.insert(argv.end(), what.begin(), what.end());
    auto done = test::run(argv);
    CAF_CHECK_EQUAL(done.code, 0);
    CAF_CHECK_EQUAL(done.err, "");
    return done.out;
  }

  /// Sample at which the sound begins, for a decoder that starts at 0.
  long begin_of_sound(const std::filesystem::path& file) {
    auto raw = decode(file, {"-map", "0:a", "-af",
                             "aresample=async=1:first_pts=0", "-f", "s16le",
                             "-ac", "1", "-ar", "48000", "-"});
    for (size_t i = 0; i + 1 < raw.size(); i += 2) {
      auto value = static_cast<int16_t>(static_cast<unsigned char>(raw[i])
                                        | raw[i + 1] << 8);
      if (std::abs(value) > 3000)
        return static_cast<long>(i / 2);
    }
    return -1;
  }

  /// Mean of what the tone's samples are without their signs.
  double level(const std::filesystem::path& file) {
    auto raw = decode(file, {"-map", "0:a", "-ss", "2", "-f", "s16le", "-ac",
                             "1", "-ar", "48000", "-"});
    double sum = 0;
    for (size_t i = 0; i + 1 < raw.size(); i += 2)
      sum += std::abs(static_cast<int16_t>(static_cast<unsigned char>(raw[i])
                                           | raw[i + 1] << 8));
    return sum / (static_cast<double>(raw.size()) / 2);
  }

  film_probe probe(const std::filesystem::path& file, film_container x) {
    auto seen = probe_film(file, x);
    check(seen);
    return *seen;
  }

  void is_whole(film_container container, std::string_view picture_codec,
                std::string_view sound_codec) {
    auto file = deliver(container);
    auto seen = probe(file, container);
    auto frame = decode(file, {"-map", "0:v", "-frames:v", "1", "-c", "copy",
                               "-f", "framecrc", "-"});
    // The first picture is at 0.
    CAF_CHECK(frame.find("\n0,          0,          0,") != frame.npos);
    CAF_CHECK_EQUAL(seen.video_codec, picture_codec);
    CAF_CHECK_EQUAL(seen.audio_codec, sound_codec);
    CAF_CHECK_EQUAL(seen.frames, film_frames);
    CAF_CHECK_EQUAL(seen.fps, 30u);
    CAF_CHECK_EQUAL(seen.width, small.width);
    CAF_CHECK_EQUAL(seen.height, small.height);
    CAF_CHECK_EQUAL(seen.sample_rate, 48'000u);
    CAF_CHECK_EQUAL(seen.channels, 2u);
    CAF_CHECK_EQUAL(seen.title, "A film — ä");
    CAF_CHECK(seen.comment.find("AI") != seen.comment.npos);
    auto apart = seen.video_end - seen.audio_end;
    CAF_CHECK_LESS(std::chrono::abs(apart).count(), 33'334);
    decode(file, {"-f", "null", "-"});
    // The tone begins with its picture, to 2 ms.
    auto off = begin_of_sound(file) - event_frame * 1600L;
    CAF_MESSAGE("sound is off by " << off << " samples");
    CAF_CHECK_LESS(std::abs(off), 96L);
    // As loud as it was, to 0.1 dB.
    CAF_CHECK_LESS(std::abs(level(file) / level(folder / "film.mp4") - 1),
                   0.012);
    // Nothing of an unfinished file is left.
    CAF_CHECK(!std::filesystem::exists(file.string() + ".part"));
  }

  std::vector<std::string> digests(const std::filesystem::path& file,
                                   film_container container) {
    auto all = decoded_frame_digests(file, container);
    check(all);
    return *all;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(delivery_tests, fixture)

CAF_TEST(mov has the packets of the film) {
  is_whole(film_container::mov, "h264", "aac");
  auto packets = [&](const std::filesystem::path& file) {
    return decode(file, {"-map", "0:v", "-map", "0:a", "-c", "copy", "-f",
                         "streamhash", "-"});
  };
  CAF_CHECK_EQUAL(packets(folder / "out.mov"), packets(folder / "film.mp4"));
  auto seen = probe(folder / "out.mov", film_container::mov);
  auto film = probe(folder / "film.mp4", film_container::mp4);
  CAF_CHECK_EQUAL(seen.captions, film.captions);
  CAF_CHECK(!seen.shows_captions);
  CAF_CHECK(seen.chapters == film.chapters);
  CAF_CHECK(seen.index_in_front);
  CAF_CHECK_EQUAL(seen.video_end.count(), film.video_end.count());
  CAF_CHECK_EQUAL(seen.audio_end.count(), film.audio_end.count());
}

CAF_TEST(avi has the pictures of the film) {
  is_whole(film_container::avi, "h264", "mp3");
  CAF_CHECK(digests(folder / "out.avi", film_container::avi)
            == digests(folder / "film.mp4", film_container::mp4));
  // The muxer fills gaps between times with empty packets: there are none.
  auto counted = test::run({"ffprobe", "-v", "error", "-count_packets",
                            "-show_entries", "stream=nb_frames,nb_read_packets",
                            "-of", "csv=p=0", (folder / "out.avi").string()});
  for (size_t at = 0; at < counted.out.size();) {
    auto end = counted.out.find('\n', at);
    auto line = counted.out.substr(at, end - at);
    auto comma = line.find(',');
    CAF_CHECK_EQUAL(line.substr(0, comma), line.substr(comma + 1));
    at = end + 1;
  }
  CAF_CHECK(!counted.out.empty());
}

CAF_TEST(webm is encoded anew with chapters) {
  is_whole(film_container::webm, "vp9", "opus");
  auto seen = probe(folder / "out.webm", film_container::webm);
  std::vector<std::string> chapters{"One", "Two & three"};
  CAF_CHECK(seen.chapters == chapters);
}

CAF_TEST(the same film gives the same bytes) {
  for (auto container : {film_container::mov, film_container::webm,
                         film_container::avi}) {
    auto once = sha256_hex(bytes(deliver(container)));
    CAF_CHECK_EQUAL(sha256_hex(bytes(deliver(container))), once);
  }
}

CAF_TEST(a stop ends it within a frame and leaves nothing) {
  std::stop_source stop;
  auto before = test::files_in(folder.path());
  double reached = 0;
  auto made = deliver_film(request(film_container::webm), folder / "out.webm",
                           stop.get_token(), [&](double done) {
                             reached = done;
                             if (done > 0.2)
                               stop.request_stop();
                           });
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK_LESS(reached, 0.2 + 2.5 / film_frames);
  CAF_CHECK_EQUAL(test::files_in(folder.path()), before);
}

CAF_TEST(progress rises up to the end) {
  std::vector<double> seen;
  check(deliver_film(request(film_container::webm), folder / "out.webm", {},
                     [&](double done) { seen.push_back(done); }));
  CAF_REQUIRE(!seen.empty());
  CAF_CHECK(std::is_sorted(seen.begin(), seen.end()));
  CAF_CHECK_LESS(0.98, seen.back());
  CAF_CHECK_LESS(seen.back(), 1.01);
}

CAF_TEST(a film of another length is refused) {
  auto wrong = request(film_container::mov);
  wrong.frames = film_frames + 5;
  auto made = deliver_film(wrong, folder / "out.mov");
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::media_failed);
  CAF_CHECK(!std::filesystem::exists(folder / "out.mov"));
}

CAF_TEST(mp4 is not made from mp4) {
  auto made = deliver_film(request(film_container::mp4), folder / "out.mp4");
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::invalid_argument);
}

CAF_TEST(a film without a caption track is delivered too) {
  film_request film;
  film.format = small;
  film.segments = {folder / "segment.mp4"};
  film.soundtrack = folder / "sound.m4a";
  film.captions = caption_cues({{"Hello", 300ms, 600ms}}, 3000ms);
  film.has_caption_track = false;
  check(mux_film(film, folder.path()));
  CAF_CHECK_EQUAL(probe(folder / "film.mp4", film_container::mp4).captions, 0u);
  // The files beside the film are there all the same.
  CAF_CHECK(bytes(folder / vtt_file).find("Hello") != std::string::npos);
  auto mov = deliver(film_container::mov);
  CAF_CHECK_EQUAL(probe(mov, film_container::mov).captions, 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()
