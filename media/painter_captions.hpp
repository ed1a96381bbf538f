/// Burned-in captions: the cues of the film's caption files on a pill, the word
/// that is being spoken in the accent. Belongs to its painter's thread.
#pragma once

#include "media/captions.hpp"
#include "media/painter_scene.hpp"

#include <span>

namespace troupe::media {

class captions {
 public:
  explicit captions(scene_builder& from);
  void draw(cairo_t* cr, double t) const;
  /// Where captions can be, in pixels; empty when they are off.
  static rect area(const scene_builder& of);

 private:
  struct spoken {
    double start = 0;
    double end = 0;
  };
  struct line {
    /// Set as one text, so that any script reads in its own order.
    text_block set;
    point at;
    /// When each word of the block is said.
    std::vector<spoken> words;
  };
  /// One cue.
  struct chunk {
    double start = 0;
    double end = 0;
    bool fades_in = true;
    bool fades_out = true;
    rect pill;
    std::vector<line> lines;
  };
  chunk make(scene_builder& from, const caption_cue& cue);
  static void time_words(line& row, std::span<const spoken_word> words);
  color ink_at(const spoken& word, double t) const;
  void draw_chunk(cairo_t* cr, const chunk& x, double t) const;

  std::vector<chunk> chunks_;
  color pill_;
  double pill_alpha_ = 1;
  color ink_;
  color lit_;
  color waiting_;
  double radius_ = 0;
  bool karaoke_ = true;
};

} // namespace troupe::media
