/// CAF's work sharing with a semaphore where CAF 0.17.6 has a condition
/// variable: condition variables of glibc before 2.41 can lose a wake-up when
/// several threads wait (sourceware bug 25847), and then a job lay in the queue
/// until the next one came, with all threads asleep. A semaphore counts.
///
/// One queue for all scheduler threads; each job is taken once, in order. Used
/// by CAF's coordinator and workers only, from any thread.
#pragma once

#include <caf/policy/unprofiled.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/coordinator.hpp>

#include <deque>
#include <mutex>

#include <semaphore.h>

namespace troupe {

/// Jobs in the order they came.
class job_queue {
 public:
  job_queue();
  ~job_queue();
  job_queue(const job_queue&) = delete;
  job_queue& operator=(const job_queue&) = delete;

  void push(caf::resumable* job);
  /// Waits for a job.
  caf::resumable* take();
  /// Null when there is none.
  caf::resumable* try_take();

 private:
  caf::resumable* front();

  std::mutex lock_;
  std::deque<caf::resumable*> jobs_;
  sem_t count_;
};

/// See CAF's policy/scheduler_policy for the concept.
class sharing_policy : public caf::policy::unprofiled {
 public:
  struct coordinator_data {
    explicit coordinator_data(caf::scheduler::abstract_coordinator*) {}
    job_queue jobs;
  };

  struct worker_data {
    explicit worker_data(caf::scheduler::abstract_coordinator*) {}
  };

  template <class Coordinator>
  void central_enqueue(Coordinator* self, caf::resumable* job) {
    self->data().jobs.push(job);
  }

  template <class Worker>
  void external_enqueue(Worker* self, caf::resumable* job) {
    self->parent()->data().jobs.push(job);
  }

  template <class Worker>
  void internal_enqueue(Worker* self, caf::resumable* job) {
    self->parent()->data().jobs.push(job);
  }

  template <class Worker>
  void resume_job_later(Worker* self, caf::resumable* job) {
    self->parent()->data().jobs.push(job);
  }

  template <class Worker>
  caf::resumable* dequeue(Worker* self) {
    return self->parent()->data().jobs.take();
  }

  template <class Worker, class F>
  void foreach_resumable(Worker*, F) {}

  template <class Coordinator, class F>
  void foreach_central_resumable(Coordinator* self, F fun) {
    while (auto job = self->data().jobs.try_take())
      fun(job);
  }
};

using sharing_scheduler = caf::scheduler::coordinator<sharing_policy>;

} // namespace troupe
