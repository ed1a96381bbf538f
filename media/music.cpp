#include "media/music.hpp"

#include <algorithm>

namespace troupe {

music_bed::music_bed(std::string_view mood, uint64_t seed, uint64_t samples,
                     std::vector<uint64_t> sections)
  : score_(mood, seed, samples, std::move(sections)) {
}

void music_bed::render(std::span<float> left, std::span<float> right) {
  std::fill(left.begin(), left.end(), 0.0f);
  std::fill(right.begin(), right.end(), 0.0f);
  if (is_silent())
    return;
  auto end = at_ + left.size();
  while (next_bar_ < score_.bars() && score_.start_of(next_bar_) < end) {
    auto bar = score_.play(next_bar_++);
    coming_.insert(coming_.end(), bar.begin(), bar.end());
  }
  for (auto& x : coming_)
    if (x.start < end)
      players_.start(x,
                     static_cast<uint32_t>(x.start - std::min(x.start, at_)));
  std::erase_if(coming_, [&](auto& x) { return x.start < end; });
  players_.add(left, right);
  room_.process(left, right);
  at_ = end;
}

} // namespace troupe
