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

/// The words with those that are whole sentences (in scripts without blanks)
/// taken apart into phrases, each with its share of the time.
std::vector<spoken_word> caption_words(const std::vector<spoken_word>& words);

/// Splits at the ends of sentences and clauses, long clauses into parts of
/// about the same length; none longer than `longest` letters unless it is
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
  struct spoken {
    double start = 0;
    double end = 0;
  };
  struct chunk {
    double start = 0;
    double end = 0;
    bool fades_in = true;
    bool fades_out = true;
    rect pill;
    /// Set as one text, so that any script reads in its own order.
    text_block set;
    point at;
    /// When each word of the block is said.
    std::vector<spoken> words;
  };
  chunk make(scene_builder& from, const std::vector<spoken_word>& words,
             caption_chunk of);
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
