#include "cli/film_past.hpp"

#include "protocol/film_document.hpp"

namespace troupe {

void film_past::take(event_kind kind, const json& body) {
  if (kind == event_kind::session_started) {
    if (auto type = parse_video_type(body.text("video_type")))
      type_ = *type;
    payload_ = body.at("payload");
    seed_ = static_cast<uint64_t>(body.integer("seed"));
  } else if (kind == event_kind::stage_completed
             || kind == event_kind::version_selected) {
    upstream_[body.text("stage")] = body.at("data");
  }
}

json film_past::document() const {
  return document_of_film(type_, payload_, seed_, upstream_);
}

} // namespace troupe
