/// A film as a person writes it down (film.json, docs/film.md): format, look,
/// voice, sound and the scenes with what is said in them. It is what the
/// stages of a session come to, so it goes both ways: a document gives the
/// inputs of tts and render, a made film gives its document, and both give
/// the same pieces with the same keys. Pure; any thread.
#pragma once

#include "protocol/json_schema.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <vector>

namespace troupe {

/// docs/schema/film.schema.json, built in.
const json_schema& film_schema();

/// What is wrong with it: rules of the schema, then those no schema can say
/// (every scene_id once, no more scenes than a film can have).
std::vector<schema_complaint> check_film_document(const json& document);

/// Inputs as plan_stage() reads them, for a checked document. The tts stage's
/// data is to be put into upstream.tts before render is planned.
json inputs_of_document(const json& document);

/// True when there is something to say: the tts stage has pieces.
bool is_spoken(const json& inputs);

/// The document of a film that a session made. `upstream` holds the data of
/// all its stages, render's too.
json document_of_film(video_type type, const json& payload, uint64_t seed,
                      const json& upstream);

} // namespace troupe
