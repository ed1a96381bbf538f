#include "protocol/film_document.hpp"

#include "protocol/film_schema_text.hpp"

#include <cstdlib>

namespace troupe {

const json_schema& film_schema() {
  static const auto schema = [] {
    auto made = json_schema::make({{"film.schema.json", film_schema_text},
                                   {"scene.schema.json", scene_schema_text}},
                                  "film.schema.json");
    // Built in and tested: only a broken build gets here.
    if (!made)
      std::abort();
    return *made;
  }();
  return schema;
}

} // namespace troupe
