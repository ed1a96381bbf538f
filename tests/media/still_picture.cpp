#define CAF_SUITE still_picture
#include "tests/support/test.hpp"

#include "media/encoder.hpp"
#include "media/probe.hpp"
#include "media/still_picture.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/seeds.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace troupe;

namespace {

struct fixture {
  test::temporary_folder folder;

  /// Pictures of the pattern by number, as frames of one segment.
  std::vector<std::string> encoded(const film_format& format,
                                   const std::vector<uint32_t>& pictures) {
    test::pattern pattern{format};
    auto made = encode_segment(
      {format, static_cast<uint32_t>(pictures.size())},
      [&](uint32_t i) -> result<i420_view> {
        return pattern.draw(pictures[i]);
      },
      folder / "a.mp4");
    CAF_REQUIRE(made);
    bytes = made->bytes;
    auto frames = decoded_frame_digests(folder / "a.mp4");
    CAF_REQUIRE(frames);
    return *frames;
  }

  uint64_t bytes = 0;
};

/// Frames that were the one before again must be so again; others not.
void check(const std::vector<uint32_t>& pictures,
           const std::vector<std::string>& frames, uint32_t gop) {
  CAF_REQUIRE_EQUAL(frames.size(), pictures.size());
  for (size_t i = 1; i < frames.size(); ++i) {
    if (pictures[i] != pictures[i - 1])
      CAF_CHECK(frames[i] != frames[i - 1]);
    else if (i % gop != 0)
      CAF_CHECK(frames[i] == frames[i - 1]);
  }
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(still_picture_tests, fixture)

CAF_TEST(a frame without news is the one before at any size and rate) {
  test::random_source random{test::seeds(1).front()};
  for (film_format format :
       {film_format{64, 36, 24}, film_format{202, 360, 25},
        film_format{640, 360, 30}, film_format{1280, 720, 60}}) {
    std::vector<uint32_t> pictures;
    uint32_t now = 0;
    while (pictures.size() < 150)
      pictures.push_back(random.below(3) == 0 ? ++now : now);
    check(pictures, encoded(format, pictures), format.fps * 2);
  }
}

CAF_TEST(a picture that stands costs next to nothing) {
  film_format format{640, 360, 30};
  encoded(format, std::vector<uint32_t>(2, 7));
  auto little = bytes;
  encoded(format, std::vector<uint32_t>(60, 7));
  CAF_CHECK_LESS(bytes, little + 58 * 40);
}

CAF_TEST(the last frame may be one that stands) {
  film_format format{64, 36, 30};
  std::vector<uint32_t> pictures{1, 1, 1, 2, 3, 3, 3};
  check(pictures, encoded(format, pictures), 60);
}

CAF_TEST(streams that pictures cannot be put into are refused) {
  CAF_CHECK(!picture_numbers::read(""));
  CAF_CHECK(!picture_numbers::read("not a stream"));
  // Parameters of a stream with B-pictures (picture order count of type 0).
  std::string ordered{"\0\0\1\x67\x64\0\x0b\xac\xd9\x42\x6d", 11};
  CAF_CHECK(!picture_numbers::read(ordered));
}

CAF_TEST(packets without one slice are refused) {
  picture_numbers numbers;
  CAF_CHECK(!numbers.numbered(""));
  CAF_CHECK(!numbers.numbered(std::string{"\0\0\1\x09\x10", 5}));
}

CAF_TEST_FIXTURE_SCOPE_END()
