/// Moving test pictures and a full disk, for tests of encoder and muxer. One
/// thread.
#pragma once

#include "media/frame.hpp"
#include "protocol/film_format.hpp"

#include <csignal>
#include <cstdint>
#include <filesystem>
#include <vector>

#include <sys/resource.h>

namespace troupe::test {

/// Diagonal bars that move; each seed has its own colour.
class pattern {
 public:
  explicit pattern(film_format format, uint8_t seed = 0)
    : format_(format),
      seed_(seed),
      y_(size_t{format.width} * format.height),
      u_(y_.size() / 4, static_cast<uint8_t>(100 + seed * 20)),
      v_(y_.size() / 4, 140) {}

  i420_view draw(uint32_t frame) {
    for (uint32_t row = 0; row < format_.height; ++row)
      for (uint32_t column = 0; column < format_.width; ++column)
        y_[size_t{row} * format_.width + column] = static_cast<uint8_t>(
          16 + (column * 3 + row * 2 + frame * 5 + seed_ * 37u) % 200);
    return {y_.data(),         u_.data(),         v_.data(),
            format_.width,     format_.width / 2, format_.width / 2};
  }

  frame_source source() {
    return [this](uint32_t frame) -> result<i420_view> { return draw(frame); };
  }

 private:
  film_format format_;
  uint8_t seed_;
  std::vector<uint8_t> y_, u_, v_;
};

/// Files can't grow over so many bytes while this lives: a small full disk.
class full_disk {
 public:
  explicit full_disk(rlim_t bytes) {
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    rlimit now{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  full_disk(const full_disk&) = delete;
  full_disk& operator=(const full_disk&) = delete;

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

inline size_t files_in(const std::filesystem::path& folder) {
  auto begin = std::filesystem::directory_iterator{folder};
  return static_cast<size_t>(std::distance(begin, {}));
}

} // namespace troupe::test
