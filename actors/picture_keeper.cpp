#include "actors/picture_keeper.hpp"

#include "actors/actor_base.hpp"
#include "protocol/defaults.hpp"
#include "protocol/json.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <spdlog/spdlog.h>

#include <exception>

namespace troupe {

namespace {

result<std::string> lighten(const upload_folder& uploads,
                            const session_id& id, const std::string& text) {
  auto payload
    = json::parse(text, {defaults::payload_with_pictures_max_bytes});
  if (!payload)
    return payload.error();
  auto pictures = take_pictures(*payload);
  if (!pictures)
    return pictures.error();
  if (!pictures->empty())
    if (auto kept = uploads.keep(id, *pictures); !kept)
      return kept.error();
  return payload->dump();
}

} // namespace

picture_keeper_actor::behavior_type
picture_keeper(picture_keeper_actor::stateful_pointer<picture_keeper_state>,
               std::shared_ptr<const data_folder> data) {
  upload_folder uploads{data};
  return {
    [uploads = std::move(uploads)](
      atom::record, const session_id& id,
      const std::string& payload) -> caf::result<std::string> {
      try {
        return lighten(uploads, id, payload);
      } catch (const std::exception& e) {
        return make_error(ec::unavailable,
                          std::string{"The pictures can't be kept: "}
                            + e.what());
      }
    },
    [data](atom::remove, const session_id& id) {
      if (auto done = data->remove_session(id); !done)
        spdlog::error("picture_keeper: files of {} are left: {}", id.str(),
                      text_of(done.error()));
    },
  };
}

std::function<picture_keeper_actor(caf::actor_system&)>
detached_picture_keeper(std::shared_ptr<const data_folder> data) {
  return [data = std::move(data)](caf::actor_system& system) {
    return spawn_actor<caf::detached>(system, picture_keeper, data);
  };
}

} // namespace troupe
