/// Waiting work, shared fairly: owners take turns, whoever has one piece waits
/// for at most one piece of each other owner; of one owner the higher rank
/// goes first, of one rank the older. Pure; owned by MEDIA_POOL.
#pragma once

#include "protocol/ids.hpp"
#include "protocol/messages.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <optional>
#include <utility>
#include <vector>

namespace troupe {

template <class T>
class fair_queue {
 public:
  size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

  /// Behind all of this owner and rank.
  void push(const user_id& owner, priority rank, T item) {
    lane(owner, rank).push_back(std::move(item));
    ++size_;
  }

  /// Before all of this owner and rank: for work that was begun before.
  void push_front(const user_id& owner, priority rank, T item) {
    lane(owner, rank).push_front(std::move(item));
    ++size_;
  }

  /// The next item for which `may_start` holds. Its owner's turn is over then.
  template <class Predicate>
  std::optional<T> take(Predicate may_start) {
    for (auto turn = turns_.begin(); turn != turns_.end(); ++turn) {
      for (auto& items : turn->lanes) {
        auto i = std::ranges::find_if(items, may_start);
        if (i == items.end())
          continue;
        std::optional<T> item{std::move(*i)};
        items.erase(i);
        --size_;
        if (turn->empty())
          turns_.erase(turn);
        else
          turns_.splice(turns_.end(), turns_, turn);
        return item;
      }
    }
    return std::nullopt;
  }

  /// Takes out everything for which `predicate` holds, in no special order.
  template <class Predicate>
  std::vector<T> remove(Predicate predicate) {
    std::vector<T> removed;
    for (auto& turn : turns_)
      for (auto& items : turn.lanes)
        for (auto i = items.begin(); i != items.end();)
          if (predicate(*i)) {
            removed.push_back(std::move(*i));
            i = items.erase(i);
          } else {
            ++i;
          }
    turns_.remove_if([](const turn_of_owner& x) { return x.empty(); });
    size_ -= removed.size();
    return removed;
  }

 private:
  struct turn_of_owner {
    user_id owner;
    /// One a rank, the highest first.
    std::array<std::deque<T>, 4> lanes;

    bool empty() const {
      return std::ranges::all_of(lanes, [](auto& x) { return x.empty(); });
    }
  };

  std::deque<T>& lane(const user_id& owner, priority rank) {
    auto turn = std::ranges::find(turns_, owner, &turn_of_owner::owner);
    if (turn == turns_.end())
      turn = turns_.insert(turns_.end(), turn_of_owner{owner, {}});
    return turn->lanes[turn->lanes.size() - 1 - static_cast<size_t>(rank)];
  }

  std::list<turn_of_owner> turns_;
  size_t size_ = 0;
};

} // namespace troupe
