#include "actors/librarian.hpp"

#include "protocol/defaults.hpp"

#include <algorithm>
#include <exception>

namespace troupe {

namespace {

/// Reading promises not to throw; memory may still run out.
template <class F>
auto guarded(F fun) -> decltype(fun()) {
  try {
    return fun();
  } catch (const std::exception& e) {
    return make_error(ec::internal, e.what());
  }
}

} // namespace

librarian_actor::behavior_type
librarian(librarian_actor::stateful_pointer<librarian_state> self,
          std::shared_ptr<session_lines> lines) {
  self->state.lines = std::move(lines);
  return {
    [self](atom::list, const session_id& id) -> caf::result<session_summary> {
      return guarded([&] { return self->state.lines->summary(id); });
    },
    [self](atom::list, session_query& query) -> caf::result<session_page> {
      query.limit = std::min(query.limit, defaults::session_list_limit);
      return guarded([&] { return self->state.lines->page(query); });
    },
  };
}

} // namespace troupe
