#define CAF_SUITE clip_decode

#include "tests/support/test.hpp"

#include "media/clip_decode.hpp"
#include "media/clip_file.hpp"
#include "media/decode_child.hpp"
#include "media/encoder.hpp"
#include "tests/media/clip_samples.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cmath>
#include <filesystem>
#include <random>
#include <thread>

#include <unistd.h>

using namespace troupe;
using namespace troupe::media;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Frames as they came, and the error that ended them.
struct outcome {
  raw_clip shape;
  std::vector<std::vector<uint8_t>> frames;
  error failure;
};

struct fixture {
  clip_decode_options options;
  clip_wish wish;

  fixture() {
    options.program = TROUPE_DECODE_CHILD;
    wish.width = 64;
    wish.height = 36;
    wish.frames = 1'000;
  }

  outcome decode(const clip_bytes& bytes, std::stop_token stop = {}) {
    outcome out;
    auto stream = clip_stream::open(bytes, wish, options, stop);
    if (!stream) {
      out.failure = stream.error();
      return out;
    }
    out.shape = (*stream)->shape();
    for (uint32_t i = 0; i < out.shape.frames; ++i) {
      auto frame = (*stream)->next();
      if (!frame) {
        out.failure = frame.error();
        return out;
      }
      out.frames.emplace_back(frame->y, frame->y + out.shape.frame_bytes());
    }
    if (auto end = (*stream)->finish(); !end)
      out.failure = end.error();
    return out;
  }

  outcome decoded(const clip_bytes& bytes) {
    auto out = decode(bytes);
    if (out.failure)
      CAF_FAIL(text_of(out.failure));
    return out;
  }

  std::string refusal(const clip_bytes& bytes) {
    auto out = decode(bytes);
    if (!out.failure)
      return "decoded";
    if (code_of(out.failure) != ec::invalid_argument)
      return "another code: " + text_of(out.failure);
    return text_of(out.failure);
  }
};

/// Which frame of a counting clip is shown.
int number_in(const outcome& x, size_t frame) {
  auto& planes = x.frames.at(frame);
  auto middle = size_t{x.shape.width} * (x.shape.height / 2)
                + x.shape.width / 2;
  return static_cast<int>(std::lround((planes[middle] - 16) / 2.0));
}

std::vector<int> numbers_in(const outcome& x) {
  std::vector<int> out;
  for (size_t i = 0; i < x.frames.size(); ++i)
    out.push_back(number_in(x, i));
  return out;
}

std::vector<int> every(int count, int from, int numerator, int denominator) {
  std::vector<int> out;
  for (int i = 0; i < count; ++i)
    out.push_back(from + i * numerator / denominator);
  return out;
}

/// Luma at a place given in shares of the frame.
int luma_at(const outcome& x, size_t frame, double across, double down) {
  auto column = static_cast<size_t>(across * x.shape.width);
  auto row = static_cast<size_t>(down * x.shape.height);
  return x.frames.at(frame)[row * x.shape.width + column];
}

clip_bytes bytes_in(std::string_view text) {
  return {text.begin(), text.end()};
}

/// White on the left, black on the right, with a band of grey below.
constexpr const char* halves
  = "color=black:s=320x180:r=10:d=0.5,drawbox=0:0:160:180:white:fill";

/// The child under another name, which makes it misbehave.
struct bad_child {
  explicit bad_child(std::string_view name) : path(folder / std::string{name}) {
    fs::create_symlink(TROUPE_DECODE_CHILD, path);
  }
  temporary_folder folder;
  fs::path path;
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(clip_decode_tests, fixture)

CAF_TEST(the frames of a clip come in their order at the rate of the film) {
  auto same = decoded(counting_clip("64x36", 30, 1));
  CAF_CHECK_EQUAL(same.shape.width, 64u);
  CAF_CHECK_EQUAL(same.shape.height, 36u);
  CAF_CHECK(numbers_in(same) == every(30, 0, 1, 1));
  wish.fps = 30;
  CAF_CHECK(numbers_in(decoded(counting_clip("64x36", 60, 1)))
            == every(30, 0, 2, 1));
  wish.fps = 60;
  CAF_CHECK(numbers_in(decoded(counting_clip("64x36", 30, 1)))
            == every(60, 0, 1, 2));
  wish.fps = 30;
  auto slow = numbers_in(decoded(counting_clip("64x36", 25, 1)));
  CAF_REQUIRE_EQUAL(slow.size(), 30u);
  for (size_t i = 1; i < slow.size(); ++i)
    CAF_CHECK(slow[i] - slow[i - 1] == 0 || slow[i] - slow[i - 1] == 1);
  CAF_CHECK_EQUAL(slow.back(), 24);
}

CAF_TEST(a start leaves out what comes before it) {
  wish.start_us = 500'000;
  CAF_CHECK(numbers_in(decoded(counting_clip("64x36", 30, 1)))
            == every(15, 15, 1, 1));
  // Far enough in to jump, between key frames.
  wish.start_us = 3'300'000;
  auto& longer = counting_clip("64x36", 10, 5, {"-g", "7"});
  wish.fps = 10;
  CAF_CHECK(numbers_in(decoded(longer)) == every(17, 33, 1, 1));
  wish.start_us = 5'000'000;
  CAF_CHECK_EQUAL(refusal(longer),
                  "the clip lasts 5.0 s; it can't start at 5.0 s");
}

CAF_TEST(no more frames come than were wished for) {
  wish.frames = 4;
  CAF_CHECK(numbers_in(decoded(counting_clip("64x36", 30, 1)))
            == every(4, 0, 1, 1));
}

CAF_TEST(every container and codec of the list is understood) {
  struct row {
    const char* name;
    std::vector<std::string> options;
    const char* extension;
  };
  const row rows[] = {
    {"h264", {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mov"},
    {"b frames", {"-c:v", "libx264", "-bf", "3", "-pix_fmt", "yuv420p"}, "mp4"},
    {"high 10", {"-c:v", "libx264", "-pix_fmt", "yuv420p10le"}, "mp4"},
    {"fragments",
     {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags",
      "frag_keyframe+empty_moov"},
     "mp4"},
    {"vp8", {"-c:v", "libvpx", "-b:v", "2M"}, "webm"},
    {"vp9", {"-c:v", "libvpx-vp9", "-b:v", "2M", "-cpu-used", "8"}, "webm"},
    {"av1", {"-c:v", "libaom-av1", "-cpu-used", "8", "-b:v", "2M"}, "webm"},
    {"av1 in mp4", {"-c:v", "libaom-av1", "-cpu-used", "8", "-b:v", "2M"},
     "mp4"},
    {"with sound",
     {"-f", "lavfi", "-i", "sine=d=0.5", "-c:v", "libx264", "-pix_fmt",
      "yuv420p", "-c:a", "aac"},
     "mp4"},
  };
  for (auto& x : rows) {
    CAF_MESSAGE(x.name);
    wish.fps = 10;
    auto out = decoded(made_clip(halves, x.options, x.extension));
    CAF_CHECK_EQUAL(out.frames.size(), 5u);
    CAF_CHECK(luma_at(out, 4, 0.2, 0.5) > 215);
    CAF_CHECK(luma_at(out, 4, 0.8, 0.5) < 32);
  }
}

CAF_TEST(a clip fills the room and is cut around its focus) {
  auto& clip = made_clip(halves, {"-c:v", "libx264", "-pix_fmt", "yuv420p"},
                         "mp4");
  wish.width = 180;
  wish.height = 180;
  auto middle = decoded(clip);
  CAF_CHECK_EQUAL(middle.shape.width, 180u);
  CAF_CHECK(luma_at(middle, 0, 0.1, 0.5) > 215);
  CAF_CHECK(luma_at(middle, 0, 0.9, 0.5) < 32);
  wish.focus_x = 1;
  CAF_CHECK(luma_at(decoded(clip), 0, 0.15, 0.5) < 32);
  wish.focus_x = 0;
  CAF_CHECK(luma_at(decoded(clip), 0, 0.85, 0.5) > 215);
}

CAF_TEST(a clip of another shape takes one side of the room) {
  auto& tall = counting_clip("90x160", 10, 0.5);
  wish.width = 320;
  wish.height = 180;
  auto beside = decoded(tall);
  // A third of the width; no frame is larger than the clip needs.
  CAF_CHECK_EQUAL(beside.shape.width, 90u);
  CAF_CHECK(beside.shape.height >= 146 && beside.shape.height <= 150);
  wish.fills = 1;
  auto filled = decoded(tall);
  CAF_CHECK_EQUAL(filled.shape.width, 90u);
  CAF_CHECK(filled.shape.height >= 50 && filled.shape.height <= 52);
  wish.fills = 0;
  std::swap(wish.width, wish.height);
  auto band = decoded(counting_clip("160x90", 10, 0.5));
  CAF_CHECK(band.shape.width > band.shape.height);
}

CAF_TEST(a small clip is not made larger) {
  wish.width = 1'920;
  wish.height = 1'080;
  auto out = decoded(counting_clip("64x36", 10, 0.5));
  CAF_CHECK_EQUAL(out.shape.width, 64u);
  CAF_CHECK_EQUAL(out.shape.height, 36u);
}

CAF_TEST(a clip is turned as its camera was held) {
  // The matrix of a phone that is held upright: the picture lies in the file.
  using namespace std::string_literals;
  auto lying = patched(
    made_clip(halves, {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mp4"),
    "tkhd", "\0\0\0\0\0\1\0\0\0\0\0\0\xFF\xFF\0\0\0\0\0\0"s, 44);
  wish.width = 180;
  wish.height = 320;
  auto out = decoded(lying);
  CAF_CHECK_EQUAL(out.shape.width, 180u);
  CAF_CHECK_EQUAL(out.shape.height, 320u);
  // Turned right, its left half is above.
  auto above = luma_at(out, 0, 0.5, 0.2);
  auto below = luma_at(out, 0, 0.5, 0.8);
  CAF_CHECK(above > 215);
  CAF_CHECK(below < 32);
}

CAF_TEST(the same clip gives the same bits) {
  auto& clip = made_clip("testsrc2=s=320x180:r=15:d=1",
                         {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mp4");
  CAF_CHECK(decoded(clip).frames == decoded(clip).frames);
}

CAF_TEST(what is no clip is refused by what it is) {
  struct row {
    clip_bytes bytes;
    const char* why;
  };
  using namespace std::string_view_literals;
  const row rows[] = {
    {{}, "the clip is empty"},
    {bytes_in("ffconcat version 1.0\nfile /etc/passwd\n"),
     "the clip is a playlist; send MP4, MOV or WebM"},
    {bytes_in("#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n"),
     "the clip is a playlist; send MP4, MOV or WebM"},
    {bytes_in("subfile,,start,0,end,0,,:/etc/passwd"),
     "the clip is not an MP4, MOV or WebM file"},
    {bytes_in("\x89PNG\r\n\x1A\n"), "the clip is a picture; send MP4, MOV or "
                                    "WebM"},
    {bytes_in("GIF89a"), "the clip is a GIF; send MP4, MOV or WebM"},
    {bytes_in("RIFF\1\1\1\1AVI "), "the clip is an AVI; send MP4, MOV or WebM"},
    {bytes_in("\0\0\0\x10"
              "ftypisom\0\0\0\0"sv),
     "the clip is cut off or damaged"},
    {bytes_in("\0\0\0\x10"
              "ftypheic\0\0\0\0"sv),
     "the clip is a picture; send MP4, MOV or WebM"},
    {made_clip(halves, {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mkv"),
     "the clip is a Matroska file; send MP4, MOV or WebM"},
    {made_clip(halves, {"-c:v", "mpeg4"}, "mp4"),
     "the clip is coded as mpeg4; H.264, VP8, VP9 and AV1 are possible"},
    {made_clip(halves, {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-color_trc",
                        "smpte2084"},
               "mp4"),
     "the clip has HDR colours; save it in ordinary ones (SDR, BT.709)"},
    {made_clip("sine=d=0.2", {"-c:a", "aac"}, "mp4"),
     "the clip has no moving pictures"},
  };
  for (auto& [bytes, why] : rows)
    CAF_CHECK_EQUAL(refusal(bytes), why);
  options.limits.bytes = 1024 * 1024;
  CAF_CHECK_EQUAL(refusal(clip_bytes(2 * 1024 * 1024)),
                  "the clip has 3 MiB; at most 1 are possible");
}

CAF_TEST(a clip that was cut off is refused) {
  auto mp4 = made_clip("testsrc2=s=64x36:r=10:d=2",
                       {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mp4");
  auto fast = made_clip("testsrc2=s=64x36:r=10:d=2",
                        {"-c:v", "libx264", "-pix_fmt", "yuv420p", "-movflags",
                         "+faststart"},
                        "mp4");
  auto webm = made_clip("testsrc2=s=64x36:r=10:d=2",
                        {"-c:v", "libvpx", "-b:v", "1M"}, "webm");
  for (auto* clip : {&mp4, &fast, &webm})
    for (auto share : {0.3, 0.6, 0.95}) {
      auto size = static_cast<std::ptrdiff_t>(
        static_cast<double>(clip->size()) * share);
      auto why = refusal({clip->begin(), clip->begin() + size});
      CAF_CHECK_EQUAL(why, "the clip is cut off or damaged");
    }
}

CAF_TEST(a clip that claims to be huge is refused before it is decoded) {
  // Width and height of the sample entry, 24 bytes behind its name.
  using namespace std::string_literals;
  auto huge = patched(counting_clip("64x36", 10, 0.5), "avc1\0\0\0\0\0\0"s,
                      "\x27\x10\x27\x10", 28);
  CAF_CHECK_EQUAL(refusal(huge),
                  "the clip has 10000 x 10000 pixels; no side may be longer "
                  "than 4096");
  auto large = patched(counting_clip("64x36", 10, 0.5), "avc1\0\0\0\0\0\0"s,
                       "\x10\x00\x10\x00"s, 28);
  CAF_CHECK_EQUAL(refusal(large),
                  "the clip has 4096 x 4096 pixels; at most 9437 thousand are "
                  "possible");
  // A header that says less than its pictures hold.
  auto sly = patched(counting_clip("640x360", 10, 0.5), "avc1\0\0\0\0\0\0"s,
                     "\0\x10\0\x10"s, 28);
  options.limits.pixels = 64 * 64;
  CAF_CHECK_EQUAL(refusal(sly), "the clip is cut off or damaged");
}

CAF_TEST(a clip without a frame is refused) {
  // The number of samples, in all three lists of them.
  auto none = counting_clip("64x36", 10, 0.5);
  using namespace std::string_literals;
  none = patched(none, "stsz", "\0\0\0\0\0\0\0\0\0\0\0\0"s, 4);
  none = patched(none, "stts", "\0\0\0\0\0\0\0\0"s, 4);
  CAF_CHECK_EQUAL(refusal(none), "the clip has no pictures in it");
}

CAF_TEST(a clip whose pictures lie in another file is refused) {
  using namespace std::string_literals;
  auto clip = counting_clip("64x36", 10, 0.5);
  // "url " with flag 1 is: in this file.
  auto elsewhere = patched(clip, "url \0\0\0\1"s, "url \0\0\0\0"s);
  CAF_CHECK_EQUAL(refusal(elsewhere),
                  "the clip has its pictures in another file; save it as one "
                  "file");
  auto packed = patched(clip, "mvhd", "cmov");
  CAF_CHECK_EQUAL(refusal(packed), "the clip is a QuickTime file of a rare "
                                   "kind; save it as MP4");
}

CAF_TEST(hundreds of mutated clips are decoded or refused) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  const clip_bytes wholes[] = {
    made_clip("testsrc2=s=64x36:r=10:d=1",
              {"-c:v", "libx264", "-pix_fmt", "yuv420p"}, "mp4"),
    made_clip("testsrc2=s=64x36:r=10:d=1", {"-c:v", "libvpx", "-b:v", "1M"},
              "webm"),
    made_clip("testsrc2=s=64x36:r=10:d=1",
              {"-c:v", "libvpx-vp9", "-b:v", "1M", "-cpu-used", "8"}, "webm"),
  };
  wish.frames = 20;
  int refused = 0;
  for (int i = 0; i < 400; ++i) {
    auto bytes = wholes[random() % 3];
    auto changes = 1 + random() % 6;
    for (size_t j = 0; j < changes; ++j)
      bytes[4 + random() % (bytes.size() - 4)] = static_cast<uint8_t>(random());
    // The same code as in the child, so that sanitizers see it; every 20th in
    // the child itself, under its limits.
    error failure;
    if (i % 20 == 0) {
      failure = decode(bytes).failure;
    } else {
      auto done = decode_clip_in_this_process(bytes, {}, wish,
                                              [](auto) { return true; });
      if (!done)
        failure = done.error();
    }
    refused += failure ? 1 : 0;
    if (failure)
      CAF_CHECK(code_of(failure) == ec::invalid_argument);
  }
  CAF_MESSAGE(refused << " of 400 refused");
  CAF_CHECK(refused > 20);
}

CAF_TEST(a child that hangs is ended by stop) {
  bad_child child{"hang"};
  options.program = child.path;
  std::stop_source source;
  std::jthread person{[&] { source.request_stop(); }};
  auto out = decode(counting_clip("64x36", 10, 0.5), source.get_token());
  CAF_CHECK(code_of(out.failure) == ec::cancelled);
}

CAF_TEST(a stop in the middle of a clip ends its child) {
  auto& clip = counting_clip("640x360", 30, 3);
  wish.width = 640;
  wish.height = 360;
  std::stop_source source;
  auto stream = clip_stream::open(clip, wish, options, source.get_token());
  CAF_REQUIRE(stream);
  CAF_REQUIRE((*stream)->next());
  source.request_stop();
  // A frame that is in the pipe already may still come.
  auto ended = false;
  for (int i = 0; i < 2 && !ended; ++i) {
    auto frame = (*stream)->next();
    ended = !frame && code_of(frame.error()) == ec::cancelled;
  }
  CAF_CHECK(ended);
}

CAF_TEST(children that go wrong are reported in words) {
  auto& clip = counting_clip("64x36", 10, 0.5);
  bad_child hang{"hang"}, crash{"crash"}, babble{"babble"}, lie{"lie"};
  options.deadline = 30ms;
  options.program = hang.path;
  CAF_CHECK_EQUAL(refusal(clip), "the clip takes too long to decode");
  options.deadline = 20s;
  options.program = crash.path;
  CAF_CHECK_EQUAL(refusal(clip),
                  "the clip makes the decoder fail (signal 11); save it again "
                  "with another program");
  for (auto* path : {&babble.path, &lie.path}) {
    options.program = *path;
    CAF_CHECK(refusal(clip).starts_with("another code: "));
  }
  options.program = "/nowhere/troupe";
  CAF_CHECK(refusal(clip).starts_with("another code: could not start"));
}

CAF_TEST(a kept clip gives back any of its frames) {
  temporary_folder folder;
  auto path = folder / clip_file_name;
  auto out = decoded(counting_clip("64x36", 30, 1));
  auto luma = size_t{64} * 36;
  auto kept = encode_segment(
    {{64, 36, 30}, 30, coding_aim::keep},
    [&](uint32_t i) -> result<i420_view> {
      auto y = out.frames[i].data();
      return i420_view{y, y + luma, y + luma + luma / 4, 64, 32, 32};
    },
    path);
  CAF_REQUIRE(kept);
  auto file = clip_file::open(path);
  CAF_REQUIRE(file);
  CAF_CHECK_EQUAL((*file)->frames(), 30u);
  CAF_CHECK_EQUAL((*file)->width(), 64u);
  auto shade_of = [&](uint32_t number) {
    auto frame = (*file)->frame(number);
    CAF_REQUIRE(frame);
    return int{frame->data[frame->stride * 18 + 32 * 4 + 1]};
  };
  std::vector<int> in_order;
  for (uint32_t i = 0; i < 30; ++i)
    in_order.push_back(shade_of(i));
  for (uint32_t i = 1; i < 30; ++i)
    CAF_CHECK(in_order[i] > in_order[i - 1]);
  // Anywhere, backwards, and beyond the end.
  for (uint32_t i : {17u, 3u, 29u, 0u, 28u, 14u, 15u, 30u, 59u, 60'000'000u})
    CAF_CHECK_EQUAL(shade_of(i), in_order[i % 30]);
  CAF_CHECK(code_of(clip_file::open(folder / "none.mp4").error())
            == ec::not_found);
}

CAF_TEST_FIXTURE_SCOPE_END()
