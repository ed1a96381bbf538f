#define CAF_SUITE sharing_scheduler
#include "tests/support/test.hpp"

#include "actors/actor_config.hpp"
#include "actors/sharing_scheduler.hpp"

#include <caf/actor_system.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <array>
#include <atomic>
#include <semaphore>
#include <thread>

using namespace troupe;

CAF_TEST(the program runs on the scheduler with a semaphore) {
  program_config config;
  caf::actor_system system{config};
  CAF_CHECK(dynamic_cast<sharing_scheduler*>(&system.scheduler()) != nullptr);
}

CAF_TEST(every wake up arrives however threads fall asleep) {
  // Each round leaves both scheduler threads asleep before the next job comes
  // from one of several threads. A lost wake-up never ends.
  program_config config;
  caf::actor_system system{config};
  constexpr size_t senders = 3;
  constexpr int rounds = 20'000;
  std::array<std::counting_semaphore<>, senders> answered{
    std::counting_semaphore<>{0}, std::counting_semaphore<>{0},
    std::counting_semaphore<>{0}};
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (size_t i = 0; i < senders; ++i) {
    auto echo = system.spawn(
      [&answered, &done](caf::event_based_actor*, size_t who) {
        return caf::behavior{[&answered, &done, who](int) {
          ++done;
          answered[who].release();
        }};
      },
      i);
    threads.emplace_back([&answered, echo, i] {
      for (int round = 0; round < rounds; ++round) {
        caf::anon_send(echo, round);
        answered[i].acquire();
      }
      caf::anon_send_exit(echo, caf::exit_reason::user_shutdown);
    });
  }
  for (auto& x : threads)
    x.join();
  CAF_CHECK_EQUAL(done.load(), rounds * static_cast<int>(senders));
}

CAF_TEST(jobs are taken once and in order) {
  job_queue jobs;
  CAF_CHECK(jobs.try_take() == nullptr);
  struct nothing : caf::resumable {
    resume_result resume(caf::execution_unit*, size_t) override {
      return done;
    }
    void intrusive_ptr_add_ref_impl() override {}
    void intrusive_ptr_release_impl() override {}
  };
  std::array<nothing, 3> all;
  for (auto& x : all)
    jobs.push(&x);
  for (auto& x : all)
    CAF_CHECK(jobs.take() == &x);
  CAF_CHECK(jobs.try_take() == nullptr);
}
