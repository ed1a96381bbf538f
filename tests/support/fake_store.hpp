/// A memory store that fails when it is told to, for suites about flow.
#pragma once

#include "store/memory_store.hpp"

#include <functional>

namespace troupe::test {

class fake_store : public event_store {
public:
  batch_answer append_batch(std::span<const store_operation> batch) override {
    ++batches;
    if (auto why = refuse ? refuse(batch) : error{}) {
      batch_answer answer;
      answer.operations.assign(batch.size(), why);
      answer.failure = why;
      return answer;
    }
    return inner->append_batch(batch);
  }

  result<session_log> load(const session_id& id) override {
    ++loads;
    if (load_failure)
      return load_failure;
    return inner->load(id);
  }

  result<std::vector<session_summary>> list(uint32_t limit) override {
    if (load_failure)
      return load_failure;
    return inner->list(limit);
  }

  result<std::vector<session_summary>> list_running() override {
    if (load_failure)
      return load_failure;
    return inner->list_running();
  }

  result<session_summary> summary(const session_id& id) override {
    return inner->summary(id);
  }

  result<session_page> page(const session_query& query) override {
    return inner->page(query);
  }

  result<void> remove(const session_id& id) override {
    return inner->remove(id);
  }

  result<void> check_writable() override { return inner->check_writable(); }

  std::unique_ptr<event_store> inner = make_memory_store();
  /// Says why a batch fails, or nothing.
  std::function<error(std::span<const store_operation>)> refuse;
  error load_failure;
  size_t batches = 0;
  size_t loads = 0;
};

} // namespace troupe::test
