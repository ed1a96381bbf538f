/// As much English grammar as a writer needs to put foreign phrases into its
/// own sentences. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// Tidy sentences of a text: split at ends of sentences and lines, not at
/// "e.g.", "Dr." or "3.5".
std::vector<std::string> sentences_of(std::string_view text);

/// How long the embedded narrator takes, pauses between sentences included:
/// fitted to the scenes of films of all types (0.4 s rms).
double seconds_to_say(std::string_view text);

/// What a phrase is, as far as its words show.
enum class phrase_kind : uint8_t {
  clause,     ///< has a subject and a verb: can stand as a sentence
  verb_third, ///< "keeps drinks cold"
  verb_base,  ///< "keep drinks cold"
  gerund,     ///< "keeping drinks cold"
  noun,       ///< "a bottle that keeps drinks cold"
};

phrase_kind kind_of_phrase(std::string_view phrase);

/// "a" or "an" for the word that follows.
std::string_view article_for(std::string_view phrase);
/// "Acme's", "Adidas'".
std::string possessive(std::string_view name);
/// "keep" -> "keeps", "carry" -> "carries".
std::string third_person(std::string_view verb);
/// Is the head of this noun phrase a plural or something uncounted?
bool takes_no_article(std::string_view noun_phrase);
/// "running shoes", but not "coffee".
bool is_plural(std::string_view noun_phrase);
/// "an eco-friendly bottle", "running shoes", "coffee".
std::string with_article(std::string_view noun_phrase);

/// A sentence about `subject` from any phrase: clauses stay as they are,
/// "keeps drinks cold" becomes "Acme keeps drinks cold.", a noun phrase
/// follows one of a few lead-ins, chosen by `pick`.
std::string told_of(std::string_view subject, std::string_view phrase,
                    size_t pick);
/// The same of several things: "The shoes keep feet dry."
std::string told_of_many(std::string_view subject, std::string_view phrase,
                         size_t pick);

/// Sentences of at most so many words each: split at clauses, with the
/// participle turned into a verb ("..., reducing x" -> "This reduces x.").
/// What can't be split stays long.
std::vector<std::string> in_short_sentences(std::string_view sentence,
                                            size_t max_words);

} // namespace troupe::writing
