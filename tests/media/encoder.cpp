#define CAF_SUITE encoder
#include "tests/support/test.hpp"

#include "media/encoder.hpp"
#include "media/probe.hpp"
#include "protocol/digest.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

using namespace troupe;

namespace {

constexpr film_format tiny{64, 36, 30};

struct fixture {
  test::temporary_folder folder;
  test::pattern pattern{tiny};

  result<segment_info> encode(const std::string& name, uint32_t frames) {
    return encode_segment({tiny, frames}, pattern.source(), folder / name);
  }
  std::string bytes(const std::string& name) const {
    std::ifstream in{folder / name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(encoder_tests, fixture)

CAF_TEST(a segment has its frames and plays by itself) {
  for (uint32_t frames : {1u, 2u, 30u, 61u, 130u}) {
    auto made = encode("a.mp4", frames);
    CAF_REQUIRE(made);
    CAF_CHECK_EQUAL(made->frames, frames);
    auto seen = probe_film(folder / "a.mp4");
    CAF_REQUIRE(seen);
    CAF_CHECK_EQUAL(seen->frames, frames);
    CAF_CHECK_EQUAL(seen->width, 64u);
    CAF_CHECK_EQUAL(seen->height, 36u);
    CAF_CHECK_EQUAL(seen->fps, 30u);
    CAF_CHECK_EQUAL(seen->video_codec, "h264");
    CAF_CHECK(seen->times_in_order);
    CAF_CHECK(seen->index_in_front);
    auto end = seen->video_end.count() - int64_t{frames} * 1'000'000 / 30;
    CAF_CHECK_LESS_OR_EQUAL(std::abs(end), 1);
    auto size = std::filesystem::file_size(folder / "a.mp4");
    CAF_CHECK_EQUAL(made->bytes, size);
    CAF_CHECK(decoded_video_digest(folder / "a.mp4"));
  }
}

CAF_TEST(the same frames give the same bytes in any thread) {
  CAF_REQUIRE(encode("a.mp4", 40));
  auto first = bytes("a.mp4");
  CAF_REQUIRE(encode("b.mp4", 40));
  CAF_CHECK(bytes("b.mp4") == first);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; ++i)
      threads.emplace_back([&, i] {
        test::pattern own{tiny};
        auto made = encode_segment({tiny, 40}, own.source(),
                                   folder / ("t" + std::to_string(i)));
        if (!made)
          CAF_FAIL("encoding failed in a thread");
      });
  }
  for (auto name : {"t0", "t1", "t2"})
    CAF_CHECK(bytes(name) == first);
}

CAF_TEST(pictures are those that were drawn) {
  // A grey step a third of the range up must come out as it went in.
  film_format format{64, 64, 30};
  std::vector<uint8_t> luma(64 * 64), chroma(32 * 32, 128);
  for (size_t i = 0; i < luma.size(); ++i)
    luma[i] = i % 64 < 32 ? 60 : 180;
  auto source = [&](uint32_t) -> result<i420_view> {
    return i420_view{luma.data(), chroma.data(), chroma.data(), 64, 32, 32};
  };
  CAF_REQUIRE(encode_segment({format, 3}, source, folder / "a.mp4"));
  for (auto& x : luma)
    x = 60;
  CAF_REQUIRE(encode_segment({format, 3}, source, folder / "b.mp4"));
  auto a = decoded_video_digest(folder / "a.mp4");
  auto b = decoded_video_digest(folder / "b.mp4");
  CAF_REQUIRE(a && b);
  CAF_CHECK(*a != *b);
}

CAF_TEST(a stop is seen within a frame) {
  std::stop_source stop;
  uint32_t drawn = 0;
  auto source = [&](uint32_t frame) -> result<i420_view> {
    if (++drawn == 5)
      stop.request_stop();
    return pattern.draw(frame);
  };
  auto made = encode_segment({tiny, 1000}, source, folder / "a.mp4",
                             stop.get_token());
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::cancelled);
  CAF_CHECK_EQUAL(drawn, 5u);
  CAF_CHECK_EQUAL(test::files_in(folder.path()), 0u);
}

CAF_TEST(an error of the painter is handed on) {
  auto source = [&](uint32_t frame) -> result<i420_view> {
    if (frame == 3)
      return make_error(ec::media_failed, "no font");
    return pattern.draw(frame);
  };
  auto made = encode_segment({tiny, 10}, source, folder / "a.mp4");
  CAF_REQUIRE(!made);
  auto text = text_of(made.error());
  CAF_CHECK_EQUAL(text, "no font");
  CAF_CHECK_EQUAL(test::files_in(folder.path()), 0u);
}

CAF_TEST(bad requests name the field) {
  auto refused = [&](segment_request request, std::string_view field) {
    auto made = encode_segment(request, pattern.source(), folder / "a.mp4");
    CAF_REQUIRE(!made);
    CAF_CHECK(code_of(made.error()) == ec::invalid_argument);
    auto text = text_of(made.error());
    CAF_CHECK(text.find(field) != text.npos);
  };
  refused({{63, 36, 30}, 1}, "width");
  refused({{64, 0, 30}, 1}, "height");
  refused({{8192, 36, 30}, 1}, "width");
  refused({{64, 36, 0}, 1}, "fps");
  refused({{64, 36, 30}, 0}, "frames");
}

CAF_TEST(progress rises to one) {
  double last = 0;
  auto made = encode_segment({tiny, 20}, pattern.source(), folder / "a.mp4",
                             {}, [&](double done) {
                               CAF_CHECK_GREATER(done, last);
                               last = done;
                             });
  CAF_REQUIRE(made);
  CAF_CHECK_EQUAL(last, 1.0);
}

CAF_TEST(a full disk is told and leaves nothing) {
  result<segment_info> made = make_error(ec::internal);
  {
    test::full_disk limit{2048};
    made = encode("a.mp4", 200);
  }
  CAF_REQUIRE(!made);
  CAF_CHECK(code_of(made.error()) == ec::no_space);
  CAF_CHECK_EQUAL(test::files_in(folder.path()), 0u);
}

CAF_TEST_FIXTURE_SCOPE_END()
