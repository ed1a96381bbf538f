/// A film of three scenes made of nothing: rules and a maker with the shape of
/// the real ones (needs, keys by content, reuse), for suites about flow.
#pragma once

#include "actors/stage.hpp"
#include "protocol/maker.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace troupe::test {

inline piece_kind kind_of(stage at) {
  switch (at) {
    case stage::scenes: return piece_kind::scenes;
    case stage::script: return piece_kind::script;
    case stage::visuals: return piece_kind::still;
    case stage::animations: return piece_kind::motion;
    case stage::tts: return piece_kind::narration;
    case stage::render: return piece_kind::segment;
  }
  return piece_kind::scenes;
}

/// A piece whose key follows from stage, name and what was asked of it.
inline piece fake_piece(stage at, const std::string& name,
                        const std::string& asked) {
  piece x;
  x.kind = kind_of(at);
  x.name = name;
  x.spec = json::make_object({{"stage", to_string(at)},
                              {"name", name},
                              {"asked", asked}})
             .dump();
  x.key = key_of(x.kind, x.spec, {});
  return x;
}

/// Scenes and script: one piece. Others: one a scene; render joins them. What
/// is asked changes only the scenes it names.
inline result<std::vector<piece>> fake_plan(stage at, const json& inputs) {
  auto version = inputs.integer("version", 1);
  auto asked = [&](int scene) -> std::string {
    auto& named = inputs.at("scenes").as_array();
    auto meant = named.empty()
                 || std::ranges::any_of(named, [&](auto& x) {
                      return x.as_integer() == scene;
                    });
    if (version == 1 || !meant)
      return "first";
    return inputs.text("feedback") + "#" + std::to_string(version);
  };
  if (at == stage::scenes || at == stage::script)
    return std::vector{fake_piece(at, "text", asked(0))};
  std::vector<piece> out;
  for (int scene = 1; scene <= 3; ++scene)
    out.push_back(
      fake_piece(at, "scene_" + std::to_string(scene), asked(scene)));
  if (at != stage::render)
    return out;
  piece film = fake_piece(at, "film", "");
  film.kind = piece_kind::film;
  std::vector<content_key> keys;
  for (auto& x : out) {
    film.needs.push_back(x.name);
    keys.push_back(x.key);
  }
  film.key = key_of(film.kind, film.spec, keys);
  out.push_back(film);
  return out;
}

inline result<json> fake_assemble(stage at, const json& inputs,
                                  const session_id& session,
                                  const std::vector<piece_record>& records) {
  auto data = json::make_object({{"status", "complete"},
                                 {"stage", to_string(at)},
                                 {"version", inputs.integer("version")}});
  for (auto& x : records)
    data["pieces"].push_back(x.name);
  if (at == stage::scenes)
    for (int scene = 1; scene <= 3; ++scene)
      data["scenes_data"]["scenes"].push_back(
        json::make_object({{"scene_id", scene}}));
  if (at == stage::render)
    data["video_path"] = "videos/" + session.str() + "/final.mp4";
  return data;
}

inline stage_rules fake_rules() {
  return {fake_plan, fake_assemble};
}

inline piece_record record_of(const piece& x) {
  return {x.key, x.kind, x.name, "{}", {x.name + ".bin"}};
}

/// Makes everything at once, notes it, and fails or throws when told to.
class fake_maker : public maker {
public:
  result<piece_record> make(const piece_job& job, std::stop_token stop,
                            const progress_sink& progress) override {
    std::lock_guard guard{lock};
    made.push_back(job);
    if (stop.stop_requested())
      return make_error(ec::cancelled, "Stopped");
    progress(0.5);
    if (on_make)
      if (auto err = on_make(job))
        return err;
    return record_of(job.work);
  }

  result<void> publish(const session_id& session,
                       const std::string& render_data) override {
    std::lock_guard guard{lock};
    published.push_back({session, render_data});
    if (publish_failure)
      return publish_failure;
    return caf::unit;
  }

  /// How often a piece of this name was made.
  size_t count(const std::string& name) const {
    return std::ranges::count(made, name,
                              [](auto& x) { return x.work.name; });
  }

  std::mutex lock;
  std::vector<piece_job> made;
  std::vector<std::pair<session_id, std::string>> published;
  std::function<error(const piece_job&)> on_make;
  error publish_failure;
};

} // namespace troupe::test
