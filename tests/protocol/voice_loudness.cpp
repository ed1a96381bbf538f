#define CAF_SUITE voice_loudness
#include "tests/support/test.hpp"

#include "protocol/voice_loudness.hpp"

#include <cmath>
#include <vector>

using namespace troupe;

namespace {

constexpr uint32_t rate = 48'000;

/// Half a second of a tone at so many dB, then half of silence.
std::vector<int16_t> tone(double db) {
  std::vector<int16_t> out(rate);
  auto peak = std::pow(10, db / 20) * 32'767 * std::sqrt(2.0);
  for (size_t i = 0; i < out.size() / 2; ++i)
    out[i] = static_cast<int16_t>(peak * std::sin(static_cast<double>(i) / 7));
  return out;
}

} // namespace

CAF_TEST(loud is high and silence is nothing) {
  auto loud = loudness_of(tone(-12), rate);
  auto quiet = loudness_of(tone(-30), rate);
  CAF_CHECK_EQUAL(loud.size(), 25u);
  CAF_CHECK_EQUAL(loud[3], 'Z');
  CAF_CHECK_EQUAL(loud[20], '0');
  CAF_CHECK(quiet[3] > '0' && quiet[3] < 'Z');
  CAF_CHECK_EQUAL(loudness_of({}, rate), "");
  CAF_CHECK_EQUAL(loudness_of(tone(-12), 0), "");
}

CAF_TEST(between two steps it goes evenly) {
  CAF_CHECK_EQUAL(loudness_at("0Z", 0.02), 0.0);
  CAF_CHECK_EQUAL(loudness_at("0Z", 0.06), 1.0);
  CAF_CHECK(std::abs(loudness_at("0Z", 0.04) - 0.5) < 1e-9);
  for (auto t : {-5.0, 5.0, 1e300, -1e300, std::nan("")})
    CAF_CHECK_EQUAL(loudness_at("ZZ", t), 0.0);
  CAF_CHECK_EQUAL(loudness_at("??", 0.04), 0.0);
  CAF_CHECK_EQUAL(loudness_at("", 0.04), 0.0);
}

CAF_TEST(a voice that comes later has silence before it) {
  CAF_CHECK_EQUAL(delayed("ZA", std::chrono::milliseconds{100}), "000ZA");
  CAF_CHECK_EQUAL(delayed("", std::chrono::seconds{1}), "");
  CAF_CHECK_EQUAL(delayed("Z", std::chrono::seconds{-1}), "Z");
}
