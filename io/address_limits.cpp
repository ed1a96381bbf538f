#include "io/address_limits.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

namespace troupe {

struct connection_ticket::table {
  table(size_t total, size_t per_address)
    : total_limit(total), address_limit(per_address) {}

  const size_t total_limit;
  const size_t address_limit;
  std::mutex mutex;
  std::condition_variable none_left;
  size_t total = 0;
  std::map<address_bytes, size_t> counts;
};

namespace {

address_bytes key_of(address_bytes x) {
  constexpr address_bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  if (!std::equal(x.begin(), x.begin() + 12, mapped.begin()))
    std::fill(x.begin() + 8, x.end(), uint8_t{0});
  return x;
}

} // namespace

connection_ticket::connection_ticket(std::shared_ptr<table> x,
                                     address_bytes key)
  : table_(std::move(x)), key_(key) {}

connection_ticket&
connection_ticket::operator=(connection_ticket&& x) noexcept {
  if (this != &x) {
    release();
    table_ = std::move(x.table_);
    key_ = x.key_;
  }
  return *this;
}

connection_ticket::~connection_ticket() {
  release();
}

void connection_ticket::release() {
  if (!table_)
    return;
  std::lock_guard guard{table_->mutex};
  if (--table_->total == 0)
    table_->none_left.notify_all();
  auto i = table_->counts.find(key_);
  if (--i->second == 0)
    table_->counts.erase(i);
}

address_limits::address_limits(size_t total, size_t per_address)
  : table_(std::make_shared<connection_ticket::table>(total, per_address)) {}

connection_ticket address_limits::admit(const address_bytes& from) {
  auto key = key_of(from);
  std::lock_guard guard{table_->mutex};
  if (table_->total >= table_->total_limit)
    return {};
  auto& count = table_->counts[key];
  if (count >= table_->address_limit) {
    if (count == 0)
      table_->counts.erase(key);
    return {};
  }
  ++count;
  ++table_->total;
  return {table_, key};
}

size_t address_limits::open() const {
  std::lock_guard guard{table_->mutex};
  return table_->total;
}

bool address_limits::wait_until_none(
  std::chrono::steady_clock::time_point deadline) const {
  std::unique_lock lock{table_->mutex};
  return table_->none_left.wait_until(lock, deadline,
                                      [this] { return table_->total == 0; });
}

} // namespace troupe
