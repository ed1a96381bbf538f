/// While an object of this lives, rand() on its thread gives a fixed sequence.
/// flite's vocoder excites unvoiced sounds with rand(); with the process-wide
/// generator the samples would depend on everything that was spoken before.
/// All other calls of rand() go to libc as ever.
#pragma once

namespace troupe {

class fixed_noise {
public:
  fixed_noise();
  ~fixed_noise();
  fixed_noise(const fixed_noise&) = delete;
  fixed_noise& operator=(const fixed_noise&) = delete;
};

} // namespace troupe
