/// Gathers from a session's events what its film is made of, to write it down
/// as a document. One thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"
#include "protocol/stage.hpp"

namespace troupe {

class film_past {
 public:
  void take(event_kind kind, const json& body);
  /// docs/film.md. Whole when the film is complete.
  json document() const;

 private:
  video_type type_ = video_type::product_ad;
  json payload_;
  uint64_t seed_ = 0;
  json upstream_ = json::make_object();
};

} // namespace troupe
