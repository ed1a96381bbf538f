/// Wishes about one subject each: music, captions, motion, the voice, colours.
/// Used by feedback_attributes.cpp only. Pure; any thread.
#pragma once

#include "protocol/feedback_attributes.hpp"

namespace troupe::feedback_detail {

bool has(token_span x, std::string_view word);
bool has_any(token_span x, std::span<const std::string_view> list);

directive simple(directive_kind kind, std::string text = {});

std::vector<directive> of_music(token_span x);
std::vector<directive> of_captions(token_span x);
/// How scenes give way: "use cross-fades", "slide between the scenes", "no
/// transitions"; nothing when it names no way.
std::vector<directive> of_transition(token_span x);
/// "Pause after scene 3", "a pause of 2 seconds after it", "no pause after the
/// hook"; nothing for pauses in general.
std::vector<directive> of_pause_after(token_span x);
std::vector<directive> of_motion(token_span x);
/// Who speaks; the pitch and pace of it are adjectives.
std::vector<directive> of_speaker(token_span x, bool voice);
std::vector<directive> of_colour(token_span x, subject about);

} // namespace troupe::feedback_detail
