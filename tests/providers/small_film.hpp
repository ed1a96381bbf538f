/// A film that is made in a second: two or more tiny silent scenes, from their
/// document to the files. For tests of what happens around the making.
#pragma once

#include "tests/support/temporary_folder.hpp"
#include "tests/support/test.hpp"

#include "protocol/digest.hpp"
#include "protocol/film_document.hpp"
#include "protocol/stage_plan.hpp"
#include "providers/piece_maker.hpp"
#include "providers/piece_runner.hpp"

#include <fstream>
#include <iterator>

namespace troupe::test {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

inline std::string digest_of(const std::filesystem::path& path) {
  return sha256_hex(bytes_of(path));
}

/// Scenes of a second each; `transition` between them.
inline json small_document(size_t scenes, const char* transition = "fade") {
  auto list = json::make_array();
  for (size_t i = 1; i <= scenes; ++i)
    list.push_back(
      json::make_object({{"title", "Scene " + std::to_string(i)},
                         {"duration_sec", 1}}));
  return json::make_object(
    {{"title", "A small film"},
     {"seed", 3},
     {"transition", transition},
     {"format", json::make_object({{"quality", "360p"}, {"fps", 24}})},
     {"mix", json::make_object({{"music", "none"}})},
     {"scenes", list}});
}

struct small_film {
  explicit small_film(const json& document)
    : small_film(inputs_of_document(document), {}) {}
  /// Of inputs whose narrations are there.
  small_film(json all, const pronunciations&) : inputs(std::move(all)) {
    auto planned = plan_stage(stage::render, inputs);
    if (!planned)
      CAF_FAIL(text_of(planned.error()));
    plan = std::move(*planned);
  }

  json inputs;
  std::vector<piece> plan;
};

/// A data folder with its maker, and one session in it.
struct small_studio {
  explicit small_studio(std::filesystem::path data, uint64_t cache_bytes = 0,
                        bool is_lasting = true)
    : folder(std::move(data)),
      counters(std::make_shared<metrics>()),
      makes(make_piece_maker({.data_folder = folder,
                              .reserve_bytes = 0,
                              .cache_folder = folder / "cache",
                              .cache_bytes = cache_bytes,
                              .is_lasting = is_lasting,
                              .decoder = TROUPE_DECODE_CHILD,
                              .counters = counters})) {}

  std::filesystem::path session_folder() const {
    return folder / "outputs" / "videos" / session.str();
  }

  std::filesystem::path file(const piece_record& record,
                             const char* name) const {
    return session_folder() / "pieces" / record.key.str() / name;
  }

  result<std::vector<piece_record>> make(const small_film& film,
                                         size_t workers = 2,
                                         std::stop_token stop = {}) {
    return run_pieces(*makes, film.plan,
                      {session, workers, std::move(stop), {}});
  }

  std::vector<piece_record> made(const small_film& film, size_t workers = 2) {
    auto records = make(film, workers);
    if (!records)
      CAF_FAIL(text_of(records.error()));
    return *records;
  }

  std::filesystem::path folder;
  metrics_ptr counters;
  std::shared_ptr<maker> makes;
  session_id session = make_session_id();
};

/// A film whose narrations the studio has spoken.
inline small_film spoken_film(small_studio& studio, const json& document,
                              const pronunciations& lexicon = {}) {
  auto inputs = inputs_of_document(document);
  auto plan = plan_spoken_stage(stage::tts, inputs, lexicon);
  if (!plan)
    CAF_FAIL(text_of(plan.error()));
  std::erase_if(*plan,
                [](auto& x) { return x.kind == piece_kind::animatic; });
  auto records = run_pieces(*studio.makes, *plan, {studio.session, 2, {}, {}});
  if (!records)
    CAF_FAIL(text_of(records.error()));
  auto data = assemble_stage(stage::tts, inputs, studio.session,
                             studio.session_folder().string(), *records);
  if (!data)
    CAF_FAIL(text_of(data.error()));
  inputs["upstream"]["tts"] = *data;
  return {std::move(inputs), lexicon};
}

} // namespace troupe::test
