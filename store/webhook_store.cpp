#include "store/webhook_store.hpp"

#include "protocol/json.hpp"
#include "store/sqlite_file.hpp"

#include <string_view>

namespace troupe {

namespace {

/// "trwh": tells our files from other SQLite files.
constexpr int64_t application_id = 0x74727768;
/// migrations[n] brings version n to n + 1. Never edited once released.
constexpr const char* migrations[] = {R"sql(
  create table webhooks(
    number integer primary key,
    id text not null unique,
    owner text not null,
    url text not null,
    events text not null,
    secret text not null,
    enabled integer not null,
    complaint text not null,
    created_ms integer not null
  ) strict;
  create index webhooks_of on webhooks(owner);
  create table notices(
    session text not null,
    seq integer not null,
    at_ms integer not null,
    primary key(session, seq)
  ) strict, without rowid;
  create table messages(
    number integer primary key,
    id text not null unique,
    webhook text not null,
    owner text not null,
    type text not null,
    session text not null,
    url text not null,
    secret text not null,
    body text not null,
    state integer not null,
    attempts integer not null,
    status integer not null,
    complaint text not null,
    created_ms integer not null,
    due_ms integer not null
  ) strict;
  create index messages_due on messages(due_ms) where state = 0;
  create index messages_of on messages(webhook, number);
)sql"};

std::string events_text(const webhook& x) {
  auto list = json::make_array();
  for (auto& event : x.events)
    list.push_back(event);
  return list.dump();
}

webhook webhook_in(const sqlite::rows& row) {
  webhook out;
  out.id = row.text(0);
  out.owner = user_id{row.text(1)};
  out.url = row.text(2);
  if (auto events = json::parse(row.text(3)))
    for (auto& event : events->as_array())
      out.events.push_back(event.as_string());
  out.secret = row.text(4);
  out.is_enabled = row.integer(5) != 0;
  out.complaint = row.text(6);
  out.created_ms = row.integer(7);
  return out;
}

/// From column 0 on: as all statements below ask for them.
webhook_delivery delivery_in(const sqlite::rows& row) {
  webhook_delivery out;
  out.id = row.text(0);
  out.webhook_id = row.text(1);
  out.type = row.text(2);
  out.session = session_id{row.text(3)};
  out.state = static_cast<delivery_state>(row.integer(4));
  out.attempts = static_cast<uint32_t>(row.integer(5));
  out.status = static_cast<uint32_t>(row.integer(6));
  out.complaint = row.text(7);
  out.created_ms = row.integer(8);
  out.due_ms = row.integer(9);
  return out;
}

int64_t number_of(delivery_state x) {
  return static_cast<int64_t>(x);
}

error not_found() {
  return make_error(ec::not_found, "There is no such webhook");
}

class sqlite_webhooks final : public webhook_store {
public:
  explicit sqlite_webhooks(sqlite::database db) : db_(std::move(db)) {}

  result<void> add(const webhook& x, size_t most) override {
    auto all = count_.run(x.owner.str());
    if (!all)
      return all.error();
    if (auto row = all->next(); !row)
      return row.error();
    auto is_full = all->integer(0) >= static_cast<int64_t>(most);
    if (is_full)
      return make_error(ec::limit_exceeded,
                        "There are " + std::to_string(most)
                          + " webhooks already; delete one first");
    return add_.execute(x.id, x.owner.str(), x.url, events_text(x), x.secret,
                        int64_t{x.is_enabled}, x.complaint, x.created_ms);
  }

  result<std::vector<webhook>> list(const user_id& owner) override {
    return all_of<webhook>(list_.run(owner.str()), webhook_in);
  }

  result<webhook> find(const user_id& owner, const std::string& id) override {
    auto found = all_of<webhook>(find_.run(owner.str(), id), webhook_in);
    if (!found)
      return found.error();
    return found->empty() ? result<webhook>{not_found()} : found->front();
  }

  result<void> remove(const user_id& owner, const std::string& id) override {
    if (auto known = find(owner, id); !known)
      return known.error();
    return together([&]() -> result<void> {
      auto gone = remove_messages_.execute(id);
      return gone ? remove_.execute(id) : gone;
    });
  }

  result<void> enable(const std::string& id) override {
    return enable_.execute(id);
  }

  result<void> disable(const std::string& id, const std::string& complaint,
                       int64_t now_ms) override {
    return together([&]() -> result<void> {
      auto off = disable_.execute(complaint, id);
      return off ? give_up_.execute(complaint, now_ms, id) : off;
    });
  }

  result<bool> take(const job_notice& x,
                    const std::vector<webhook_message>& messages) override {
    auto is_new = false;
    auto done = together([&]() -> result<void> {
      auto seq = static_cast<int64_t>(x.seq);
      auto known = known_.run(x.session.str(), seq);
      if (!known)
        return known.error();
      auto row = known->next();
      if (!row)
        return row.error();
      is_new = !*row;
      if (!is_new)
        return {};
      auto noted = note_.execute(x.session.str(), seq, x.at_ms);
      for (auto& message : messages)
        if (noted)
          noted = add(message);
      return noted;
    });
    if (!done)
      return done.error();
    return is_new;
  }

  result<void> add(const webhook_message& x) override {
    auto& y = x.delivery;
    return add_message_.execute(
      y.id, y.webhook_id, x.owner.str(), y.type, y.session.str(), x.url,
      x.secret, x.body, number_of(y.state), int64_t{y.attempts},
      int64_t{y.status}, y.complaint, y.created_ms, y.due_ms);
  }

  result<std::vector<webhook_message>> due(int64_t now_ms, size_t of_each,
                                           size_t limit) override {
    return all_of<webhook_message>(
      due_.run(now_ms, static_cast<int64_t>(of_each),
               static_cast<int64_t>(limit)),
      [](const sqlite::rows& row) {
        return webhook_message{delivery_in(row), user_id{row.text(10)},
                               row.text(11), row.text(12), row.text(13)};
      });
  }

  result<std::optional<int64_t>> next_due(int64_t after_ms) override {
    auto first =
      all_of<int64_t>(next_.run(after_ms),
                      [](const sqlite::rows& row) { return row.integer(0); });
    if (!first)
      return first.error();
    return first->empty() ? std::nullopt : std::optional{first->front()};
  }

  result<void> update(const webhook_delivery& x) override {
    return update_.execute(number_of(x.state), int64_t{x.attempts},
                           int64_t{x.status}, x.complaint, x.due_ms, x.id);
  }

  result<std::vector<webhook_delivery>>
  deliveries(const std::string& webhook_id, size_t limit) override {
    return all_of<webhook_delivery>(
      of_.run(webhook_id, static_cast<int64_t>(limit)), delivery_in);
  }

  result<void> forget(int64_t before_ms) override {
    return together([&]() -> result<void> {
      auto gone = forget_.execute(before_ms);
      return gone ? forget_notices_.execute(before_ms) : gone;
    });
  }

private:
  template <class T, class F>
  result<std::vector<T>> all_of(result<sqlite::rows> rows, F read) {
    if (!rows)
      return rows.error();
    std::vector<T> out;
    for (;;) {
      auto more = rows->next();
      if (!more)
        return more.error();
      if (!*more)
        return out;
      out.push_back(read(*rows));
    }
  }

  /// One transaction around it.
  template <class F>
  result<void> together(F work) {
    if (auto begun = sqlite::execute(db_.get(), "begin immediate"); !begun)
      return begun;
    auto done = work();
    if (done)
      done = sqlite::execute(db_.get(), "commit");
    if (!done)
      static_cast<void>(sqlite::execute(db_.get(), "rollback"));
    return done;
  }

  sqlite::database db_;
  sqlite::statement count_{db_.get(),
                           "select count(*) from webhooks where owner = ?"};
  sqlite::statement add_{
    db_.get(),
    "insert into webhooks(id, owner, url, events, secret, enabled, complaint,"
    " created_ms) values (?, ?, ?, ?, ?, ?, ?, ?)"};
  sqlite::statement list_{
    db_.get(),
    "select id, owner, url, events, secret, enabled, complaint, created_ms"
    " from webhooks where owner = ? order by number"};
  sqlite::statement find_{
    db_.get(),
    "select id, owner, url, events, secret, enabled, complaint, created_ms"
    " from webhooks where owner = ? and id = ?"};
  sqlite::statement remove_{db_.get(), "delete from webhooks where id = ?"};
  sqlite::statement remove_messages_{db_.get(),
                                     "delete from messages where webhook = ?"};
  sqlite::statement enable_{
    db_.get(), "update webhooks set enabled = 1, complaint = '' where id = ?"};
  sqlite::statement disable_{
    db_.get(), "update webhooks set enabled = 0, complaint = ? where id = ?"};
  sqlite::statement give_up_{
    db_.get(), "update messages set state = 2, complaint = ?, due_ms = ?"
               " where webhook = ? and state = 0"};
  sqlite::statement known_{
    db_.get(), "select 1 from notices where session = ? and seq = ?"};
  sqlite::statement note_{db_.get(), "insert into notices values (?, ?, ?)"};
  sqlite::statement add_message_{
    db_.get(),
    "insert into messages(id, webhook, owner, type, session, url, secret,"
    " body, state, attempts, status, complaint, created_ms, due_ms)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  /// A receiver that is slow or gone holds nobody up: a few of each.
  sqlite::statement due_{
    db_.get(),
    "select id, webhook, type, session, state, attempts, status, complaint,"
    " created_ms, due_ms, owner, url, secret, body from"
    " (select *, row_number() over (partition by url order by due_ms, number)"
    " as place from messages where state = 0 and due_ms <= ?)"
    " where place <= ? order by due_ms, number limit ?"};
  sqlite::statement next_{
    db_.get(), "select due_ms from messages where state = 0 and due_ms > ?"
               " order by due_ms limit 1"};
  sqlite::statement update_{
    db_.get(),
    "update messages set state = ?, attempts = ?, status = ?, complaint = ?,"
    " due_ms = ? where id = ? and state = 0"};
  sqlite::statement of_{
    db_.get(),
    "select id, webhook, type, session, state, attempts, status, complaint,"
    " created_ms, due_ms from messages where webhook = ?"
    " order by number desc limit ?"};
  sqlite::statement forget_{
    db_.get(), "delete from messages where state <> 0 and due_ms < ?"};
  sqlite::statement forget_notices_{db_.get(),
                                    "delete from notices where at_ms < ?"};
};

} // namespace

result<std::shared_ptr<webhook_store>>
open_webhook_store(const std::filesystem::path& file) {
  auto db =
    open_sqlite_file(file, {"The webhooks", application_id, migrations});
  if (!db)
    return std::move(db.error());
  return std::shared_ptr<webhook_store>{
    std::make_shared<sqlite_webhooks>(std::move(*db))};
}

} // namespace troupe
