/// A film from its document to finished files, without session or log: speaks,
/// paints and joins on a number of threads, and tells of it in the words of a
/// session. Blocking; one thread calls, `tell` is called from several, one at a
/// time.
#pragma once

#include "protocol/json.hpp"
#include "protocol/maker.hpp"
#include "protocol/pronunciations.hpp"
#include "protocol/session.hpp"

#include <filesystem>
#include <functional>
#include <stop_token>

namespace troupe {

struct film_render_options {
  session_id session;
  /// The session's folder.
  std::filesystem::path folder;
  size_t workers = 1;
  pronunciations lexicon;
  std::stop_token stop;
  std::function<void(const session_event&)> tell;
  std::function<void(const session_progress&)> tell_progress;
};

/// `inputs` as inputs_of_document() gives them. Answers the data of the render
/// stage; its files are published in the session's folder.
result<json> render_film(maker& makes, json inputs,
                         const film_render_options& options);

} // namespace troupe
