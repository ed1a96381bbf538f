/// Counts open connections, in total and by address, and refuses those over a
/// limit. Owned by the server; tickets may outlive it. Any thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace troupe {

/// IPv6, or IPv4 mapped into it (::ffff:a.b.c.d).
using address_bytes = std::array<uint8_t, 16>;

/// One admitted connection; its place is free again when this goes.
class connection_ticket {
 public:
  connection_ticket() = default;
  connection_ticket(connection_ticket&&) noexcept = default;
  connection_ticket& operator=(connection_ticket&&) noexcept;
  ~connection_ticket();

  explicit operator bool() const { return table_ != nullptr; }

 private:
  friend class address_limits;
  struct table;
  connection_ticket(std::shared_ptr<table> x, address_bytes key);
  void release();

  std::shared_ptr<table> table_;
  address_bytes key_{};
};

class address_limits {
 public:
  address_limits(size_t total, size_t per_address);

  /// An empty ticket when the connection is over a limit. A whole IPv6 /64
  /// counts as one address: that is what one customer has.
  [[nodiscard]] connection_ticket admit(const address_bytes& from);
  size_t open() const;
  /// Waits for the last connection to go; false when some are left.
  bool wait_until_none(std::chrono::steady_clock::time_point deadline) const;

 private:
  std::shared_ptr<connection_ticket::table> table_;
};

} // namespace troupe
