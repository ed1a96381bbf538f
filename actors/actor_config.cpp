#include "actors/actor_config.hpp"

#include "protocol/actors.hpp"
#include "protocol/error.hpp"

#include <caf/atom.hpp>

#include <string>

namespace troupe {

namespace {

std::string render_ours(uint8_t code, caf::atom_value,
                        const caf::message& context) {
  std::string text{to_string(static_cast<ec>(code))};
  if (context.match_elements<std::string>())
    text += ": " + context.get_as<std::string>(0);
  return text;
}

} // namespace

actor_config::actor_config() {
  // Work stealing polls: 7 times the processor time of sharing when little is
  // to be done. Two threads survive one actor that misbehaves.
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-threads", size_t{2});
  set("logger.verbosity", caf::atom("quiet"));
  // CAF reads caf-application.ini from the working folder, silently.
  config_file_path.clear();
  add_message_types<caf::id_block::troupe>();
  add_message_types<caf::id_block::troupe_actors>();
  add_error_category(caf::atom("troupe"), render_ours);
}

} // namespace troupe
