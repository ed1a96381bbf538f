#define CAF_SUITE wav
#include "tests/support/test.hpp"

#include "media/wav.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

using namespace troupe;

namespace {

struct fixture {
  test::temporary_folder folder;

  size_t files() const { return test::files_in(folder.path()); }
  void put(const std::string& name, std::string_view bytes) {
    std::ofstream{folder / name, std::ios::binary} << bytes;
  }
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(wav_tests, fixture)

CAF_TEST(samples come back as they were written) {
  std::vector<int16_t> samples{0, 1, -1, 32767, -32768, 5};
  CAF_REQUIRE(write_wav(folder / "a.wav", {48'000, 2}, samples));
  wav_format format;
  auto back = read_wav(folder / "a.wav", &format);
  CAF_REQUIRE(back);
  CAF_CHECK(*back == samples);
  CAF_CHECK(format == (wav_format{48'000, 2}));
  auto size = std::filesystem::file_size(folder / "a.wav");
  CAF_CHECK_EQUAL(size, 44u + 12u);
  CAF_CHECK_EQUAL(files(), 1u);
}

CAF_TEST(a reader streams in blocks) {
  std::vector<int16_t> samples(1000);
  for (size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<int16_t>(i);
  CAF_REQUIRE(write_wav(folder / "a.wav", {48'000, 1}, samples));
  auto reader = wav_reader::open(folder / "a.wav");
  CAF_REQUIRE(reader);
  std::vector<int16_t> got, block(300);
  for (;;) {
    auto count = reader->read(block);
    CAF_REQUIRE(count);
    if (*count == 0)
      break;
    got.insert(got.end(), block.begin(),
               block.begin() + static_cast<std::ptrdiff_t>(*count));
  }
  CAF_CHECK(got == samples);
}

CAF_TEST(a writer that is not finished leaves nothing) {
  {
    auto writer = wav_writer::create(folder / "a.wav", {48'000, 1}, 10);
    CAF_REQUIRE(writer);
    CAF_CHECK_EQUAL(files(), 1u);
    std::vector<int16_t> few(5);
    CAF_CHECK(writer->write(few));
    auto unfinished = writer->finish();
    CAF_CHECK(!unfinished);
    std::vector<int16_t> many(6);
    CAF_CHECK(!writer->write(many));
  }
  CAF_CHECK_EQUAL(files(), 0u);
}

CAF_TEST(broken files are refused) {
  std::vector<int16_t> samples(100);
  CAF_REQUIRE(write_wav(folder / "good.wav", {48'000, 1}, samples));
  std::ifstream in{folder / "good.wav", std::ios::binary};
  std::string good{std::istreambuf_iterator<char>{in}, {}};
  put("short.wav", good.substr(0, 100));
  put("empty.wav", "");
  put("other.wav", "RIFFxxxxAVI LIST");
  auto wrong_bits = good;
  wrong_bits[34] = 8;
  put("bits.wav", wrong_bits);
  auto many_channels = good;
  many_channels[22] = 6;
  put("channels.wav", many_channels);
  auto no_rate = good;
  no_rate.replace(24, 4, std::string(4, '\0'));
  put("rate.wav", no_rate);
  for (auto name : {"short.wav", "empty.wav", "other.wav", "bits.wav",
                    "channels.wav", "rate.wav", "missing.wav"}) {
    auto reader = wav_reader::open(folder / name);
    CAF_MESSAGE(name);
    CAF_REQUIRE(!reader);
    auto text = text_of(reader.error());
    CAF_CHECK(text.find(name) != text.npos);
  }
}

CAF_TEST(a full disk is told and leaves nothing) {
  std::vector<int16_t> samples(100'000);
  result<void> written = make_error(ec::internal);
  {
    test::full_disk limit{4096};
    written = write_wav(folder / "a.wav", {48'000, 1}, samples);
  }
  CAF_REQUIRE(!written);
  CAF_CHECK(code_of(written.error()) == ec::no_space);
  CAF_CHECK_EQUAL(files(), 0u);
}

CAF_TEST(a missing folder is told) {
  auto written = write_whole_file(folder / "no/such.txt", "x");
  CAF_REQUIRE(!written);
  CAF_CHECK(code_of(written.error()) == ec::io_failed);
}

CAF_TEST_FIXTURE_SCOPE_END()
