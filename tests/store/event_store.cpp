// What every engine of the event log must do, run over each of them.
#define CAF_SUITE event_store
#include "tests/support/test.hpp"

#include "store/memory_store.hpp"
#include "store/sqlite_store.hpp"

#include "protocol/defaults.hpp"
#include "tests/store/sample_events.hpp"
#include "tests/support/temporary_folder.hpp"

#include <map>
#include <random>

using namespace troupe;
using namespace troupe::test;

namespace {

struct fixture {
  temporary_folder folder;
  std::unique_ptr<event_store> sqlite;
  std::unique_ptr<event_store> memory = make_memory_store();

  fixture() {
    auto data = data_folder::open(folder.path(), 0);
    CAF_REQUIRE(data);
    auto store = open_sqlite_store(*data);
    CAF_REQUIRE(store);
    sqlite = std::move(*store);
  }

  void with_each(const std::function<void(event_store&)>& check) {
    CAF_MESSAGE("engine: sqlite");
    check(*sqlite);
    CAF_MESSAGE("engine: memory");
    check(*memory);
  }

  static void good(event_store& store, store_operation operation,
                   uint64_t last_seq) {
    auto answer = do_one(store, std::move(operation));
    if (!answer)
      CAF_FAIL(text_of(answer.error()));
    CAF_CHECK_EQUAL(*answer, last_seq);
  }

  static void refused(event_store& store, store_operation operation, ec code,
                      const std::string& part) {
    auto answer = do_one(store, std::move(operation));
    if (answer)
      CAF_FAIL("was not refused");
    CAF_CHECK(code_of(answer.error()) == code);
    auto text = text_of(answer.error());
    CAF_MESSAGE(text);
    CAF_CHECK(text.find(part) != std::string::npos);
  }

  static std::vector<session_event> events_in(event_store& store,
                                              const session_id& id) {
    auto log = store.load(id);
    if (!log)
      CAF_FAIL(text_of(log.error()));
    CAF_CHECK(log->session == id);
    return log->events;
  }
};

const auto a = id_of(1);
const auto b = id_of(2);

} // namespace

CAF_TEST_FIXTURE_SCOPE(event_store_tests, fixture)

CAF_TEST(what was appended is loaded in order) {
  with_each([](event_store& store) {
    good(store, append({started(a), event_of(a, 2)}), 2);
    good(store, append({event_of(a, 3)}), 3);
    auto events = events_in(store, a);
    CAF_REQUIRE_EQUAL(events.size(), 3u);
    CAF_CHECK(events[0] == started(a));
    CAF_CHECK(events[1] == event_of(a, 2));
    CAF_CHECK(events[2] == event_of(a, 3));
  });
}

CAF_TEST(an unknown session is not found) {
  with_each([](event_store& store) {
    for (auto id : {a, session_id{}, session_id{"../../etc/passwd"}}) {
      auto log = store.load(id);
      CAF_REQUIRE(!log);
      CAF_CHECK(code_of(log.error()) == ec::not_found);
    }
  });
}

CAF_TEST(a seq that is not the next one is refused and changes nothing) {
  with_each([](event_store& store) {
    refused(store, append({event_of(a, 2)}), ec::store_failed,
            "goes on with event 1, not 2");
    good(store, append({started(a)}), 1);
    refused(store, append({event_of(a, 3)}), ec::store_failed,
            "goes on with event 2, not 3");
    refused(store, append({event_of(a, 2), event_of(a, 4)}), ec::store_failed,
            "gap");
    refused(store, append({event_of(a, 0)}), ec::store_failed, "not 0");
    refused(store, append({event_of(a, UINT64_MAX)}), ec::store_failed,
            "not 18446744073709551615");
    CAF_CHECK_EQUAL(events_in(store, a).size(), 1u);
  });
}

CAF_TEST(an identical event may come again) {
  with_each([](event_store& store) {
    good(store, append({started(a), event_of(a, 2)}), 2);
    good(store, append({started(a), event_of(a, 2)}), 2);
    good(store, append({event_of(a, 2)}), 2);
    good(store, append({started(a)}), 2);
    good(store, append({event_of(a, 2), event_of(a, 3)}), 3);
    CAF_CHECK_EQUAL(events_in(store, a).size(), 3u);
  });
}

CAF_TEST(another event under a used seq is refused) {
  with_each([](event_store& store) {
    good(store, append({started(a), event_of(a, 2)}), 2);
    auto kind = event_of(a, 2, event_kind::stopped);
    auto time = event_of(a, 2);
    time.at_ms += 1;
    auto body = event_of(a, 2);
    body.body = "{}";
    for (auto other : {kind, time, body}) {
      refused(store, append({other}), ec::store_failed, "another event 2");
      refused(store, append({other, event_of(a, 3)}), ec::store_failed,
              "another event 2");
    }
    CAF_CHECK_EQUAL(events_in(store, a).size(), 2u);
  });
}

CAF_TEST(a session begins with session_started and has one only) {
  with_each([](event_store& store) {
    refused(store, append({event_of(a, 1)}), ec::store_failed, "first event");
    good(store, append({started(a)}), 1);
    auto second = started(a);
    second.seq = 2;
    refused(store, append({second}), ec::store_failed, "first event");
  });
}

CAF_TEST(a session_started that lacks a member is refused by its name) {
  with_each([](event_store& store) {
    auto event = started(a);
    for (std::string member : {"video_type", "owner", "policy"}) {
      auto body = *json::parse(started(a).body);
      body.erase(member);
      event.body = body.dump();
      refused(store, append({event}), ec::store_failed, member);
    }
    event.body = "{";
    refused(store, append({event}), ec::store_failed, "not JSON");
    CAF_CHECK(!store.load(a));
  });
}

CAF_TEST(bad operations are refused) {
  with_each([](event_store& store) {
    good(store, append({started(a)}), 1);
    refused(store, append({}), ec::invalid_argument, "no events");
    refused(store, append({started(session_id{"x"})}), ec::invalid_argument,
            "session_id");
    refused(store, append({event_of(a, 2), event_of(b, 3)}),
            ec::invalid_argument, "one session");
    refused(store, record(session_id{"../x"}, piece_of("k")),
            ec::invalid_argument, "session_id");
    refused(store, record(a, piece_of("")), ec::invalid_argument, "no key");
    refused(store, record(b, piece_of("k")), ec::not_found, b.str());
    auto large = event_of(a, 2);
    large.body.assign(defaults::event_max_bytes + 1, ' ');
    refused(store, append({large}), ec::limit_exceeded, "too large");
    auto piece = piece_of("k");
    piece.meta = large.body;
    refused(store, record(a, piece), ec::limit_exceeded, "too large");
  });
}

CAF_TEST(one bad operation does not harm the others of its batch) {
  with_each([](event_store& store) {
    std::vector<store_operation> batch{
      append({started(a)}),     // 0
      append({event_of(b, 7)}), // 1: no such session
      append({event_of(a, 2)}), // 2: sees 0
      append({event_of(a, 4)}), // 3: gap
      record(a, piece_of("k")), // 4
      record(b, piece_of("k")), // 5: no such session
      append({started(b)}),     // 6
      record(b, piece_of("k")), // 7: sees 6
      append({event_of(a, 3)}), // 8
    };
    auto answer = store.append_batch(batch);
    CAF_REQUIRE_EQUAL(answer.operations.size(), batch.size());
    for (auto bad : {1u, 3u, 5u})
      CAF_CHECK(!answer.operations[bad]);
    std::map<size_t, uint64_t> expected{{0, 1}, {2, 2}, {4, 2},
                                        {6, 1}, {7, 1}, {8, 3}};
    for (auto [index, last_seq] : expected) {
      CAF_REQUIRE(answer.operations[index]);
      CAF_CHECK_EQUAL(*answer.operations[index], last_seq);
    }
    CAF_CHECK_EQUAL(answer.events_written, 4u);
    CAF_CHECK(answer.committed);
    CAF_CHECK_EQUAL(events_in(store, a).size(), 3u);
    CAF_CHECK_EQUAL(events_in(store, b).size(), 1u);
  });
}

CAF_TEST(a batch without anything new commits nothing) {
  with_each([](event_store& store) {
    good(store, append({started(a)}), 1);
    good(store, record(a, piece_of("k")), 1);
    std::vector<store_operation> batch{
      append({started(a)}), record(a, piece_of("k")), append({event_of(a, 9)})};
    auto answer = store.append_batch(batch);
    CAF_CHECK(!answer.committed);
    CAF_CHECK_EQUAL(answer.events_written, 0u);
    auto empty = store.append_batch({});
    CAF_CHECK(empty.operations.empty());
    CAF_CHECK(!empty.committed);
  });
}

CAF_TEST(a piece is remembered once in the order of recording) {
  with_each([](event_store& store) {
    good(store, append({started(a)}), 1);
    good(store, append({started(b)}), 1);
    for (auto key : {"z", "m", "a"})
      good(store, record(a, piece_of(key)), 1);
    auto changed = piece_of("m");
    changed.meta = "{}";
    good(store, record(a, changed), 1);
    good(store, record(b, piece_of("z")), 1);
    auto log = store.load(a);
    CAF_REQUIRE(log);
    CAF_REQUIRE_EQUAL(log->pieces.size(), 3u);
    CAF_CHECK(log->pieces[0] == piece_of("z"));
    CAF_CHECK(log->pieces[1] == piece_of("m"));
    CAF_CHECK(log->pieces[2] == piece_of("a"));
  });
}

CAF_TEST(the list is newest first and bounded) {
  with_each([](event_store& store) {
    for (unsigned n = 1; n <= 5; ++n)
      good(store, append({started(id_of(n))}), 1);
    good(store, append({event_of(id_of(1), 2, event_kind::stage_failed)}), 2);
    auto lines = store.list(3);
    CAF_REQUIRE(lines);
    CAF_REQUIRE_EQUAL(lines->size(), 3u);
    CAF_CHECK((*lines)[0].session == id_of(5));
    CAF_CHECK((*lines)[2].session == id_of(3));
    auto none = store.list(0);
    CAF_REQUIRE(none);
    CAF_CHECK(none->empty());
    auto all = store.list(100);
    CAF_REQUIRE(all);
    CAF_REQUIRE_EQUAL(all->size(), 5u);
    session_summary expected{id_of(1),
                             user_id{"local"},
                             video_type::moa,
                             review_policy::wait_for_accept,
                             2,
                             event_kind::stage_failed,
                             1002};
    expected.state = film_state::failed;
    expected.created_ms = 1000;
    CAF_CHECK(all->back() == expected);
  });
}

CAF_TEST(the line of a session says how it stands) {
  with_each([](event_store& store) {
    auto a = id_of(1);
    auto state = [&] {
      auto line = store.summary(a);
      CAF_REQUIRE(line);
      return line->state;
    };
    CAF_CHECK(code_of(store.summary(a).error()) == ec::not_found);
    good(store, append({started(a, review_policy::unattended)}), 1);
    CAF_CHECK(state() == film_state::queued);
    good(store, append({event_of(a, 2)}), 2);
    // Nothing is made yet.
    CAF_CHECK(state() == film_state::queued);
    good(store, append({event_of(a, 3, event_kind::stage_completed)}), 3);
    CAF_CHECK(state() == film_state::working);
    auto failed = event_of(a, 4, event_kind::stage_failed);
    failed.body = R"({"stage":"render","error":"The disk is full"})";
    good(store, append({failed}), 4);
    CAF_CHECK(state() == film_state::failed);
    good(store, append({event_of(a, 5, event_kind::pipeline_failed)}), 5);
    auto line = store.summary(a);
    CAF_REQUIRE(line);
    CAF_CHECK(line->state == film_state::abandoned);
    CAF_CHECK(line->at == stage::scenes);
    CAF_CHECK_EQUAL(line->failure, "The disk is full");
    auto running = store.list_running();
    CAF_REQUIRE(running);
    CAF_CHECK(running->empty());
  });
}

CAF_TEST(the line of a complete film has its files and its door) {
  with_each([](event_store& store) {
    auto a = id_of(1);
    json body;
    body["video_type"] = "product_ad";
    body["owner"] = "ann";
    body["policy"] = "unattended";
    body["door"] = "videos";
    body["priority"] = "high";
    body["group"] = "batch_1";
    body["about"] = json::make_object({{"batch_id", "batch_1"}});
    body["payload"]
      = json::make_object({{"topic", "Tides"}, {"quality", "high"}});
    good(store,
         append({{a, 1, event_kind::session_started, 50, body.dump()}}), 1);
    auto done = event_of(a, 2, event_kind::pipeline_complete);
    done.body = R"({"video_url":"/x.mp4","duration":12.5,"message":"ok"})";
    good(store, append({done}), 2);
    auto line = store.summary(a);
    CAF_REQUIRE(line);
    CAF_CHECK(line->state == film_state::complete);
    CAF_CHECK(line->door == front_door::videos);
    CAF_CHECK(line->rank == priority::high);
    CAF_CHECK_EQUAL(line->title, "Tides");
    CAF_CHECK_EQUAL(line->group, "batch_1");
    CAF_CHECK_EQUAL(line->about, R"({"batch_id":"batch_1"})");
    CAF_CHECK_EQUAL(
      line->facts,
      R"({"quality":"high","video_url":"/x.mp4","duration":12.5})");
    CAF_CHECK_EQUAL(line->created_ms, 50);
  });
}

CAF_TEST(a list has what fits with the newest first and counts all) {
  with_each([](event_store& store) {
    auto start = [&](unsigned n, std::string_view owner, std::string_view door,
                     std::string_view rank) {
      json body;
      body["video_type"] = n % 2 ? "moa" : "product_ad";
      body["owner"] = owner;
      body["policy"] = "unattended";
      body["door"] = door;
      body["priority"] = rank;
      good(store,
           append({{id_of(n), 1, event_kind::session_started,
                    int64_t{n} * 100, body.dump()}}),
           1);
    };
    start(1, "ann", "videos", "low");
    start(2, "bob", "videos", "low");
    start(3, "ann", "ads", "high");
    start(4, "ann", "videos", "high");
    start(5, "ann", "creator", "normal");
    good(store, append({event_of(id_of(4), 2, event_kind::stopped)}), 2);
    auto found = [&](const session_query& query) {
      auto page = store.page(query);
      CAF_REQUIRE(page);
      std::string out = std::to_string(page->total) + ":";
      for (auto& line : page->lines)
        out += " " + line.session.str().substr(31);
      return out;
    };
    session_query query;
    CAF_CHECK_EQUAL(found(query), "5: 5 4 3 2 1");
    query.owner = user_id{"ann"};
    CAF_CHECK_EQUAL(found(query), "4: 5 4 3 1");
    query.doors = {front_door::ads, front_door::videos};
    CAF_CHECK_EQUAL(found(query), "3: 4 3 1");
    query.limit = 1;
    query.offset = 1;
    CAF_CHECK_EQUAL(found(query), "3: 3");
    query.limit = 20;
    query.offset = 0;
    query.ranks = {priority::high};
    CAF_CHECK_EQUAL(found(query), "2: 4 3");
    query.states = {film_state::queued, film_state::working};
    CAF_CHECK_EQUAL(found(query), "1: 3");
    query.types = {video_type::product_ad};
    CAF_CHECK_EQUAL(found(query), "0:");
    session_query times;
    times.created_from_ms = 200;
    times.created_to_ms = 300;
    CAF_CHECK_EQUAL(found(times), "2: 3 2");
    session_query odd;
    odd.owner = user_id{"' or 1=1 --"};
    CAF_CHECK_EQUAL(found(odd), "0:");
  });
}

CAF_TEST(sessions that accept by themselves and have not ended are running) {
  with_each([](event_store& store) {
    auto all = review_policy::accept_all;
    good(store, append({started(id_of(1))}), 1);
    good(store, append({started(id_of(2), all)}), 1);
    good(store,
         append({started(id_of(3), all),
                 event_of(id_of(3), 2, event_kind::pipeline_complete)}),
         2);
    good(store,
         append({started(id_of(4)),
                 event_of(id_of(4), 2, event_kind::auto_enabled),
                 event_of(id_of(4), 3)}),
         3);
    good(store, append({started(id_of(5), all)}), 1);
    good(store, append({event_of(id_of(5), 2, event_kind::stopped)}), 2);
    auto lines = store.list_running();
    CAF_REQUIRE(lines);
    CAF_REQUIRE_EQUAL(lines->size(), 2u);
    CAF_CHECK((*lines)[0].session == id_of(2));
    CAF_CHECK((*lines)[1].session == id_of(4));
    CAF_CHECK((*lines)[1].policy == all);
  });
}

CAF_TEST(texts of any bytes come back unchanged) {
  with_each([](event_store& store) {
    auto odd = event_of(a, 2);
    odd.body =
      std::string{"{\"t\":\"\xc3\xa4 '; drop table events; -- \0\"}", 36};
    auto empty = event_of(a, 3);
    empty.body.clear();
    good(store, append({started(a), odd, empty}), 3);
    auto events = events_in(store, a);
    CAF_CHECK(events[1] == odd);
    CAF_CHECK(events[2] == empty);
  });
}

CAF_TEST(the store says that it can be written) {
  with_each([](event_store& store) { CAF_CHECK(store.check_writable()); });
}

// Both engines get the same random batches, good and bad mixed: they must
// give the same answers and hold the same logs.
CAF_TEST(random batches leave both engines equal) {
  auto text = std::getenv("TROUPE_TEST_SEED");
  auto seed = text ? std::strtoul(text, nullptr, 10) : std::random_device{}();
  CAF_MESSAGE("TROUPE_TEST_SEED=" << seed);
  std::mt19937_64 random{seed};
  auto below = [&](uint64_t n) { return random() % n; };
  auto random_event = [&](const session_id& id, uint64_t seq) {
    if (seq == 1 && below(8) != 0)
      return started(id);
    return event_of(id, seq, static_cast<event_kind>(below(8)));
  };
  std::map<session_id, uint64_t> next;
  for (int round = 0; round < 200; ++round) {
    std::vector<store_operation> batch;
    for (auto count = below(6); count > 0; --count) {
      auto id = id_of(static_cast<unsigned>(below(7)));
      if (below(4) == 0) {
        batch.push_back(record(id, piece_of(std::to_string(below(9)))));
        continue;
      }
      auto seq = next[id] + 1;
      if (below(5) == 0)
        seq += below(4) - 2; // wraps below zero as well
      std::vector<session_event> events;
      for (auto more = below(3); more > 0; --more)
        events.push_back(random_event(id, seq++));
      next[id] = seq - 1;
      batch.push_back(append(std::move(events)));
    }
    auto one = sqlite->append_batch(batch);
    auto two = memory->append_batch(batch);
    CAF_REQUIRE_EQUAL(one.operations.size(), two.operations.size());
    for (size_t i = 0; i < one.operations.size(); ++i) {
      CAF_REQUIRE_EQUAL(static_cast<bool>(one.operations[i]),
                        static_cast<bool>(two.operations[i]));
      if (one.operations[i])
        CAF_REQUIRE_EQUAL(*one.operations[i], *two.operations[i]);
      else
        CAF_REQUIRE(one.operations[i].error() == two.operations[i].error());
    }
    CAF_REQUIRE_EQUAL(one.events_written, two.events_written);
    CAF_REQUIRE_EQUAL(one.committed, two.committed);
    for (auto& [id, seq] : next) {
      auto log = memory->load(id);
      seq = log ? log->events.size() : 0;
    }
  }
  uint64_t events = 0;
  for (const auto& [id, seq] : next) {
    auto one = sqlite->load(id);
    auto two = memory->load(id);
    CAF_REQUIRE_EQUAL(static_cast<bool>(one), static_cast<bool>(two));
    if (one) {
      CAF_CHECK(*one == *two);
      events += one->events.size();
    }
  }
  CAF_CHECK(events > 200);
  CAF_CHECK(*sqlite->list(100) == *memory->list(100));
  CAF_CHECK(*sqlite->list_running() == *memory->list_running());
}

CAF_TEST_FIXTURE_SCOPE_END()
