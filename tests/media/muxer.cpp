#define CAF_SUITE muxer
#include "tests/support/test.hpp"

#include "media/encoder.hpp"
#include "media/muxer.hpp"
#include "media/probe.hpp"
#include "media/sound_file.hpp"
#include "media/soundtrack.hpp"
#include "media/wav.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <fstream>
#include <iterator>

using namespace troupe;
using namespace std::chrono_literals;
using std::chrono::microseconds;

namespace {

constexpr film_format tiny{64, 36, 30};

struct fixture {
  test::temporary_folder folder;

  std::filesystem::path segment(uint8_t seed, uint32_t frames,
                                film_format format = tiny) {
    auto path = folder / ("segment_" + std::to_string(seed) + ".mp4");
    test::pattern pattern{format, seed};
    auto made = encode_segment({format, frames}, pattern.source(), path);
    if (!made)
      CAF_FAIL(text_of(made.error()));
    return path;
  }

  std::filesystem::path sound(uint64_t samples) {
    std::vector<int16_t> stereo(samples * 2);
    for (size_t i = 0; i < stereo.size(); ++i)
      stereo[i] = static_cast<int16_t>(
        9000 * std::sin(static_cast<double>(i / 2) * 0.06));
    auto path = folder / "sound.wav";
    if (auto written = write_wav(path, {48'000, 2}, stereo); !written)
      CAF_FAIL(text_of(written.error()));
    auto track = folder / "sound.m4a";
    if (auto encoded = encode_sound(path, track); !encoded)
      CAF_FAIL(text_of(encoded.error()));
    return track;
  }

  film_request film() {
    film_request out;
    out.format = tiny;
    out.segments = {segment(0, 40), segment(1, 1), segment(2, 77)};
    out.soundtrack = sound(soundtrack_samples(118, 30));
    out.chapters = {{"Start & <go>", 0}, {"Mitte – ä", 40}, {"End", 41}};
    out.captions = caption_cues({{"Hello", 300ms, 600ms},
                                 {"there.", 600ms, 900ms},
                                 {"Later", 2500ms, 2800ms}},
                                3900ms);
    out.title = "A film";
    return out;
  }

  std::filesystem::path out_dir() {
    auto path = folder / "out";
    std::filesystem::create_directories(path);
    return path;
  }

  std::string bytes(const std::filesystem::path& path) const {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }

  void refused(const film_request& request, ec code, std::string_view field) {
    auto made = mux_film(request, out_dir());
    CAF_REQUIRE(!made);
    auto text = text_of(made.error());
    CAF_MESSAGE(text);
    CAF_CHECK(code_of(made.error()) == code);
    CAF_CHECK(text.find(field) != text.npos);
    CAF_CHECK_EQUAL(test::files_in(out_dir()), 0u);
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(muxer_tests, fixture)

CAF_TEST(a film has all that was asked for) {
  auto made = mux_film(film(), out_dir());
  CAF_REQUIRE(made);
  CAF_CHECK_EQUAL(made->frames, 118u);
  CAF_CHECK_EQUAL(made->duration.count(), 3'933'333);
  auto seen = probe_film(out_dir() / film_file);
  CAF_REQUIRE(seen);
  CAF_CHECK_EQUAL(seen->frames, 118u);
  CAF_CHECK_EQUAL(seen->width, 64u);
  CAF_CHECK_EQUAL(seen->height, 36u);
  CAF_CHECK_EQUAL(seen->video_codec, "h264");
  CAF_CHECK_EQUAL(seen->audio_codec, "aac");
  CAF_CHECK_EQUAL(seen->sample_rate, 48'000u);
  CAF_CHECK_EQUAL(seen->channels, 2u);
  CAF_CHECK_EQUAL(seen->captions, 2u);
  CAF_CHECK(!seen->shows_captions);
  std::vector<std::string> titles{"Start & <go>", "Mitte – ä", "End"};
  CAF_CHECK(seen->chapters == titles);
  CAF_CHECK_EQUAL(seen->title, "A film");
  CAF_CHECK(seen->comment.find("AI") != seen->comment.npos);
  CAF_CHECK(seen->index_in_front);
  CAF_CHECK(seen->times_in_order);
  auto size = std::filesystem::file_size(out_dir() / film_file);
  CAF_CHECK_EQUAL(made->bytes, size);
  auto xmp = bytes(out_dir() / film_file);
  CAF_CHECK(xmp.find("digitalsourcetype/compositeSynthetic") != xmp.npos);
  CAF_CHECK(bytes(out_dir() / vtt_file).starts_with("WEBVTT"));
  CAF_CHECK(bytes(out_dir() / srt_file).starts_with("1\n"));
  CAF_CHECK_EQUAL(test::files_in(out_dir()), 3u);
}

CAF_TEST(sound and picture end together at every length) {
  for (uint32_t frames : {1u, 2u, 29u, 32u, 64u, 91u}) {
    film_request request;
    request.format = tiny;
    request.segments = {segment(0, frames)};
    request.soundtrack = sound(soundtrack_samples(frames, 30));
    CAF_REQUIRE(mux_film(request, out_dir()));
    auto seen = probe_film(out_dir() / film_file);
    CAF_REQUIRE(seen);
    auto apart = std::abs((seen->audio_end - seen->video_end).count());
    CAF_CHECK_LESS_OR_EQUAL(apart, 21);
    CAF_CHECK_EQUAL(seen->captions, 0u);
  }
}

CAF_TEST(pictures of a film are those of its segments) {
  auto request = film();
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto joined = decoded_video_digest(out_dir() / film_file);
  CAF_REQUIRE(joined);
  // The same frames in one segment are encoded differently, so compare with
  // the film of reordered segments: it must differ, and the same order agree.
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto again = decoded_video_digest(out_dir() / film_file);
  CAF_REQUIRE(again);
  CAF_CHECK_EQUAL(*joined, *again);
  std::swap(request.segments[0], request.segments[2]);
  request.chapters.clear();
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto other = decoded_video_digest(out_dir() / film_file);
  CAF_REQUIRE(other);
  CAF_CHECK(*other != *joined);
  // A film of one segment shows exactly that segment's pictures.
  request.segments = {request.segments[0]};
  request.soundtrack = sound(soundtrack_samples(77, 30));
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto one = decoded_video_digest(out_dir() / film_file);
  auto alone = decoded_video_digest(request.segments[0]);
  CAF_REQUIRE(one && alone);
  CAF_CHECK_EQUAL(*one, *alone);
}

CAF_TEST(the same inputs give the same bytes) {
  auto request = film();
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto first = bytes(out_dir() / film_file);
  std::filesystem::remove_all(out_dir());
  CAF_REQUIRE(mux_film(request, out_dir()));
  CAF_CHECK(bytes(out_dir() / film_file) == first);
}

CAF_TEST(bad inputs are refused and leave nothing) {
  auto good = film();
  auto request = good;
  request.segments.clear();
  refused(request, ec::invalid_argument, "segments");
  request = good;
  request.segments[1] = segment(9, 5, {32, 36, 30});
  refused(request, ec::invalid_argument, "segment_9.mp4 has another size");
  request = good;
  request.segments[1] = segment(8, 5, {64, 36, 24});
  refused(request, ec::invalid_argument, "segment_8.mp4");
  request = good;
  request.segments[1] = folder / "missing.mp4";
  refused(request, ec::media_failed, "missing.mp4");
  request = good;
  request.soundtrack = sound(1000);
  refused(request, ec::invalid_argument, "soundtrack");
  request = good;
  request.chapters[0].first_frame = 3;
  refused(request, ec::invalid_argument, "chapters");
  request = good;
  request.chapters[2].first_frame = 40;
  refused(request, ec::invalid_argument, "chapters");
  request = good;
  request.format.fps = 0;
  refused(request, ec::invalid_argument, "fps");
}

CAF_TEST(a stop leaves nothing) {
  auto request = film();
  std::stop_source stop;
  double last = 0;
  auto made = mux_film(request, out_dir(), stop.get_token(), [&](double done) {
    last = done;
    if (done > 0.5)
      stop.request_stop();
  });
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK_LESS(last, 0.6);
  CAF_CHECK_EQUAL(test::files_in(out_dir()), 0u);
}

CAF_TEST(a full disk is told and leaves nothing) {
  auto request = film();
  auto out = out_dir();
  result<film_info> made = make_error(ec::internal);
  {
    test::full_disk limit{20'000};
    made = mux_film(request, out);
  }
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::no_space);
  CAF_CHECK_EQUAL(test::files_in(out), 0u);
}

CAF_TEST(titles of any length and language are taken) {
  auto request = film();
  request.chapters[0].title = std::string(150, 'x') + std::string(100, '\xC3');
  for (int i = 0; i < 80; ++i)
    request.chapters[1].title += "ä";
  request.title = std::string(5000, 't');
  request.language = "tlh";
  CAF_REQUIRE(mux_film(request, out_dir()));
  auto seen = probe_film(out_dir() / film_file);
  CAF_REQUIRE(seen);
  CAF_CHECK_EQUAL(seen->chapters.size(), 3u);
  CAF_CHECK_EQUAL(seen->chapters[1], request.chapters[1].title);
}

CAF_TEST_FIXTURE_SCOPE_END()
