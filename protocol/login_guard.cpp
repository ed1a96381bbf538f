#include "protocol/login_guard.hpp"

#include <algorithm>

namespace troupe {

int64_t login_guard::wait_after(uint32_t wrong) const {
  if (wrong < rules_.free_tries)
    return 0;
  auto doublings = std::min(wrong - rules_.free_tries, 30u);
  return std::min(int64_t{1} << doublings, rules_.longest_wait_s);
}

int64_t login_guard::begin(const std::string& name, int64_t now_s) {
  make_room(now_s);
  auto& x = names_[name];
  if (now_s - x.last_s >= rules_.memory_s)
    x.wrong = 0;
  auto wait = x.last_s + wait_after(x.wrong) - now_s;
  if (x.wrong > 0 && wait > 0)
    return wait;
  ++x.wrong;
  x.last_s = now_s;
  return 0;
}

void login_guard::forget(const std::string& name) {
  names_.erase(name);
}

void login_guard::take_back(const std::string& name) {
  auto i = names_.find(name);
  if (i != names_.end() && --i->second.wrong == 0)
    names_.erase(i);
}

void login_guard::make_room(int64_t now_s) {
  if (names_.size() < rules_.limit)
    return;
  std::erase_if(names_, [&](auto& x) {
    return now_s - x.second.last_s >= rules_.memory_s;
  });
  if (names_.size() < rules_.limit)
    return;
  names_.erase(std::ranges::min_element(
    names_, {}, [](auto& x) { return x.second.last_s; }));
}

} // namespace troupe
