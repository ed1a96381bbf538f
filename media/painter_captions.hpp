/// Burned-in captions: clauses in short chunks on a pill, the word that is
/// being spoken in the accent. Belongs to its painter's thread.
#pragma once

#include "media/painter_scene.hpp"

namespace troupe::media {

/// Words first..last (exclusive) that are on the screen together.
struct caption_chunk {
  size_t first = 0;
  size_t last = 0;
};

/// Splits at the ends of sentences and clauses, long clauses into parts of
/// about the same length; none longer than `longest` code points unless it is
/// a single word.
std::vector<caption_chunk> caption_chunks(const std::vector<spoken_word>& words,
                                          size_t longest);

class captions {
 public:
  explicit captions(scene_builder& from);
  void draw(cairo_t* cr, double t) const;
  /// Where captions can be, in pixels; empty when they are off.
  static rect area(const scene_builder& of);

 private:
  struct word {
    text_block set;
    point at;
    double start = 0;
    double end = 0;
  };
  struct chunk {
    double start = 0;
    double end = 0;
    bool fades_in = true;
    bool fades_out = true;
    rect pill;
    std::vector<word> words;
  };
  chunk make(scene_builder& from, caption_chunk of);
  void draw_chunk(cairo_t* cr, const chunk& x, double t) const;

  std::vector<chunk> chunks_;
  color pill_;
  double pill_alpha_ = 1;
  color ink_;
  color lit_;
  color waiting_;
  double radius_ = 0;
};

} // namespace troupe::media
