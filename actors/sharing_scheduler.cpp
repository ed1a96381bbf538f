#include "actors/sharing_scheduler.hpp"

#include <cerrno>

namespace troupe {

job_queue::job_queue() {
  ::sem_init(&count_, 0, 0);
}

job_queue::~job_queue() {
  ::sem_destroy(&count_);
}

void job_queue::push(caf::resumable* job) {
  {
    std::lock_guard guard{lock_};
    jobs_.push_back(job);
  }
  ::sem_post(&count_);
}

caf::resumable* job_queue::take() {
  while (::sem_wait(&count_) != 0 && errno == EINTR)
    continue;
  return front();
}

caf::resumable* job_queue::try_take() {
  return ::sem_trywait(&count_) == 0 ? front() : nullptr;
}

caf::resumable* job_queue::front() {
  std::lock_guard guard{lock_};
  auto job = jobs_.front();
  jobs_.pop_front();
  return job;
}

} // namespace troupe
