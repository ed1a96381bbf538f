/// Changes to running text, sentence by sentence: what the revisions of the
/// script are made of. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "protocol/json.hpp"
#include "providers/embedded_writer_facts.hpp"
#include "providers/embedded_writer_lines.hpp"

#include <string>
#include <vector>

namespace troupe::writing {

/// One scene's script while it is revised.
struct scene_text {
  int32_t id = 0;
  const json* scene = nullptr;
  std::string original;
  std::vector<std::string> sentences;
  std::vector<std::string> required;
  std::vector<std::string> keep;

  std::string type() const;
  std::string joined() const;
  size_t words() const;
  bool is_required(const std::string& sentence) const;
};

using text_list = std::vector<scene_text*>;

/// Takes about so many words away; answers how many it were.
size_t shorten(const text_list& scenes, size_t words,
               const std::vector<std::string>& keep,
               const line_source& lines);
/// Adds about so many words; answers how many it were.
size_t lengthen(const text_list& scenes, size_t words, const film_facts& facts,
                line_source& lines, const std::string& whole_script);
/// Shorter sentences and words.
void simplify(const text_list& scenes);
/// Our own lines by lines of another manner, other words by its words.
void change_manner(const text_list& scenes, const film_facts& as,
                   line_source& lines);
/// False when the words do not occur.
bool remove_phrase(const text_list& scenes, const std::string& phrase,
                   const film_facts& facts, line_source& lines);
bool replace_phrase(const text_list& scenes, const std::string& phrase,
                    const std::string& other);

/// A sentence without the phrase, as far as that can be said; may be empty.
std::string without_phrase(const std::string& sentence,
                           const std::string& phrase, const film_facts& facts);
/// Does the text hold the phrase, or what it stands for ("the numbers")?
bool holds(const std::string& text, const std::string& phrase);

} // namespace troupe::writing
