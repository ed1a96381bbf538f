#include "media/narrator_noise.hpp"

#include <cstdint>
#include <cstdlib>

#include <dlfcn.h>

namespace troupe {

namespace {

/// 0 while libc's own rand() is to be used.
thread_local uint32_t noise_state = 0;

} // namespace

fixed_noise::fixed_noise() {
  noise_state = 0x9E3779B9;
}

fixed_noise::~fixed_noise() {
  noise_state = 0;
}

} // namespace troupe

/// Stands in for libc's in the whole program: the linker binds libflite's
/// calls to it because the program's own definition comes first.
extern "C" int rand() noexcept {
  auto& state = troupe::noise_state;
  if (state == 0) {
    static auto real = reinterpret_cast<int (*)()>(dlsym(RTLD_NEXT, "rand"));
    return real ? real() : 0;
  }
  // xorshift32: never 0, even high bits, which is what flite looks at.
  state ^= state << 13;
  state ^= state >> 17;
  state ^= state << 5;
  return static_cast<int>(state >> 1);
}
