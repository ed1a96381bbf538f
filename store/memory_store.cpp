#include "store/memory_store.hpp"

#include "store/log_rules.hpp"

#include <algorithm>
#include <unordered_map>

namespace troupe {

namespace {

struct stored_session {
  session_summary summary;
  session_log log;
};

class memory_store final : public event_store {
public:
  batch_answer append_batch(std::span<const store_operation> batch) override {
    batch_answer answer;
    for (const auto& operation : batch)
      answer.operations.push_back(
        std::visit([&](const auto& x) { return apply(x, answer); }, operation));
    return answer;
  }

  result<session_log> load(const session_id& id) override {
    if (auto found = find(id))
      return found->log;
    return no_such_session(id);
  }

  result<std::vector<session_summary>> list(uint32_t limit) override {
    std::vector<session_summary> lines;
    for (auto i = order_.rbegin(); i != order_.rend() && lines.size() < limit;
         ++i)
      lines.push_back(find(*i)->summary);
    return lines;
  }

  result<std::vector<session_summary>> list_running() override {
    std::vector<session_summary> lines;
    for (const auto& id : order_)
      if (const auto& line = find(id)->summary; runs_by_itself(line))
        lines.push_back(line);
    return lines;
  }

  result<session_summary> summary(const session_id& id) override {
    if (auto found = find(id))
      return found->summary;
    return no_such_session(id);
  }

  result<session_page> page(const session_query& query) override {
    session_page out;
    for (auto i = order_.rbegin(); i != order_.rend(); ++i) {
      const auto& line = find(*i)->summary;
      if (!fits(query, line))
        continue;
      if (out.total++ >= query.offset && out.lines.size() < query.limit)
        out.lines.push_back(line);
    }
    return out;
  }

  result<void> remove(const session_id& id) override {
    std::erase(order_, id);
    sessions_.erase(id);
    return caf::unit;
  }

  result<void> check_writable() override { return caf::unit; }

private:
  stored_session* find(const session_id& id) {
    auto i = sessions_.find(id);
    return i == sessions_.end() ? nullptr : &i->second;
  }

  result<uint64_t> apply(const append_operation& x, batch_answer& answer) {
    auto id = session_of(x);
    auto there = find(id);
    auto plan = plan_append(x, there ? &there->summary : nullptr,
                            [&](uint64_t seq) -> result<session_event> {
                              return there->log.events[seq - 1];
                            });
    if (!plan)
      return std::move(plan.error());
    if (!there) {
      there = &sessions_[id];
      there->log.session = id;
      order_.push_back(id);
    }
    auto& events = there->log.events;
    auto before = events.size();
    events.insert(events.end(),
                  x.events.begin() + static_cast<ptrdiff_t>(plan->first_new),
                  x.events.end());
    there->summary = std::move(plan->after);
    answer.events_written += events.size() - before;
    answer.committed |= events.size() != before;
    return there->summary.last_seq;
  }

  result<uint64_t> apply(const record_operation& x, batch_answer& answer) {
    if (auto err = check_record(x))
      return err;
    auto there = find(x.session);
    if (!there)
      return no_such_session(x.session);
    auto& pieces = there->log.pieces;
    if (std::ranges::find(pieces, x.piece.key, &piece_record::key)
        == pieces.end()) {
      pieces.push_back(x.piece);
      answer.committed = true;
    }
    return there->summary.last_seq;
  }

  std::unordered_map<session_id, stored_session> sessions_;
  std::vector<session_id> order_;
};

} // namespace

std::unique_ptr<event_store> make_memory_store() {
  return std::make_unique<memory_store>();
}

} // namespace troupe
