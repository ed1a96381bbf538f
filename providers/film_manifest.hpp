/// manifest.json: what a film is made of, by whom and from what, for machines
/// and for people who have to answer for it. Holds no date and no session, so
/// equal films have equal manifests. Blocking (it reads the film for its
/// hash); any thread.
#pragma once

#include "media/muxer.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/piece_works.hpp"

namespace troupe {

/// Into the bench's folder; describes the files that are there.
result<void> write_manifest(const film_spec& film, const piece_job& job,
                            const film_info& info, const workbench& bench);

/// The film's manifest once more, with a file beside it that holds the film in
/// another container.
result<void> extend_manifest(const std::filesystem::path& of_film,
                             const piece_job& job, const std::string& file,
                             const workbench& bench);

} // namespace troupe
