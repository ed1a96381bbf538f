#include "protocol/stage_plan_parts.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/piece_spec.hpp"

#include <algorithm>
#include <cmath>

namespace troupe::plan {

namespace {

using voice_styles = scene_styles<voice_style>;

voice_styles voices_from(const json& data) {
  voice_styles voices;
  voices.all = voice_style_from(data.at("voice_style"));
  for (auto& scene : data.at("scenes").as_array())
    if (auto style = scene.find("voice_style"))
      voices.own.emplace(static_cast<int32_t>(scene.integer("scene_id")),
                         voice_style_from(*style));
  return voices;
}

voice_styles voices_of(const film_inputs& inputs, notes_list& notes) {
  voice_styles voices;
  if (auto given = inputs.all.find("voices"); given && !inputs.has_previous())
    return voices_from(*given);
  if (!inputs.has_previous()) {
    voices.all = default_voice(inputs.payload);
    auto asked = lower_ascii(inputs.payload.text("voice_id"));
    if (!asked.empty() && !is_voice_wish(asked))
      notes.push_back("There is no voice \"" + asked
                      + "\" here (slt, rms, awb, kal16, female, male); "
                      + voices.all.voice + " speaks.");
    return voices;
  }
  voices = voices_from(inputs.previous);
  restyle(voices, inputs.wishes(),
          [&](const feedback_plan& plan, voice_style& voice) {
            apply_to_voice(plan, voice, notes);
          });
  return voices;
}

double limited_rate(double rate) {
  return std::clamp(std::round(rate * 1000) / 1000, slowest_rate, fastest_rate);
}

/// Lines of the script that hold something to say, in the film's order.
struct line {
  int32_t scene_id = 0;
  std::string text;
  /// Times the pace of the voice.
  double rate = 1;
  /// Seconds of silence behind it.
  double pause_after = 0;
};

/// A member that its author may have left out, or written beyond its limits.
double limited(const json& x, std::string_view name, double least, double most,
               double usual) {
  auto value = x.number(name, usual);
  return std::isfinite(value) ? std::clamp(value, least, most) : usual;
}

/// Of the line and of the scene's voice together.
int64_t pause_us(const line& x, const voice_style& voice) {
  auto seconds = std::min(x.pause_after + voice.pause_after,
                          longest_pause_after);
  return std::llround(seconds * 1e6);
}

std::vector<line> lines_of(const film_inputs& inputs) {
  std::vector<line> lines;
  for (auto& item : inputs.upstream.at("script").at("script").as_array())
    if (auto text = item.text("script");
        text.find_first_not_of(" \t\r\n") != std::string::npos)
      lines.push_back({static_cast<int32_t>(item.integer("scene_id")), text,
                       limited(item, "rate", slowest_rate, fastest_rate, 1),
                       limited(item, "pause_after_sec", 0, longest_pause_after,
                               0)});
  return lines;
}

/// Lines on the short side and frames a second of a film to judge timing by:
/// its pictures stand still.
constexpr uint32_t animatic_side = 360;
constexpr uint32_t animatic_fps = 10;
/// Against the length of a line in bytes, for progress only.
constexpr double animatic_cost = 400;

animatic_spec animatic_of(const film_inputs& inputs,
                          const voice_styles& voices) {
  auto& moving = inputs.upstream.at("animations");
  auto& source = moving.has("style") ? moving : inputs.upstream.at("visuals");
  auto looks = looks_from(source);
  auto lines = lines_of(inputs);
  animatic_spec spec;
  spec.format = scaled(inputs.format, animatic_side);
  spec.format.fps = animatic_fps;
  spec.title = inputs.scenes_data.text("title");
  spec.language = inputs.scenes_data.text("language", "en");
  for (uint32_t i = 0; i < inputs.scenes.size(); ++i) {
    auto& scene = inputs.scenes.at(i);
    auto id = static_cast<int32_t>(scene.integer("scene_id"));
    auto picture = picture_of(inputs, looks.of(id), i);
    auto at_least = shortest(inputs.type, scene, picture);
    picture.format = spec.format;
    auto said = std::ranges::find(lines, id, &line::scene_id);
    auto is_spoken = said != lines.end();
    auto pause = is_spoken ? pause_us(*said, voices.of(id)) : 0;
    spec.scenes.push_back({id, std::move(picture), at_least, is_spoken,
                           std::chrono::microseconds{pause},
                           breath_of(scene)});
  }
  return spec;
}

/// Milliseconds are what people compare.
double seconds_of(const json& meta) {
  return static_cast<double>(meta.integer("duration_us") / 1'000) / 1'000;
}

} // namespace

result<piece_list> tts(const film_inputs& inputs) {
  notes_list notes;
  auto voices = voices_of(inputs, notes);
  piece_list pieces;
  for (auto& line : lines_of(inputs)) {
    narration_spec spec{line.text, voices.of(line.scene_id), {}};
    spec.voice.rate = limited_rate(spec.voice.rate * line.rate);
    // Silence is no sound of its own.
    spec.voice.pause_after = 0;
    if (inputs.lexicon)
      spec.lexicon = inputs.lexicon->lines_for(line.text);
    add(pieces, piece_kind::narration,
        "scene_" + std::to_string(line.scene_id), to_json(spec),
        static_cast<double>(line.text.size()));
  }
  if (pieces.empty())
    return make_error(ec::invalid_state,
                      "The script holds nothing to say; edit or regenerate "
                      "the script stage");
  std::vector<std::string> needs;
  for (auto& narration : pieces)
    needs.push_back(narration.name);
  add(pieces, piece_kind::animatic, "animatic", to_json(animatic_of(inputs, voices)),
      animatic_cost, needs);
  return pieces;
}

json tts_data(const film_inputs& inputs, const place& at,
              const std::vector<piece_record>& records) {
  notes_list notes;
  auto voices = voices_of(inputs, notes);
  auto lines = lines_of(inputs);
  auto list = json::make_array();
  for (size_t i = 0; i < lines.size() && i < records.size(); ++i) {
    auto meta = json::parse(records[i].meta,
                            {16 * 1024 * 1024, 32, 200'000, 1'000});
    if (!meta)
      continue;
    auto id = lines[i].scene_id;
    auto entry
      = json::make_object({{"scene_id", id},
                           {"audio_url", at.url(records[i], "voice.wav")},
                           {"duration", seconds_of(*meta)},
                           {"voice", voices.of(id).voice},
                           {"narration", records[i].key.str()},
                           {"duration_us", meta->integer("duration_us")},
                           {"words", meta->at("words")}});
    if (auto loudness = meta->text("loudness"); !loudness.empty())
      entry["loudness"] = loudness;
    if (auto pause = pause_us(lines[i], voices.of(id)); pause > 0)
      entry["pause_after_us"] = pause;
    if (auto own = voices.own.find(id); own != voices.own.end())
      entry["voice_style"] = to_json(own->second);
    list.push_back(std::move(entry));
  }
  auto count = static_cast<int64_t>(list.size());
  auto out = json::make_object(
    {{"status", "complete"},
     {"message", "Generated " + std::to_string(count) + " audio files"},
     {"audio_count", count},
     {"voice_style", to_json(voices.all)},
     {"scenes", list},
     {"notes", notes_json(notes)}});
  if (records.back().kind == piece_kind::animatic)
    out["animatic_url"] = at.url(records.back(), "animatic.mp4");
  return out;
}

} // namespace troupe::plan
