#include "protocol/stage_plan.hpp"

#include "protocol/film_format.hpp"
#include "protocol/payload.hpp"
#include "protocol/stage_plan_parts.hpp"

#include <algorithm>

namespace troupe {

namespace plan {

std::string place::url(const piece_record& record,
                       std::string_view file) const {
  return "/outputs/videos/" + session.str() + "/pieces/" + record.key.str()
         + "/" + std::string{file};
}

std::string place::path(const piece_record& record,
                        std::string_view file) const {
  return folder + "/pieces/" + record.key.str() + "/" + std::string{file};
}

film_inputs::film_inputs(const json& inputs)
  : all(inputs),
    payload(inputs.at("payload")),
    seed(static_cast<uint64_t>(inputs.integer("seed"))),
    previous(inputs.at("previous")),
    upstream(inputs.at("upstream")),
    scenes_data(upstream.at("scenes").at("scenes_data")),
    scenes(scenes_data.at("scenes")) {
  if (auto parsed = parse_video_type(inputs.text("video_type")))
    type = *parsed;
  format = format_of(type, payload);
}

restyle_request film_inputs::wishes() const {
  restyle_request request{parse_feedback(all.text("feedback")), {}, scenes};
  for (auto& id : all.at("scenes").as_array())
    request.only.push_back(static_cast<int32_t>(id.as_integer()));
  return request;
}

void add(piece_list& pieces, piece_kind kind, std::string name,
         const json& spec, double cost,
         const std::vector<std::string>& needs) {
  piece made{kind, std::move(name), spec.dump(), needs, {}, cost};
  std::vector<content_key> keys;
  for (auto& need : needs)
    for (auto& other : pieces)
      if (other.name == need)
        keys.push_back(other.key);
  made.key = key_of(kind, made.spec, keys);
  pieces.push_back(std::move(made));
}

json notes_json(const notes_list& notes) {
  auto list = json::make_array();
  for (auto& note : notes)
    if (std::ranges::find(list.as_array(), json{note}) == list.as_array().end())
      list.push_back(note);
  return list;
}

/// Scenes and script are one piece each: the writer sees the whole film.
piece_list words(stage at, const json& inputs) {
  auto spec = inputs;
  spec.erase("session");
  piece_list pieces;
  auto kind = at == stage::scenes ? piece_kind::scenes : piece_kind::script;
  add(pieces, kind, std::string{to_string(at)}, spec, 1);
  return pieces;
}

} // namespace plan

namespace {

error missing_scenes() {
  return make_error(ec::invalid_state,
                    "There are no scenes to work on; regenerate the scenes "
                    "stage");
}

} // namespace

std::string live_list_url(const session_id& session, const content_key& live) {
  return "/outputs/videos/" + session.str() + "/live/" + live.str()
         + "/live.m3u8";
}

namespace {

result<plan::piece_list> plan_of(stage at, const plan::film_inputs& film) {
  switch (at) {
    case stage::scenes:
    case stage::script: return plan::words(at, film.all);
    case stage::visuals: return plan::visuals(film);
    case stage::animations: return plan::animations(film);
    case stage::tts: return plan::tts(film);
    case stage::render: return plan::render(film);
  }
  return make_error(ec::internal, "No such stage");
}

/// Of a stage's own pieces: uploads lie before them.
std::vector<piece_record>
without_uploads(const std::vector<piece_record>& records) {
  auto out = records;
  std::erase_if(out,
                [](auto& x) {
                  return x.kind == piece_kind::picture
                         || x.kind == piece_kind::clip;
                });
  return out;
}

} // namespace

result<std::vector<piece>> plan_stage(stage at, const json& inputs) {
  return plan_spoken_stage(at, inputs, {});
}

result<std::vector<piece>> plan_spoken_stage(stage at, const json& inputs,
                                             const pronunciations& lexicon) {
  if (at == stage::scenes)
    return plan::words(at, inputs);
  plan::film_inputs film{inputs};
  film.lexicon = &lexicon;
  if (film.scenes.size() == 0)
    return missing_scenes();
  auto pieces = plan_of(at, film);
  if (!pieces)
    return pieces;
  return plan::with_uploads(film, std::move(*pieces));
}

result<json> assemble_stage(stage at, const json& inputs,
                            const session_id& session,
                            const std::string& folder_path,
                            const std::vector<piece_record>& all) {
  auto records = without_uploads(all);
  if (records.empty())
    return make_error(ec::internal, "A stage without pieces");
  if (at == stage::scenes || at == stage::script)
    return json::parse(records.front().meta,
                       {16 * 1024 * 1024, 32, 200'000, 1'000});
  plan::film_inputs film{inputs};
  plan::place place{session, folder_path};
  switch (at) {
    case stage::scenes:
    case stage::script: break;
    case stage::visuals: return plan::visuals_data(film, place, records);
    case stage::animations: return plan::animations_data(film, place, records);
    case stage::tts: return plan::tts_data(film, place, records);
    case stage::render: return plan::render_data(film, place, records);
  }
  return make_error(ec::internal, "No such stage");
}

} // namespace troupe
