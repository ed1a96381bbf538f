/// How loud a voice is as time goes by, small enough to travel with its words:
/// one sign of 0-9, A-Z a step of 40 ms, 0 for silence and Z for its loudest.
/// Pure; any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace troupe {

inline constexpr std::chrono::microseconds loudness_step{40'000};

/// Of mono samples: the level of each step between -38 and -12 dB below full
/// scale (RMS), where a finished narration moves.
std::string loudness_of(std::span<const int16_t> samples, uint32_t rate);

/// 0..1 at a time in seconds, between steps; 0 before, behind, and for signs
/// that are none.
double loudness_at(std::string_view loudness, double t);

/// The same voice after so much silence.
std::string delayed(std::string_view loudness, std::chrono::microseconds by);

} // namespace troupe
