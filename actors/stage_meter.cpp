#include "actors/stage_meter.hpp"

#include <algorithm>
#include <numeric>

namespace troupe {

namespace {

std::string message_of(const piece& x, size_t nth, size_t of_kind) {
  auto scene = of_kind > 1 ? " scene " + std::to_string(nth) + " of "
                               + std::to_string(of_kind)
                           : std::string{" the scene"};
  switch (x.kind) {
    case piece_kind::scenes: return "Writing the scenes";
    case piece_kind::script: return "Writing the script";
    case piece_kind::still: return "Painting" + scene;
    case piece_kind::motion: return "Animating" + scene;
    case piece_kind::narration: return "Speaking" + scene;
    case piece_kind::segment: return "Rendering" + scene;
    case piece_kind::music: return "Composing the music";
    case piece_kind::soundtrack: return "Mixing the sound";
    case piece_kind::film: return "Joining the film";
    case piece_kind::picture: return "Opening a picture";
    case piece_kind::clip: return "Opening a clip";
    case piece_kind::transition: return "Rendering a transition";
    case piece_kind::animatic: return "Sketching the film";
    case piece_kind::live: return "Opening the live picture";
    case piece_kind::delivery: return "Converting the film";
  }
  return x.name;
}

/// A piece without cost would make the percent jump, a negative one go back.
double cost_of(const piece& x) {
  return std::max(x.cost, 1e-6);
}

} // namespace

stage_meter::stage_meter(const std::vector<piece>& pieces, time_point start)
    : done_(pieces.size(), 0.0), start_{start} {
  for (size_t i = 0; i < pieces.size(); ++i) {
    auto same = [&](const piece& x) { return x.kind == pieces[i].kind; };
    auto first = pieces.begin();
    auto here = first + static_cast<std::ptrdiff_t>(i);
    messages_.push_back(message_of(pieces[i],
                                   std::count_if(first, here, same) + 1,
                                   std::ranges::count_if(pieces, same)));
    costs_.push_back(cost_of(pieces[i]));
  }
  total_ = std::accumulate(costs_.begin(), costs_.end(), 0.0);
}

void stage_meter::reused(size_t index) {
  advanced(index, 1);
  reused_ += costs_[index];
}

void stage_meter::advanced(size_t index, double done) {
  done_[index] = std::max(done_[index], std::clamp(done, 0.0, 1.0));
}

double stage_meter::percent() const {
  if (costs_.empty())
    return 100;
  return 100
         * std::inner_product(costs_.begin(), costs_.end(), done_.begin(), 0.0)
         / total_;
}

double stage_meter::seconds_left(time_point now) const {
  auto done = percent() / 100 * total_;
  auto made = done - reused_;
  if (made <= 0)
    return -1;
  auto seconds = std::chrono::duration<double>(now - start_).count();
  return seconds * (total_ - done) / made;
}

} // namespace troupe
