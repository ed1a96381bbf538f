// On CPUs with AVX-512 the encoder read memory that nobody had written, so the
// same frames gave other bytes whenever the heap held something else.
#define CAF_SUITE unwritten_memory
#include "tests/support/test.hpp"

#include "media/encoder.hpp"
#include "tests/media/pattern.hpp"
#include "tests/support/temporary_folder.hpp"

#include <fstream>
#include <iterator>

#include <malloc.h>

using namespace troupe;

CAF_TEST(what the heap held before does not show in a film) {
  test::temporary_folder folder;
  film_format format{64, 36, 30};
  auto encoded = [&](int filled) {
    test::pattern pattern{format};
    ::mallopt(M_PERTURB, filled);
    auto made = encode_segment({format, 40}, pattern.source(), folder / "a");
    ::mallopt(M_PERTURB, 0);
    CAF_REQUIRE(made);
    std::ifstream in{folder / "a", std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  auto first = encoded(1);
  for (int filled : {37, 85, 128, 200, 255})
    CAF_CHECK(encoded(filled) == first);
}
