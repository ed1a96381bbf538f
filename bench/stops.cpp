/// Stops a film at random moments of every stage, on a real server: how long
/// until `stopped` is there, what the server's CPU does afterwards, and whether
/// unfinished files are gone.
///   stops [rounds] [seed]
#include "bench/sessions_load.hpp"
#include "protocol/stage.hpp"
#include "tests/integration/creator_client.hpp"
#include "tests/integration/troupe_server.hpp"
#include "tests/support/temporary_folder.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

using namespace troupe;
using namespace troupe::test;
using namespace std::chrono_literals;

namespace {

using clock = std::chrono::steady_clock;

struct measured {
  double answer_ms = 0;
  /// Of one core, from 100 to 200 ms after the answer.
  double cpu_percent = 0;
  double files_gone_ms = 0;
  bool is_late = false;
};

size_t leftovers(const std::filesystem::path& data, const std::string& id) {
  size_t count = 0;
  std::error_code ec;
  for (auto& entry : std::filesystem::directory_iterator{
         data / "outputs" / "videos" / id / "pieces", ec})
    count += entry.path().filename().string().size() == 64 ? 0U : 1U;
  return count;
}

double since(clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(clock::now() - begin).count();
}

measured stop_once(troupe_server& server, const std::filesystem::path& data,
                   stage at, std::chrono::milliseconds moment) {
  creator_client client{server.port()};
  auto payload = short_payload("product_ad");
  payload["quality"] = "medium";
  client.start("product_ad", payload);
  for (auto message = client.until("stage_running");
       message.text("stage") != to_string(at);
       message = client.until("stage_running")) {
    client.until("completed");
    client.action("accept");
  }
  auto early = client.socket().receive(moment);
  measured out;
  auto begin = clock::now();
  client.action("stop");
  for (bool is_stopped = false; !is_stopped;) {
    auto text = client.socket().receive(10s);
    if (!text)
      break;
    is_stopped = text->find(R"("status":"stopped")") != std::string::npos;
  }
  out.answer_ms = since(begin);
  begin = clock::now();
  while (leftovers(data, client.session()) > 0 && since(begin) < 5'000)
    std::this_thread::sleep_for(1ms);
  out.files_gone_ms = since(begin);
  std::this_thread::sleep_for(100ms);
  auto cpu = bench::cpu_seconds(server.pid());
  std::this_thread::sleep_for(100ms);
  out.cpu_percent = (bench::cpu_seconds(server.pid()) - cpu) * 1'000;
  while (auto text = client.socket().receive(0ms))
    out.is_late = true;
  return out;
}

double at(std::vector<double> values, double share) {
  std::ranges::sort(values);
  auto index = static_cast<size_t>(share * static_cast<double>(values.size()));
  return values.empty() ? 0 : values[std::min(index, values.size() - 1)];
}

} // namespace

int main(int argc, char** argv) {
  auto rounds = argc > 1 ? std::atoi(argv[1]) : 200;
  auto seed = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 1U;
  std::mt19937 random{seed};
  temporary_folder folder;
  auto data = folder / "data";
  troupe_server server{data};
  auto stages = stages_of(video_type::product_ad);
  std::vector<double> answers;
  std::vector<double> files;
  std::vector<double> cpu;
  int late = 0;
  for (int i = 0; i < rounds; ++i) {
    auto done = stop_once(server, data,
                          stages[static_cast<size_t>(i) % stages.size()],
                          std::chrono::milliseconds{random() % 600});
    answers.push_back(done.answer_ms);
    files.push_back(done.files_gone_ms);
    cpu.push_back(done.cpu_percent);
    late += done.is_late ? 1 : 0;
  }
  std::printf("%d stops, seed %u\n", rounds, seed);
  std::printf("stopped after ms:          p50 %.1f  p99 %.1f  max %.1f\n",
              at(answers, 0.5), at(answers, 0.99), at(answers, 1));
  std::printf("unfinished files gone, ms: p50 %.1f  p99 %.1f  max %.1f\n",
              at(files, 0.5), at(files, 0.99), at(files, 1));
  std::printf("CPU 100..200 ms later, %% of a core: p50 %.0f  p99 %.0f  max "
              "%.0f\n",
              at(cpu, 0.5), at(cpu, 0.99), at(cpu, 1));
  std::printf("messages after stopped: %d\n", late);
}
