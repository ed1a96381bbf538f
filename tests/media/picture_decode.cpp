#define CAF_SUITE picture_decode

#include "tests/support/test.hpp"

#include "media/decode_child.hpp"
#include "media/decode_sandbox.hpp"
#include "media/picture_decode.hpp"
#include "media/picture_file.hpp"
#include "media/picture_scale.hpp"
#include "tests/media/picture_samples.hpp"

#include <csignal>
#include <filesystem>
#include <random>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace troupe;
using namespace troupe::media;
using namespace troupe::test;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

struct fixture {
  decode_options options;

  fixture() { options.program = TROUPE_DECODE_CHILD; }

  result<raw_picture> decode(const file_bytes& bytes) {
    return decode_picture(bytes, options, {});
  }

  std::string refusal(const file_bytes& bytes) {
    auto picture = decode(bytes);
    if (picture)
      return "decoded";
    if (code_of(picture.error()) != ec::invalid_argument)
      return "another code: " + text_of(picture.error());
    return text_of(picture.error());
  }
};

/// The child under another name, which makes it misbehave.
struct bad_child {
  explicit bad_child(std::string_view name) {
    char pattern[] = "/tmp/troupe-child-XXXXXX";
    folder = ::mkdtemp(pattern);
    path = folder / name;
    fs::create_symlink(TROUPE_DECODE_CHILD, path);
  }
  ~bad_child() { fs::remove_all(folder); }
  fs::path folder;
  fs::path path;
};

std::vector<uint8_t> at(const raw_picture& x, uint32_t column, uint32_t row) {
  auto from = x.pixels.begin()
              + static_cast<std::ptrdiff_t>(row * x.stride() + column * 4);
  return {from, from + 4};
}

using bgra = std::vector<uint8_t>;

png_sample gradient(uint32_t width, uint32_t height) {
  return {width, height, 2,
          [=](uint32_t x, uint32_t y) -> std::vector<uint8_t> {
            return {static_cast<uint8_t>(x * 255 / width),
                    static_cast<uint8_t>(y * 255 / height), 40};
          },
          {}, false};
}

/// Quarters: red, green, blue, white.
file_bytes quarters_jpeg(uint32_t width, uint32_t height) {
  raw_picture x{width, height, false, {}};
  for (uint32_t row = 0; row < height; ++row)
    for (uint32_t column = 0; column < width; ++column) {
      auto right = column >= width / 2;
      auto low = row >= height / 2;
      bgra color = low ? (right ? bgra{255, 255, 255, 255}
                                : bgra{255, 0, 0, 255})
                       : (right ? bgra{0, 255, 0, 255} : bgra{0, 0, 255, 255});
      x.pixels.insert(x.pixels.end(), color.begin(), color.end());
    }
  auto bytes = encode_jpeg(x.view(), 100);
  file_bytes out;
  for (auto byte : *bytes)
    out.push_back(static_cast<uint8_t>(byte));
  return out;
}

/// r, g, b or w, for a pixel near enough.
char name_of(const bgra& x) {
  auto high = [&](size_t i) { return x[i] > 200; };
  if (high(0) && high(1) && high(2))
    return 'w';
  return high(2) ? 'r' : high(1) ? 'g' : high(0) ? 'b' : '?';
}

std::string corners(const raw_picture& x) {
  auto right = x.width - 3;
  auto low = x.height - 3;
  return {name_of(at(x, 2, 2)), name_of(at(x, right, 2)),
          name_of(at(x, 2, low)), name_of(at(x, right, low))};
}

/// What the kernel does to a process in the sandbox.
template <class Deed>
int signal_after(Deed deed) {
  auto pid = ::fork();
  if (pid == 0) {
    if (!forbid_everything())
      ::_exit(1);
    deed();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

CAF_TEST_FIXTURE_SCOPE(picture_decode_tests, fixture)

CAF_TEST(a PNG comes out pixel by pixel with its colours times alpha) {
  auto picture = decode(make_png(
    {4, 3, 6, [](uint32_t x, uint32_t y) -> std::vector<uint8_t> {
       return {200, 100, static_cast<uint8_t>(y), static_cast<uint8_t>(x * 85)};
     }, {}, false}));
  CAF_REQUIRE(picture);
  CAF_CHECK_EQUAL(picture->width, 4U);
  CAF_CHECK_EQUAL(picture->height, 3U);
  CAF_CHECK(picture->has_alpha);
  CAF_CHECK(at(*picture, 0, 0) == (bgra{0, 0, 0, 0}));
  CAF_CHECK(at(*picture, 3, 2) == (bgra{2, 100, 200, 255}));
  CAF_CHECK(at(*picture, 1, 0) == (bgra{0, 33, 67, 85}));
}

CAF_TEST(every kind of PNG is understood) {
  auto grey = decode(make_png({2, 2, 0, [](uint32_t x, uint32_t) {
                                 return std::vector<uint8_t>{
                                   static_cast<uint8_t>(x * 200)};
                               }, {}, false}));
  CAF_REQUIRE(grey);
  CAF_CHECK(!grey->has_alpha);
  CAF_CHECK(at(*grey, 1, 1) == (bgra{200, 200, 200, 255}));
  auto palette = decode(make_png({2, 2, 3, [](uint32_t x, uint32_t) {
                                    return std::vector<uint8_t>{
                                      static_cast<uint8_t>(x)};
                                  }, {1, 2, 3, 250, 150, 50}, false}));
  CAF_REQUIRE(palette);
  CAF_CHECK(at(*palette, 0, 0) == (bgra{3, 2, 1, 255}));
  CAF_CHECK(at(*palette, 1, 0) == (bgra{50, 150, 250, 255}));
  auto pale = decode(make_png({2, 2, 4, [](uint32_t, uint32_t) {
                                 return std::vector<uint8_t>{255, 128};
                               }, {}, false}));
  CAF_REQUIRE(pale);
  CAF_CHECK(at(*pale, 0, 0) == (bgra{128, 128, 128, 128}));
}

CAF_TEST(a JPEG comes out in its colours) {
  auto picture = decode(quarters_jpeg(64, 32));
  CAF_REQUIRE(picture);
  CAF_CHECK_EQUAL(corners(*picture), "rgbw");
  auto red = at(*picture, 4, 4);
  CAF_CHECK(red[0] < 6 && red[1] < 6 && red[2] > 249);
}

CAF_TEST(a JPEG is turned as its camera was held) {
  auto jpeg = quarters_jpeg(64, 32);
  const char* upright[] = {"rgbw", "grwb", "wbgr", "bwrg",
                           "rbgw", "brwg", "wgbr", "gwrb"};
  for (uint16_t i = 1; i <= 8; ++i) {
    auto picture = decode(with_orientation(jpeg, i));
    CAF_REQUIRE(picture);
    CAF_CHECK_EQUAL(picture->width, i < 5 ? 64U : 32U);
    CAF_CHECK_EQUAL(corners(*picture), upright[i - 1]);
  }
}

CAF_TEST(WebP is understood with and without loss) {
  for (auto file : {&webp_lossless(), &webp_lossy()}) {
    auto picture = decode(*file);
    CAF_REQUIRE(picture);
    CAF_CHECK_EQUAL(picture->width, 8U);
    CAF_CHECK_EQUAL(picture->height, 6U);
    auto color = at(*picture, 3, 3);
    const bgra expected{0xC0, 0x60, 0x30, 0xFF};
    for (size_t i = 0; i < 4; ++i)
      CAF_CHECK(std::abs(color[i] - expected[i]) < 8);
  }
}

CAF_TEST(large pictures are scaled down and keep their shape) {
  options.longest_side = 100;
  auto picture = decode(make_png(gradient(600, 300)));
  CAF_REQUIRE(picture);
  CAF_CHECK_EQUAL(picture->width, 100U);
  CAF_CHECK_EQUAL(picture->height, 50U);
  auto middle = at(*picture, 50, 25);
  CAF_CHECK(std::abs(middle[2] - 128) < 4);
  CAF_CHECK(std::abs(middle[1] - 129) < 5);
  options.longest_side = raw_picture_max_side;
  auto large = decode(make_png_bomb(12'000, 3'000));
  CAF_REQUIRE(large);
  CAF_CHECK_EQUAL(large->width, raw_picture_max_side);
  CAF_CHECK_EQUAL(large->height, 960U);
}

CAF_TEST(what is not a picture is refused by what it is) {
  struct row {
    file_bytes bytes;
    const char* why;
  };
  auto png = make_png(gradient(4, 4));
  auto cut = file_bytes{png.begin(), png.begin() + 20};
  auto broken = png;
  broken[png.size() - 30] ^= 1;
  auto animated = gradient(4, 4);
  animated.is_animated = true;
  const row rows[] = {
    {{}, "the picture is empty"},
    {text_file("ffconcat version 1.0\nfile /etc/passwd\n"),
     "the picture is not a PNG, JPEG or WebP file"},
    {text_file("#EXTM3U\n#EXT-X-TARGETDURATION:1\nfile:///etc/passwd\n"),
     "the picture is not a PNG, JPEG or WebP file"},
    {text_file("GIF89a\1\1"), "the picture is a GIF; send PNG, JPEG or WebP"},
    {text_file("<svg xmlns='http://www.w3.org/2000/svg'/>"),
     "the picture is an SVG; send PNG, JPEG or WebP"},
    {text_file("%PDF-1.4"), "the picture is a PDF; send PNG, JPEG or WebP"},
    {text_file(std::string{"\0\0\0\x1C" "ftypavif", 12}),
     "the picture is an AVIF; send PNG, JPEG or WebP"},
    {text_file(std::string{"\0\0\0\x1C" "ftypisom", 12}),
     "the picture is a film; send PNG, JPEG or WebP"},
    {text_file("\x89PNG\r\n\x1A\n"),
     "the picture is damaged: it ends within its header"},
    {cut, "the picture is damaged: it ends within its header"},
    {claiming(png, 0, 4), "the picture has 0 x 4 pixels"},
    {claiming(png, 30'000, 30'000),
     "the picture has 30000 x 30000 pixels; no side may be longer than 12000"},
    {claiming(png, 12'000, 12'000),
     "the picture has 12000 x 12000 pixels; at most 40 million are possible"},
    {make_png(animated), "the picture is an animation; send a still picture"},
    {broken, "the picture is damaged or incomplete"},
  };
  for (auto& [bytes, why] : rows)
    CAF_CHECK_EQUAL(refusal(bytes), why);
  file_bytes heavy(21 * 1024 * 1024, 0);
  CAF_CHECK_EQUAL(refusal(heavy),
                  "the picture has 22 MiB; at most 20 are possible");
}

CAF_TEST(pictures that were cut off are refused) {
  for (auto& whole : {make_png(gradient(40, 30)), quarters_jpeg(64, 32),
                      webp_lossless()})
    for (auto share : {0.5, 0.8}) {
      auto size = static_cast<std::ptrdiff_t>(
        static_cast<double>(whole.size()) * share);
      auto why = refusal({whole.begin(), whole.begin() + size});
      CAF_CHECK(why.starts_with("the picture is damaged"));
    }
}

CAF_TEST(a thousand mutated pictures are decoded or refused) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  const file_bytes wholes[] = {make_png(gradient(40, 30)),
                               quarters_jpeg(48, 32), webp_lossless(),
                               webp_lossy()};
  int refused = 0;
  for (int i = 0; i < 1'200; ++i) {
    auto bytes = wholes[random() % 4];
    auto changes = 1 + random() % 8;
    for (size_t j = 0; j < changes; ++j)
      bytes[2 + random() % (bytes.size() - 2)] = static_cast<uint8_t>(random());
    if (random() % 8 == 0)
      bytes.resize(1 + random() % bytes.size());
    // The same code as in the child, so that sanitizers see it; every 30th in
    // the child itself, under its limits.
    auto picture = i % 30 == 0
                     ? decode(bytes)
                     : decode_in_this_process(bytes, {.pixels = 4'000'000},
                                              100);
    refused += picture ? 0 : 1;
    if (picture)
      CAF_CHECK_EQUAL(picture->pixels.size(),
                      picture->stride() * picture->height);
    else
      CAF_CHECK(code_of(picture.error()) == ec::invalid_argument);
  }
  CAF_CHECK(refused > 100);
  CAF_CHECK(refused < 1'200);
}

CAF_TEST(the kernel ends a child that wants more than bytes) {
  CAF_CHECK_EQUAL(signal_after([] {}), 0);
  CAF_CHECK_EQUAL(signal_after([] { ::open("/etc/passwd", O_RDONLY); }),
                  SIGSYS);
  CAF_CHECK_EQUAL(signal_after([] { ::socket(AF_INET, SOCK_STREAM, 0); }),
                  SIGSYS);
  CAF_CHECK_EQUAL(signal_after([] { ::fork(); }), SIGSYS);
  CAF_CHECK_EQUAL(signal_after([] { ::execl("/bin/true", "true", nullptr); }),
                  SIGSYS);
  CAF_CHECK_EQUAL(signal_after([] { ::kill(::getppid(), 0); }), SIGSYS);
}

CAF_TEST(a child that hangs is ended by stop) {
  bad_child child{"hang"};
  options.program = child.path;
  options.deadline = 1h;
  std::stop_source source;
  std::jthread person{[&] { source.request_stop(); }};
  auto picture = decode_picture(make_png(gradient(4, 4)), options,
                                source.get_token());
  CAF_REQUIRE(!picture);
  CAF_CHECK(code_of(picture.error()) == ec::cancelled);
}

CAF_TEST(children that go wrong are reported in words) {
  auto png = make_png(gradient(4, 4));
  bad_child hang{"hang"}, crash{"crash"}, babble{"babble"}, lie{"lie"};
  options.deadline = 30ms;
  options.program = hang.path;
  CAF_CHECK_EQUAL(refusal(png), "the picture takes too long to decode");
  options.deadline = 20s;
  options.program = crash.path;
  CAF_CHECK_EQUAL(refusal(png),
                  "the picture makes the decoder fail (signal 11); save it "
                  "again with another program");
  options.longest_side = 64;
  options.program = babble.path;
  CAF_CHECK_EQUAL(refusal(png),
                  "another code: the decoder gave too much");
  options.program = lie.path;
  CAF_CHECK_EQUAL(refusal(png),
                  "another code: not a decoded picture");
  options.program = "/nowhere/troupe";
  CAF_CHECK_EQUAL(refusal(png),
                  "another code: could not start the decoder: spawn: No such "
                  "file or directory");
}

#if !defined(__SANITIZE_ADDRESS__)
CAF_TEST(a picture that needs more memory than a child has is refused) {
  options.memory_bytes = 256ULL * 1024 * 1024;
  CAF_CHECK_EQUAL(refusal(make_png_bomb(12'000, 3'300)),
                  "the picture takes too much memory to decode");
}
#endif

CAF_TEST_FIXTURE_SCOPE_END()

CAF_TEST(an even area stays what it was at every size) {
  raw_picture x{37, 23, true, {}};
  for (size_t i = 0; i < size_t{37} * 23; ++i)
    for (int c : {10, 90, 130, 200})
      x.pixels.push_back(static_cast<uint8_t>(c));
  for (uint32_t size : {1U, 5U, 36U, 37U, 80U}) {
    auto y = scaled(x, size, size);
    CAF_CHECK(at(y, 0, 0) == (bgra{10, 90, 130, 200}));
    CAF_CHECK(at(y, size - 1, size / 2) == (bgra{10, 90, 130, 200}));
  }
}

CAF_TEST(a colour never comes out above its alpha) {
  raw_picture x{16, 1, true, {}};
  for (int i = 0; i < 16; ++i)
    for (int c = 0; c < 4; ++c)
      x.pixels.push_back(i % 4 < 2 ? 255 : 0);
  auto y = scaled(x, 23, 3);
  for (uint32_t i = 0; i < 23; ++i) {
    auto pixel = at(y, i, 1);
    CAF_CHECK(std::max({pixel[0], pixel[1], pixel[2]}) <= pixel[3]);
  }
}
