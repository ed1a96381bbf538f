#include "bench/sessions_servers.hpp"

#include "actors/actor_config.hpp"
#include "actors/node.hpp"
#include "io/server.hpp"
#include "protocol/maker.hpp"
#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"

#include <caf/actor_system.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace troupe::bench {

namespace {

/// Waits, as a stage does that asks somebody else, and makes nothing.
class waiting_maker : public maker {
 public:
  explicit waiting_maker(std::chrono::milliseconds time) : time_(time) {}

  result<piece_record> make(const piece_job& job, std::stop_token,
                            const progress_sink&) override {
    if (time_.count() > 0)
      std::this_thread::sleep_for(time_);
    return piece_record{job.work.key, job.work.kind, job.work.name, "{}", {}};
  }
  result<void> publish(const session_id&, const std::string&) override {
    return caf::unit;
  }

 private:
  std::chrono::milliseconds time_;
};

stage_rules one_piece_a_stage() {
  stage_rules rules;
  rules.plan = [](stage at, const json&) -> result<std::vector<piece>> {
    piece work;
    work.name = to_string(at);
    work.key = key_of(work.kind, work.name, {});
    return std::vector<piece>{work};
  };
  rules.assemble = [](stage, const json&, const session_id&,
                      const std::vector<piece_record>&) -> result<json> {
    return json::make_object(
      {{"status", "complete"}, {"video_path", "/nowhere/final.mp4"}});
  };
  return rules;
}

std::shared_ptr<event_store> open_store(const std::filesystem::path& data,
                                        log_kind log) {
  if (log == log_kind::none)
    return make_memory_store();
  auto folder = data_folder::open(data, 0);
  if (!folder)
    std::exit(3);
  auto store = open_sqlite_store(*folder);
  if (!store)
    std::exit(3);
  return std::move(*store);
}

[[noreturn]] void run_server(const std::filesystem::path& data, log_kind log,
                             std::chrono::milliseconds piece_time,
                             unsigned workers, int out) {
  spdlog::set_level(spdlog::level::off);
  actor_config settings;
  caf::actor_system system{settings};
  auto counters = std::make_shared<metrics>();
  node_options options;
  options.make_storekeeper
    = detached_storekeeper(open_store(data, log), counters);
  options.make_worker
    = detached_workers(std::make_shared<waiting_maker>(piece_time));
  options.workers = workers;
  options.rules = one_piece_a_stage();
  options.counters = counters;
  auto node = spawn_node(system, std::move(options));
  server_options door;
  door.port = 0;
  server doors{door, system, node,
               [](http_request, const respond& answer) { answer({}); },
               counters};
  if (doors.start())
    std::exit(3);
  auto port = doors.port();
  if (::write(out, &port, sizeof port) != sizeof port)
    std::exit(3);
  for (;;)
    ::pause();
}

} // namespace

served serve_troupe(const std::filesystem::path& data, log_kind log,
                    std::chrono::milliseconds piece_time, unsigned workers) {
  int pipe[2];
  if (::pipe(pipe) != 0)
    std::exit(3);
  served server;
  server.pid = ::fork();
  if (server.pid == 0)
    run_server(data, log, piece_time, workers, pipe[1]);
  ::close(pipe[1]);
  if (::read(pipe[0], &server.port, sizeof server.port) != sizeof server.port)
    std::exit(3);
  ::close(pipe[0]);
  return server;
}

void end(const served& server) {
  ::kill(server.pid, SIGKILL);
  ::waitpid(server.pid, nullptr, 0);
}

} // namespace troupe::bench
