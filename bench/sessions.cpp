/// The control path side by side in one run: Beast alone, Troupe with its log
/// in memory, Troupe with its log on disk. Stages make nothing. Then sixty
/// sessions whose stages only wait, and the memory of waiting sessions.
///   sessions [seconds] [idle connections]
#include "bench/sessions_load.hpp"
#include "bench/sessions_servers.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <sys/resource.h>

using namespace troupe::bench;
using namespace std::chrono_literals;

namespace {

struct temporary {
  temporary() {
    char pattern[] = "/tmp/troupe-bench-XXXXXX";
    path = ::mkdtemp(pattern);
  }
  ~temporary() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
};

double measure(const char* name, const served& server, unsigned connections,
               std::chrono::milliseconds time, double bare_cpu) {
  auto cpu = cpu_seconds(server.pid);
  auto sums = run_load(server.port, connections, time);
  cpu = (cpu_seconds(server.pid) - cpu) * 1e6
        / static_cast<double>(sums.messages);
  std::printf("%-22s %5u %9.0f %9.0f %9.0f %9.2f %7.1fx\n", name, connections,
              sums.per_second(), sums.percentile(0.5), sums.percentile(0.99),
              cpu, bare_cpu > 0 ? cpu / bare_cpu : 1.0);
  end(server);
  return cpu;
}

void control_path(std::chrono::milliseconds time) {
  std::printf("%-22s %5s %9s %9s %9s %9s %8s\n", "server", "conns", "sessions/s",
              "p50 us", "p99 us", "cpu us/msg", "to bare");
  for (auto connections : {1U, 100U, 1000U}) {
    temporary data;
    auto bare = measure("Beast alone", serve_bare(), connections, time, 0);
    measure("Troupe, log in memory",
            serve_troupe(data.path / "m", log_kind::none, 0ms, 2), connections,
            time, bare);
    measure("Troupe, log on disk",
            serve_troupe(data.path / "d", log_kind::sqlite, 0ms, 2),
            connections, time, bare);
  }
}

void waiting_stages() {
  temporary data;
  auto server = serve_troupe(data.path, log_kind::sqlite, 200ms, 64);
  auto one = run_once(server.port, 1);
  auto sixty = run_once(server.port, 60);
  std::printf("\n5 stages that wait 200 ms each: 1 session %.3f s, 60 sessions "
              "%.3f s, ratio %.2f\n",
              one, sixty, sixty / one);
  end(server);
}

void idle_memory(unsigned connections) {
  temporary data;
  auto server = serve_troupe(data.path, log_kind::sqlite, 0ms, 2);
  {
    // What the first ones cost stays and is not theirs.
    idle_sessions warm{server.port, 50};
  }
  auto before = resident_kib(server.pid);
  idle_sessions crowd{server.port, connections};
  auto each = (resident_kib(server.pid) - before) / connections;
  auto cpu = cpu_seconds(server.pid);
  ::timespec second{2, 0};
  ::nanosleep(&second, nullptr);
  cpu = (cpu_seconds(server.pid) - cpu) / 2 * 100;
  std::printf("\n%u waiting sessions: %.1f KiB each, %.1f %% of a core\n",
              connections, each, cpu);
  end(server);
}

} // namespace

int main(int argc, char** argv) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  auto seconds = argc > 1 ? std::atof(argv[1]) : 5.0;
  auto idle = argc > 2 ? static_cast<unsigned>(std::atoi(argv[2])) : 10'000U;
  control_path(std::chrono::milliseconds{static_cast<int64_t>(seconds * 1e3)});
  waiting_stages();
  idle_memory(idle);
}
