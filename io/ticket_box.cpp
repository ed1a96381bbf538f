#include "io/ticket_box.hpp"

#include "protocol/digest.hpp"
#include "protocol/secret.hpp"

namespace troupe {

std::optional<std::string> ticket_box::make(const identity& who,
                                            int64_t now_s) {
  auto text = make_secret_text();
  std::lock_guard guard{mutex_};
  if (tickets_.size() >= limit)
    std::erase_if(tickets_,
                  [&](auto& x) { return x.second.expires_s <= now_s; });
  if (tickets_.size() >= limit)
    return std::nullopt;
  tickets_.emplace(sha256_hex(text), entry{who, now_s + lifetime.count()});
  return text;
}

std::optional<identity> ticket_box::take(const std::string& ticket,
                                         int64_t now_s) {
  auto key = sha256_hex(ticket);
  std::lock_guard guard{mutex_};
  auto i = tickets_.find(key);
  if (i == tickets_.end())
    return std::nullopt;
  auto found = std::move(i->second);
  tickets_.erase(i);
  if (found.expires_s <= now_s)
    return std::nullopt;
  return std::move(found.who);
}

} // namespace troupe
