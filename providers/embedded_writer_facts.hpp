/// What the payload says, sorted by what it is good for: the only source of
/// anything specific in a film. Used by embedded_writer*.cpp only. Pure; any
/// thread.
#pragma once

#include "protocol/json.hpp"
#include "protocol/stage.hpp"
#include "providers/explainer_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace troupe::writing {

enum class fact_kind : uint8_t {
  rule,      ///< must, must not, always: to be kept word for word
  mechanism, ///< how it works
  evidence,  ///< what was measured
  benefit,   ///< what it does for people
  safety,    ///< risks and cautions
  plain,     ///< anything else that was given
};

/// A number as the payload writes it.
struct figure {
  std::string value;
  std::string unit;
  std::string label;
};

struct fact {
  /// A sentence, or a phrase when the payload holds just that.
  std::string text;
  fact_kind kind = fact_kind::plain;
  /// The payload's field.
  std::string source;
};

enum class viewer : uint8_t { professional, patient, staff, consumer };

/// How the words sound.
enum class manner : uint8_t { formal, neutral, casual, lively };

/// What kind of phrase product_ad's topic is; decides what it may follow.
enum class topic_kind : uint8_t {
  thing,    ///< "eco-friendly water bottle"
  name,     ///< "AquaPure 3000"
  subject,  ///< "hydration", "managing stress"
  question, ///< "how to sleep better"
  action,   ///< "save money on energy"
  sentence, ///< a whole thought
};

struct film_facts {
  video_type type = video_type::product_ad;
  std::string brand;
  std::string drug;
  std::string topic;
  topic_kind topic_is = topic_kind::thing;
  /// Condition or indication as it stands inside a sentence: "hypertension".
  std::string condition;
  /// With whom it is for: "hypertension in adults".
  std::string indicated;
  /// The same as given, for titles.
  std::string condition_name;
  /// "weight loss", "pain relief": something people look for, not have.
  bool condition_is_goal = false;
  /// What the prompt says the film is about.
  std::string prompt_subject;
  std::string audience;
  viewer watched_by = viewer::consumer;
  manner sound = manner::neutral;
  bool simple = false;
  std::string persona;
  std::string tone;
  std::string region;
  std::string language;
  std::string aspect_ratio;
  /// 0 when none was asked for.
  double duration = 0;
  std::vector<fact> facts;
  /// What an explainer is made of: context, references, ranked passages.
  std::vector<text_block> material;
  /// The material is not in English: no line of ours goes between.
  bool is_foreign = false;
  /// Citations and names of documents: small print, never spoken.
  std::vector<std::string> references;
  /// Fields chart, timeline, location and website as they were checked; null
  /// when they weren't given.
  json chart;
  json timeline;
  json location;
  std::string website;
  uint64_t seed = 0;
  uint32_t version = 1;
  std::vector<std::string> notes;

  /// Drug or brand, whichever the film is about.
  const std::string& name() const;
  /// What the facts are told of: the drug, or what the brand makes.
  std::string subject() const;
  bool subject_is_plural() const;
  bool medical() const;
  std::vector<fact> of(fact_kind kind) const;
};

/// `tone` replaces the payload's when it is not empty.
film_facts read_facts(const json& inputs, const std::string& tone = {});

/// How a tone sounds; `simple` is set when it asks for plain words.
manner manner_of(std::string_view tone, video_type type, bool& simple);

/// The number a sentence is about; an empty value when there is none.
figure figure_of(const std::string& sentence);

/// Does the sentence claim something that an editor must be able to prove?
bool claims_something(const std::string& sentence);

/// Does the sentence say what the fact says, whoever is its subject?
bool tells(const std::string& sentence, const fact& what);

/// "McMurray et al. N Engl J Med 2019": small print, no sentence.
bool looks_like_citation(std::string_view text);

/// Is it an order to the maker ("Create a video about ...")?
bool is_order_to_maker(std::string_view sentence);

} // namespace troupe::writing
