/// Slows down those who guess passwords: after a few wrong ones each further
/// try has to wait twice as long as the one before. Counted for the account and
/// for the address at once, so neither many addresses nor many accounts help.
/// Pure: time comes in as seconds since 1970. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

namespace troupe {

struct guard_rules {
  /// Wrong tries that cost nothing: people mistype.
  uint32_t free_tries = 5;
  /// The longest wait. Short for accounts, or strangers could lock people
  /// out; long for addresses.
  int64_t longest_wait_s = 60;
  /// Without tries for so long, all is forgotten.
  int64_t memory_s = 3600;
  /// Names kept; the longest quiet ones make room.
  size_t limit = 50'000;
};

class login_guard {
public:
  explicit login_guard(guard_rules rules) : rules_(rules) {}

  /// Seconds this name has to wait; 0: a try begins, and counts as wrong until
  /// it is told otherwise, so that tries side by side gain nothing.
  int64_t begin(const std::string& name, int64_t now_s);
  /// The try that began was right: all of the name is forgotten.
  void forget(const std::string& name);
  /// The try that began was right, or none: only it is taken back.
  void take_back(const std::string& name);

private:
  struct tries {
    uint32_t wrong = 0;
    int64_t last_s = 0;
  };

  int64_t wait_after(uint32_t wrong) const;
  void make_room(int64_t now_s);

  guard_rules rules_;
  std::unordered_map<std::string, tries> names_;
};

} // namespace troupe
