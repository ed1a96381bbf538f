#include "bench/render.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace troupe::bench {

namespace {

using std::chrono::microseconds;

media::scene_timing timing_of(const json& scene, uint32_t fps) {
  media::scene_timing out;
  std::istringstream words{scene.text("script")};
  auto at = microseconds{350'000};
  for (std::string word; words >> word;) {
    microseconds length{120'000 + 48'000 * word.size()};
    out.words.push_back({word, at, at + length});
    at += length + microseconds{40'000};
  }
  auto seconds = std::max(4.0, static_cast<double>(at.count()) / 1e6 + 1.0);
  out.frames = static_cast<uint32_t>(seconds * fps);
  return out;
}

void cut(media::scene_timing& x, uint32_t frames, uint32_t fps) {
  if (frames == 0)
    return;
  x.frames = frames;
  microseconds end{int64_t{1'000'000} * frames / fps};
  std::erase_if(x.words, [&](auto& word) { return word.end > end; });
}

} // namespace

std::vector<scene_sample> scenes_of(const std::string& folder,
                                    const std::string& type, uint32_t lines,
                                    uint32_t frames) {
  std::ifstream in{folder + '/' + type + ".json"};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto data = json::parse(text);
  auto kind = parse_video_type(type);
  std::vector<scene_sample> out;
  if (!data || !kind)
    return out;
  film_format format;
  format.height = lines;
  format.width = lines * 16 / 9 / 2 * 2;
  look_style look;
  look.theme = default_theme(*kind);
  auto& scenes = data->at("scenes");
  for (size_t i = 0; i < scenes.size(); ++i) {
    auto context = context_of(*data, static_cast<uint32_t>(i), *kind, format,
                              look);
    scene_sample x;
    x.picture = compose(scenes.at(i), context);
    x.name = std::to_string(i + 1) + " "
             + std::string{to_string(x.picture.layout)};
    x.timing = timing_of(scenes.at(i), format.fps);
    cut(x.timing, frames, format.fps);
    out.push_back(std::move(x));
  }
  return out;
}

double cpu_now() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec)
         + static_cast<double>(now.tv_nsec) / 1e9;
}

std::optional<double> cpu_of(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (auto& x : command)
    arguments.push_back(const_cast<char*>(x.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (int fd : {0, 1, 2})
    posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  auto failed = posix_spawnp(&child, arguments[0], &quiet, nullptr,
                             arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (failed)
    return std::nullopt;
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child || !WIFEXITED(status)
      || WEXITSTATUS(status) != 0)
    return std::nullopt;
  auto seconds = [](const timeval& x) {
    return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

bool is_installed(const std::string& program) {
  auto path = getenv("PATH");
  std::istringstream folders{path ? path : ""};
  for (std::string folder; std::getline(folders, folder, ':');)
    if (access((folder + '/' + program).c_str(), X_OK) == 0)
      return true;
  return false;
}

double best(const std::vector<double>& x) {
  return x.empty() ? 0 : *std::min_element(x.begin(), x.end());
}

} // namespace troupe::bench
