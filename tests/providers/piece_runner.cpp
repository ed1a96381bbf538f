#define CAF_SUITE piece_runner
#include "tests/support/test.hpp"

#include "providers/piece_runner.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

using namespace troupe;

namespace {

content_key key(char digit) {
  return content_key{std::string(64, digit)};
}

piece named(std::string name, char digit,
            std::vector<std::string> needs = {}) {
  return {piece_kind::segment, std::move(name), "{}", std::move(needs),
          key(digit), 1};
}

/// Notes what was made when, and with which needs.
class fake_maker final : public maker {
 public:
  result<piece_record> make(const piece_job& job, std::stop_token stop,
                            const progress_sink& progress) override {
    {
      std::lock_guard lock{mutex};
      for (auto& need : job.needs)
        CAF_CHECK(std::ranges::find(order, need.name) != order.end());
      running.push_back(job.work.key);
      if (std::ranges::count(running, job.work.key) > 1)
        made_twice_at_once = true;
    }
    progress(0.5);
    if (job.work.name == fails)
      return make_error(ec::media_failed, "broken");
    if (job.work.name == throws)
      throw std::runtime_error{"thrown"};
    if (job.work.name == waits)
      while (!stop.stop_requested())
        std::this_thread::yield();
    std::lock_guard lock{mutex};
    running.erase(std::ranges::find(running, job.work.key));
    order.push_back(job.work.name);
    if (stop.stop_requested())
      return make_error(ec::cancelled, "Stopped");
    return piece_record{job.work.key, job.work.kind, job.work.name, "{}", {}};
  }

  result<void> publish(const session_id&, const std::string&) override {
    return caf::unit;
  }

  std::string fails;
  std::string throws;
  std::string waits;
  std::mutex mutex;
  std::vector<std::string> order;
  std::vector<content_key> running;
  bool made_twice_at_once = false;
};

std::vector<piece> diamond() {
  return {named("a", '1'), named("b", '2', {"a"}), named("c", '3', {"a"}),
          named("same as c", '3', {"a"}), named("d", '4', {"b", "c"})};
}

} // namespace

CAF_TEST(what is needed comes first whatever the number of workers) {
  for (size_t workers : {1, 2, 3, 8}) {
    fake_maker aut;
    auto plan = diamond();
    std::vector<double> told(plan.size());
    auto records = run_pieces(
      aut, plan, {{}, workers, {}, [&](size_t index, double done) {
                    told[index] = std::max(told[index], done);
                  }});
    CAF_REQUIRE(records);
    CAF_REQUIRE_EQUAL(records->size(), plan.size());
    for (size_t i = 0; i < plan.size(); ++i)
      CAF_CHECK_EQUAL((*records)[i].name, plan[i].name);
    CAF_CHECK(told == std::vector<double>(plan.size(), 1.0));
    CAF_CHECK(!aut.made_twice_at_once);
  }
}

CAF_TEST(the first failure is the answer and nothing new begins) {
  for (auto broken : {&fake_maker::fails, &fake_maker::throws}) {
    fake_maker aut;
    aut.*broken = "b";
    aut.waits = "c";
    auto records = run_pieces(aut, diamond(), {{}, 2, {}, {}});
    CAF_REQUIRE(!records);
    auto text = text_of(records.error());
    CAF_CHECK(text == "broken" || text == "thrown");
    CAF_CHECK(std::ranges::find(aut.order, "d") == aut.order.end());
  }
}

CAF_TEST(a stop is cancelled and reaches what is running) {
  std::stop_source stop;
  fake_maker aut;
  aut.waits = "b";
  auto records
    = run_pieces(aut, diamond(),
                 {{}, 2, stop.get_token(), [&](size_t index, double) {
                    if (index == 1)
                      stop.request_stop();
                  }});
  CAF_REQUIRE(!records);
  CAF_CHECK(code_of(records.error()) == ec::cancelled);
}

CAF_TEST(no pieces are no work) {
  fake_maker aut;
  auto records = run_pieces(aut, {}, {{}, 2, {}, {}});
  CAF_REQUIRE(records);
  CAF_CHECK(records->empty());
}
