/// How look, voice and sound of a film begin, and how a reviewer's directives
/// turn them. What a stage can't do is said in notes that name the stage that
/// can. The words have their own door: providers/embedded_writer.hpp. Pure;
/// any thread.
#pragma once

#include "protocol/feedback.hpp"
#include "protocol/film_style.hpp"
#include "protocol/json.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe {

/// Sentences for data.notes.
using notes_list = std::vector<std::string>;

/// payload.theme (a theme's name or a colour) and the tone are heeded.
look_style default_look(video_type type, const json& payload, uint64_t seed);
/// The name of a voice, or female, male, scottish: what payload.voice_id may
/// be. Anything else chooses nothing.
bool is_voice_wish(std::string_view wish);

/// Persona, tone, language and region choose voice and pace, voice_id the voice.
voice_style default_voice(const json& payload);
/// Type, tone and background_music_prompt choose the music; type or payload.loudness the loudness.
mix_style default_mix(video_type type, const json& payload);

/// The stage at which a directive is carried out best.
stage stage_of(const directive& x);

/// A directive in words: "shorter by 20 % in scene 3".
std::string describe(const directive& x);

/// Ids of the scenes a directive means, ascending: all when it has no
/// targets, none when it names scenes that don't exist. `scenes` is the array
/// scenes_data.scenes.
std::vector<int32_t> targeted_scenes(const directive& x, const json& scenes);

/// Everything the plan asks of the visuals stage. `scenes` as above, for
/// titles. A plan without a directive turns the arrangement (variation).
void apply_to_look(const feedback_plan& plan, const json& scenes,
                   look_style& look, notes_list& notes);
/// Everything the plan asks of the tts stage.
void apply_to_voice(const feedback_plan& plan, voice_style& voice,
                    notes_list& notes);
/// Everything the plan asks of the render stage.
void apply_to_mix(const feedback_plan& plan, mix_style& mix,
                  notes_list& notes);

/// Notes for what `at` does not do: directives of other stages and the parts
/// that were not understood. `done` says which directives were carried out.
void note_the_rest(const feedback_plan& plan, const std::vector<bool>& done,
                   stage at, notes_list& notes);

} // namespace troupe
