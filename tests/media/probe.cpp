#define CAF_SUITE probe
#include "tests/support/test.hpp"

#include "media/capabilities.hpp"
#include "media/encoder.hpp"
#include "media/probe.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace troupe;

CAF_TEST(what is not a film is refused) {
  test::temporary_folder folder;
  std::ofstream{folder / "text.mp4"} << "ffconcat version 1.0\nfile seg.ts\n";
  std::ofstream{folder / "empty.mp4"};
  for (auto name : {"text.mp4", "empty.mp4", "missing.mp4"}) {
    auto seen = probe_film(folder / name);
    CAF_MESSAGE(name);
    CAF_CHECK(!seen);
    CAF_CHECK(!decoded_video_digest(folder / name));
  }
}

CAF_TEST(a cut off film is noticed) {
  test::temporary_folder folder;
  film_format tiny{64, 36, 30};
  test::pattern pattern{tiny};
  CAF_REQUIRE(encode_segment({tiny, 60}, pattern.source(), folder / "a.mp4"));
  auto size = std::filesystem::file_size(folder / "a.mp4");
  std::filesystem::resize_file(folder / "a.mp4", size - 600);
  auto seen = probe_film(folder / "a.mp4");
  auto whole = seen && seen->frames == 60;
  auto decoded = decoded_video_digest(folder / "a.mp4");
  CAF_CHECK(!whole || !decoded);
}

CAF_TEST(this machine can make films) {
  auto found = media_capabilities();
  for (auto& x : found) {
    CAF_MESSAGE(x.name << ": " << x.detail << " " << x.remedy);
    CAF_CHECK(x.ok);
    CAF_CHECK(x.remedy.empty());
    CAF_CHECK(!x.detail.empty());
  }
  CAF_CHECK_EQUAL(found.size(), 6u);
}
