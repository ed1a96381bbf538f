// Stops encodings at random moments and counts how long they go on, then
// renders many times and watches the memory. Usage: render_stops SCENES_DIR
// [stops] [renders] [seed]; 200 stops, 50 renders and a new seed without.

#include "bench/render.hpp"

#include "media/encoder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <stop_token>
#include <thread>
#include <unistd.h>

using namespace troupe;
using namespace troupe::bench;

namespace {

namespace fs = std::filesystem;
using clock_type = std::chrono::steady_clock;

/// Megabytes that are in memory now.
double resident() {
  std::ifstream in{"/proc/self/statm"};
  double all = 0, here = 0;
  in >> all >> here;
  return here * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

result<segment_info> render(const scene_sample& x, const fs::path& out,
                            std::stop_token stop) {
  auto painter = media::painter::make(x.picture, x.timing);
  if (!painter)
    return painter.error();
  return encode_segment(
    {x.picture.format, x.timing.frames},
    [&](uint32_t i) { return (*painter)->draw_planes(i); }, out, stop);
}

int stop_often(const std::vector<scene_sample>& film, const fs::path& folder,
               int stops, std::mt19937& roll) {
  std::vector<double> waits;
  int finished = 0;
  for (int i = 0; i < stops; ++i) {
    auto& scene = film[roll() % film.size()];
    std::stop_source source;
    auto error_code = ec::none;
    clock_type::time_point ended;
    std::thread worker{[&] {
      auto made = render(scene, folder / "stopped.mp4", source.get_token());
      ended = clock_type::now();
      if (!made && made.error() == ec::cancelled)
        error_code = ec::cancelled;
    }};
    std::this_thread::sleep_for(std::chrono::milliseconds{roll() % 700});
    auto asked = clock_type::now();
    source.request_stop();
    worker.join();
    if (error_code == ec::cancelled)
      waits.push_back(
        std::chrono::duration<double, std::milli>(ended - asked).count());
    else
      ++finished;
    fs::remove(folder / "stopped.mp4");
  }
  std::sort(waits.begin(), waits.end());
  auto left = std::distance(fs::directory_iterator{folder}, {});
  if (waits.empty())
    return 1;
  std::printf("%zu stops (%d were done before): p50 %.1f ms, p99 %.1f ms, "
              "longest %.1f ms; files left behind: %td\n",
              waits.size(), finished, waits[waits.size() / 2],
              waits[waits.size() * 99 / 100], waits.back(), left);
  return left == 0 ? 0 : 1;
}

int render_often(const std::vector<scene_sample>& film, const fs::path& folder,
                 int renders) {
  std::printf("resident MB after renders:");
  for (int i = 1; i <= renders; ++i) {
    auto& scene = film[static_cast<size_t>(i) % film.size()];
    if (!render(scene, folder / "again.mp4", {}))
      return 1;
    if (i == 5 || i % 10 == 0)
      std::printf(" %d: %.0f", i, resident());
  }
  std::printf("\n");
  fs::remove(folder / "again.mp4");
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s SCENES_DIR [stops] [renders] [seed]\n",
                 argv[0]);
    return 2;
  }
  auto stops = argc > 2 ? std::atoi(argv[2]) : 200;
  auto renders = argc > 3 ? std::atoi(argv[3]) : 50;
  auto seed = argc > 4 ? static_cast<uint32_t>(std::atoi(argv[4]))
                       : std::random_device{}();
  std::printf("seed %u\n", seed);
  std::mt19937 roll{seed};
  auto film = scenes_of(argv[1], "moa", 720, 60);
  if (film.empty())
    return 1;
  auto folder = fs::temp_directory_path()
                / ("troupe_stops_" + std::to_string(getpid()));
  fs::create_directories(folder);
  auto status = stop_often(film, folder, stops, roll)
                | render_often(film, folder, renders);
  fs::remove_all(folder);
  return status;
}
