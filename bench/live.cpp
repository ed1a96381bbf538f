// How soon a film can be watched while it is rendered: a film of 60 s whose
// voices and music are in the cache, but none of its pictures. Prints when the
// first part could be played, how much of the film that is, and when all was
// done; the smallest of the rounds and their median.
//
//   live [LINES=720] [ROUNDS=5]

#include "protocol/film_document.hpp"
#include "protocol/stage_plan.hpp"
#include "providers/piece_maker.hpp"
#include "providers/piece_runner.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

using namespace troupe;
namespace fs = std::filesystem;
using wall = std::chrono::steady_clock;

namespace {

[[noreturn]] void fail(const error& why) {
  std::fprintf(stderr, "live: %s\n", text_of(why).c_str());
  std::exit(1);
}

json film(const std::string& lines) {
  auto list = json::make_array();
  for (int i = 1; i <= 8; ++i)
    list.push_back(json::make_object(
      {{"title", "Chapter " + std::to_string(i)},
       {"points", json::make_array({"Two walls", "A slow start", "No click"})},
       {"duration_sec", 7.5},
       {"script", "Half of the noise is the wall, and half of it is the water. "
                  "Chapter number " + std::to_string(i) + "."}}));
  return json::make_object(
    {{"title", "A film to be watched at once"},
     {"seed", 5},
     {"format", json::make_object({{"quality", lines + "p"}})},
     {"scenes", list}});
}

std::vector<piece> plan_of(stage at, const json& inputs) {
  auto plan = plan_stage(at, inputs);
  if (!plan)
    fail(plan.error());
  return std::move(*plan);
}

/// Seconds in the list, and whether it has ended.
double listed_seconds(const fs::path& list) {
  std::ifstream in{list};
  double seconds = 0;
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("#EXTINF:"))
      seconds += std::atof(line.c_str() + 8);
  return seconds;
}

double cpu_seconds() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  auto seconds = [](const timeval& x) {
    return static_cast<double>(x.tv_sec) + static_cast<double>(x.tv_usec) / 1e6;
  };
  return seconds(use.ru_utime) + seconds(use.ru_stime);
}

struct timing {
  double first = 0;
  /// Of all threads until then: what it takes on a machine that is busy.
  double first_cpu = 0;
  double playable = 0;
  double all = 0;
};

class studio {
 public:
  studio(fs::path folder, json inputs)
    : folder_(std::move(folder)), inputs_(std::move(inputs)) {}

  void warm_up() {
    auto session = make_session_id();
    auto voices = run(session, plan_of(stage::tts, inputs_));
    auto data = assemble_stage(stage::tts, inputs_, session, "", voices);
    if (!data)
      fail(data.error());
    inputs_["upstream"]["tts"] = std::move(*data);
    auto plan = plan_of(stage::render, inputs_);
    std::erase_if(plan, [](auto& x) {
      return x.kind != piece_kind::music && x.kind != piece_kind::soundtrack;
    });
    run_in(session, plan);
  }

  timing measure() {
    auto session = make_session_id();
    auto own = folder_ / "outputs" / "videos" / session.str();
    // Narrations are taken from the cache, as the tts stage has done.
    run(session, plan_of(stage::tts, inputs_));
    auto plan = plan_of(stage::render, inputs_);
    auto live = std::ranges::find(plan, piece_kind::live, &piece::kind);
    auto list = own / "live" / live->key.str() / "live.m3u8";
    timing out;
    auto begun = wall::now();
    auto cpu_before = cpu_seconds();
    std::jthread watcher{[&](std::stop_token stop) {
      while (!stop.stop_requested() && out.first == 0) {
        if (auto seconds = listed_seconds(list); seconds > 0) {
          out.first
            = std::chrono::duration<double>(wall::now() - begun).count();
          out.first_cpu = cpu_seconds() - cpu_before;
          out.playable = seconds;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
      }
    }};
    run_in(session, plan);
    out.all = std::chrono::duration<double>(wall::now() - begun).count();
    watcher.request_stop();
    watcher.join();
    forget_pictures(plan);
    fs::remove_all(own);
    return out;
  }

 private:
  std::shared_ptr<maker> makes() {
    return make_piece_maker({.data_folder = folder_,
                             .reserve_bytes = 0,
                             .cache_folder = folder_ / "cache",
                             .cache_bytes = uint64_t{8} << 30U});
  }

  std::vector<piece_record> run(const session_id& session,
                                std::vector<piece> plan) {
    std::erase_if(plan,
                  [](auto& x) { return x.kind == piece_kind::animatic; });
    return run_in(session, plan);
  }

  std::vector<piece_record> run_in(const session_id& session,
                                   const std::vector<piece>& plan) {
    auto workers = std::max(1U, std::thread::hardware_concurrency());
    auto records = run_pieces(*makes(), plan, {session, workers, {}, {}});
    if (!records)
      fail(records.error());
    return *records;
  }

  void forget_pictures(const std::vector<piece>& plan) {
    for (auto& x : plan)
      if (x.kind != piece_kind::music && x.kind != piece_kind::soundtrack)
        fs::remove_all(folder_ / "cache" / x.key.str().substr(0, 2)
                       / x.key.str());
  }

  fs::path folder_;
  json inputs_;
};

} // namespace

int main(int argc, char** argv) {
  std::string lines = argc > 1 ? argv[1] : "720";
  auto rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 5;
  auto pattern = (fs::temp_directory_path() / "troupe-live-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))
    return 1;
  fs::path folder{pattern};
  studio room{folder, inputs_of_document(film(lines))};
  room.warm_up();
  std::vector<double> firsts;
  timing last;
  for (int i = 0; i < rounds; ++i) {
    last = room.measure();
    firsts.push_back(last.first);
    std::printf("round %d: first part after %.2f s, %.2f s of CPU (%.1f s of "
                "film), all after %.2f s\n",
                i + 1, last.first, last.first_cpu, last.playable, last.all);
  }
  std::ranges::sort(firsts);
  std::printf("first part: best %.2f s, median %.2f s\n", firsts.front(),
              firsts[firsts.size() / 2]);
  fs::remove_all(folder);
  return firsts[firsts.size() / 2] <= 1.5 ? 0 : 1;
}
