#define CAF_SUITE timeline
#include "tests/support/test.hpp"

#include "protocol/timeline.hpp"

#include <cmath>
#include <random>

using namespace troupe;
using std::chrono::microseconds;

CAF_TEST(sound and picture stay together over a hundred odd scenes) {
  auto seed = std::random_device{}();
  CAF_MESSAGE("seed " << seed);
  std::mt19937 random{seed};
  for (uint32_t fps : {24u, 25u, 30u, 60u}) {
    std::vector<scene_voice> scenes;
    for (int32_t i = 0; i < 100; ++i) {
      scene_voice scene;
      scene.scene_id = i + 1;
      // No length is a whole number of frames or milliseconds.
      scene.narration = microseconds{2'000'003 + random() % 3'999'977};
      scene.words = {{"word", microseconds{0}, scene.narration}};
      scenes.push_back(scene);
    }
    auto slots = plan_timeline(scenes, fps);
    uint32_t frames = 0;
    for (size_t i = 0; i < slots.size(); ++i) {
      auto& slot = slots[i];
      CAF_CHECK_EQUAL(slot.first_frame, frames);
      frames += slot.frames;
      // Where the mixer puts the voice, in samples, against the frame that
      // its picture begins with.
      auto at = time_of(slot.first_frame, fps) + slot.voice_start;
      auto sample = static_cast<double>(at.count() * 48'000 / 1'000'000);
      auto picture = (static_cast<double>(slot.first_frame) / fps
                      + static_cast<double>(slot.voice_start.count()) / 1e6)
                     * 48'000;
      CAF_CHECK_LESS(std::abs(sample - picture), 2.0);
      // The voice ends within its scene.
      auto end = slot.voice_start + scenes[i].narration;
      CAF_CHECK_LESS_OR_EQUAL(end.count(), time_of(slot.frames, fps).count());
      CAF_CHECK_LESS_OR_EQUAL(slot.words.back().end.count(),
                              time_of(slot.frames, fps).count());
    }
    auto sound = (uint64_t{frames} * 48'000 + fps / 2) / fps;
    auto drift = std::abs(static_cast<double>(sound) / 48'000
                          - static_cast<double>(frames) / fps);
    CAF_CHECK_LESS(drift, 0.0001);
  }
}
