#include "store/sqlite_store.hpp"

#include "protocol/failpoint.hpp"
#include "store/log_rows.hpp"
#include "store/log_rules.hpp"
#include "store/log_statements.hpp"
#include "store/sqlite_lines.hpp"
#include "store/sqlite_log_file.hpp"

#include <optional>

#include <sqlite3.h>

namespace troupe {

namespace {

/// A session's line and the number its rows carry.
struct session_row {
  int64_t number = 0;
  session_summary summary;
};

/// One batch on its way.
struct batch_run {
  batch_answer answer;
  uint64_t rows_written = 0;

  /// The disk failed: all will be rolled back. Only the first error says what
  /// happened.
  result<uint64_t> fail(error err) {
    if (!answer.failure)
      answer.failure = err;
    return err;
  }
};

class sqlite_store final : public event_store {
public:
  sqlite_store(std::shared_ptr<const data_folder> folder, sqlite::database db)
    : folder_(std::move(folder)), db_(std::move(db)) {}

  batch_answer append_batch(std::span<const store_operation> batch) override {
    batch_run run;
    // Left open only by an exception in the middle of a batch.
    roll_back();
    if (auto begun = sql_.begin.execute(); !begun)
      run.answer.failure = std::move(begun.error());
    for (const auto& operation : batch)
      run.answer.operations.push_back(perform(operation, run));
    finish(run);
    return std::move(run.answer);
  }

  result<session_log> load(const session_id& id) override {
    auto row = find(id);
    if (!row)
      return std::move(row.error());
    if (!*row)
      return no_such_session(id);
    session_log log;
    log.session = id;
    if (auto err = load_events((*row)->number, log))
      return err;
    if (log.events.size() != (*row)->summary.last_seq)
      return make_error(ec::store_failed,
                        "The log of session " + id.str()
                          + " is damaged: events are missing");
    if (auto err = load_pieces((*row)->number, log))
      return err;
    return log;
  }

  result<std::vector<session_summary>> list(uint32_t limit) override {
    return read_summaries(sql_.list.run(int64_t{limit}));
  }

  result<std::vector<session_summary>> list_running() override {
    return read_summaries(sql_.list_running.run());
  }

  result<session_summary> summary(const session_id& id) override {
    return lines_.summary(id);
  }

  result<session_page> page(const session_query& query) override {
    return lines_.page(query);
  }

  result<void> remove(const session_id& id) override {
    auto row = find(id);
    if (!row)
      return std::move(row.error());
    if (!*row)
      return caf::unit;
    roll_back();
    if (auto begun = sql_.begin.execute(); !begun)
      return begun;
    for (auto step :
         {&sql_.remove_events, &sql_.remove_pieces, &sql_.remove_session})
      if (auto done = step->execute((*row)->number); !done) {
        roll_back();
        return done;
      }
    auto done = sql_.commit.execute();
    if (!done)
      roll_back();
    return done;
  }

  result<void> check_writable() override { return sql_.touch_probe.execute(); }

private:
  result<std::optional<session_row>> find(const session_id& id) {
    auto all = sql_.find_session.run(id.str());
    if (!all)
      return std::move(all.error());
    auto found = all->next();
    if (!found)
      return std::move(found.error());
    if (!*found)
      return std::optional<session_row>{};
    auto summary = read_summary(*all);
    if (!summary)
      return std::move(summary.error());
    return std::optional{session_row{all->integer(summary_number_column), std::move(*summary)}};
  }

  result<uint64_t> perform(const store_operation& operation, batch_run& run) {
    if (run.answer.failure)
      return run.answer.failure;
    auto answer =
      std::visit([&](const auto& x) { return apply(x, run); }, operation);
    // Some errors make SQLite roll back: what follows would be written outside
    // of the transaction.
    if (!answer && sqlite3_get_autocommit(db_.get()))
      return run.fail(std::move(answer.error()));
    return answer;
  }

  result<uint64_t> apply(const append_operation& x, batch_run& run) {
    auto id = session_of(x);
    auto row = find(id);
    if (!row)
      return std::move(row.error());
    auto there = *row ? &**row : nullptr;
    auto plan =
      plan_append(x, there ? &there->summary : nullptr, [&](uint64_t seq) {
        return load_event(id, there->number, seq);
      });
    if (!plan)
      return std::move(plan.error());
    if (plan->first_new == x.events.size())
      return plan->after.last_seq;
    auto number = write_summary(there, plan->after);
    if (!number)
      return run.fail(std::move(number.error()));
    for (auto i = plan->first_new; i < x.events.size(); ++i)
      if (auto done = write_event(*number, x.events[i]); !done)
        return run.fail(std::move(done.error()));
    auto count = x.events.size() - plan->first_new;
    run.answer.events_written += count;
    run.rows_written += count;
    return plan->after.last_seq;
  }

  result<uint64_t> apply(const record_operation& x, batch_run& run) {
    if (auto err = check_record(x))
      return err;
    auto row = find(x.session);
    if (!row)
      return std::move(row.error());
    if (!*row)
      return no_such_session(x.session);
    auto files = join_files(x.piece.files);
    auto done = sql_.insert_piece.execute(
      (*row)->number, x.piece.key.str(), to_string(x.piece.kind), x.piece.name,
      x.piece.meta, files, sum_of(x.session, x.piece));
    if (!done)
      return run.fail(std::move(done.error()));
    run.rows_written += static_cast<uint64_t>(sqlite3_changes64(db_.get()));
    return (*row)->summary.last_seq;
  }

  /// Answers the session's number.
  result<int64_t> write_summary(const session_row* there,
                                const session_summary& after) {
    auto running = int64_t{runs_by_itself(after)};
    auto last_seq = static_cast<int64_t>(after.last_seq);
    auto done
      = there ? sql_.update_session.execute(
          there->number, to_string(after.policy), last_seq,
          to_string(after.last_event), after.updated_ms,
          to_string(after.state), to_string(after.at), after.failure,
          after.facts, running)
              : sql_.insert_session.execute(
                after.session.str(), after.owner.str(), to_string(after.type),
                to_string(after.policy), last_seq, to_string(after.last_event),
                after.updated_ms, to_string(after.door), to_string(after.rank),
                to_string(after.state), to_string(after.at), after.created_ms,
                after.title, after.about, after.group, after.failure,
                after.facts, running);
    if (!done)
      return std::move(done.error());
    return there ? there->number : sqlite3_last_insert_rowid(db_.get());
  }

  result<void> write_event(int64_t number, const session_event& event) {
    return sql_.insert_event.execute(number, static_cast<int64_t>(event.seq),
                                     to_string(event.kind), event.at_ms,
                                     event.body, sum_of(event));
  }

  result<session_event> load_event(const session_id& id, int64_t number,
                                   uint64_t seq) {
    auto all = sql_.load_event.run(number, static_cast<int64_t>(seq));
    if (!all)
      return std::move(all.error());
    auto found = all->next();
    if (!found)
      return std::move(found.error());
    if (!*found)
      return make_error(ec::store_failed,
                        "The log of session " + id.str() + " is damaged: event "
                          + std::to_string(seq) + " is missing");
    return read_event(id, *all);
  }

  error load_events(int64_t number, session_log& log) {
    return each_row(sql_.load_events.run(number),
                [&](const sqlite::rows& row) -> error {
                  auto event = read_event(log.session, row);
                  if (!event)
                    return std::move(event.error());
                  log.events.push_back(std::move(*event));
                  return {};
                });
  }

  error load_pieces(int64_t number, session_log& log) {
    return each_row(sql_.load_pieces.run(number),
                [&](const sqlite::rows& row) -> error {
                  auto piece = read_piece(log.session, row);
                  if (!piece)
                    return std::move(piece.error());
                  log.pieces.push_back(std::move(*piece));
                  return {};
                });
  }

  /// Commits, or rolls back and tells those that would have been written.
  void finish(batch_run& run) {
    if (!run.answer.failure && run.rows_written > 0) {
      failpoint("store.before_commit");
      if (auto done = sql_.commit.execute(); !done) {
        run.answer.failure = std::move(done.error());
      } else {
        failpoint("store.after_commit");
        run.answer.committed = true;
      }
    }
    if (!run.answer.committed) {
      roll_back();
      run.answer.events_written = 0;
    }
    if (run.answer.failure)
      for (auto& answer : run.answer.operations)
        if (answer)
          answer = run.answer.failure;
  }

  /// SQLite has rolled back by itself after some errors. If this fails, then
  /// the next begin says so.
  void roll_back() {
    if (!sqlite3_get_autocommit(db_.get()))
      static_cast<void>(sql_.rollback.execute());
  }

  std::shared_ptr<const data_folder> folder_;
  sqlite::database db_;
  log_statements sql_{db_.get()};
  sqlite_lines lines_{db_.get()};
};

} // namespace

result<std::unique_ptr<event_store>>
open_sqlite_store(std::shared_ptr<const data_folder> folder) {
  auto db = open_log_file(folder->log_file());
  if (!db)
    return std::move(db.error());
  return std::unique_ptr<event_store>{
    std::make_unique<sqlite_store>(std::move(folder), std::move(*db))};
}

} // namespace troupe
