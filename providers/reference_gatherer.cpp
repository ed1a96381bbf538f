#include "providers/reference_gatherer.hpp"

#include "protocol/stage.hpp"
#include "providers/embedded_writer_text.hpp"
#include "providers/knowledge.hpp"
#include "providers/reference_passages.hpp"
#include "store/reference_index.hpp"

#include <algorithm>

namespace troupe {

namespace {

/// Words that a film of a second may hold, with some left to choose from.
constexpr double words_a_second = 3.2;
constexpr double usual_seconds = 75;
/// Passages of one text, and of all.
constexpr size_t text_passages = 400;
constexpr size_t all_passages = 2'000;
/// What is shown of a file's name.
constexpr size_t source_length = 60;

struct candidate {
  std::string text;
  std::string source;
  std::string field;
};

void add_text(std::vector<candidate>& out, std::string_view text,
              const std::string& source, const std::string& field) {
  for (auto& x : passages_of(text, text_passages))
    if (out.size() < all_passages)
      out.push_back({std::move(x), source, field});
}

json passage_json(const candidate& x) {
  return json::make_object(
    {{"text", x.text}, {"source", x.source}, {"field", x.field}});
}

/// The best ones that fit, in the order of their texts.
result<json> ranked(const std::vector<candidate>& all,
                    const std::string& question, double words) {
  auto index = reference_index::make();
  if (!index)
    return index.error();
  for (auto& x : all)
    if (auto added = index->add(x.source, x.text); !added)
      return added.error();
  auto hits = index->rank(question, all.size());
  if (!hits)
    return hits.error();
  std::vector<size_t> chosen;
  for (auto& hit : *hits) {
    auto count = static_cast<double>(writing::word_count(all[hit.place].text));
    if (!chosen.empty() && words < count)
      continue;
    words -= count;
    chosen.push_back(hit.place);
  }
  std::ranges::sort(chosen);
  auto out = json::make_array();
  for (auto place : chosen)
    out.push_back(passage_json(all[place]));
  return out;
}

bool has_own_words(const json& payload) {
  for (auto field : {"context", "prompt", "key_benefit", "reference_docs"})
    if (writing::word_count(payload.text(field)) > 0)
      return true;
  return payload.has("chart") || payload.has("timeline");
}

std::string question_of(const json& inputs) {
  auto& payload = inputs.at("payload");
  return payload.text("topic") + " " + inputs.text("feedback");
}

result<void> add_note(json& out, json& notes) {
  auto topic = out.at("payload").text("topic");
  auto found = find_note(topic);
  if (!found)
    return found.error();
  if (found->note) {
    out["passages"].push_back(
      passage_json({found->note->text,
                    "Troupe notes, \u201C" + found->note->title + "\u201D",
                    {}}));
    notes.push_back("The payload holds no context and no references: all "
                    "facts are from Troupe's notes on \u201C"
                    + found->note->title
                    + "\u201D. Your own context would make the film richer.");
  } else if (found->nearest) {
    notes.push_back("The nearest of Troupe's notes is \u201C"
                    + found->nearest->title
                    + "\u201D; it was not used, because it is about something "
                      "else.");
  }
  return caf::unit;
}

} // namespace

result<json> with_passages(const json& inputs,
                           const std::vector<reference_text>& files) {
  if (inputs.text("video_type") != to_string(video_type::explainer))
    return inputs;
  auto& payload = inputs.at("payload");
  auto wanted = payload.flag("use_rag", !files.empty());
  auto out = inputs;
  auto notes = json::make_array();
  out["passages"] = json::make_array();
  if (wanted) {
    std::vector<candidate> all;
    add_text(all, payload.text("context"), {}, "context");
    add_text(all, payload.text("reference_docs"), "Reference documents",
             "reference_docs");
    for (auto& x : files)
      add_text(all, x.text,
               writing::shortened(x.name, source_length).empty()
                 ? std::string{"Reference"}
                 : writing::shortened(x.name, source_length),
               "reference_files");
    auto seconds = payload.number("duration", usual_seconds);
    auto chosen = ranked(all, question_of(inputs), seconds * words_a_second);
    if (!chosen)
      return chosen;
    if (chosen->size() == 0 && !all.empty())
      notes.push_back("No passage of the references is about the topic.");
    if (chosen->size() < all.size() && chosen->size() > 0)
      notes.push_back(std::to_string(chosen->size()) + " of "
                      + std::to_string(all.size())
                      + " passages of context and references were chosen for "
                        "the topic.");
    out["passages"] = std::move(*chosen);
  } else if (!files.empty()) {
    notes.push_back("use_rag is off: the reference files were not read.");
  }
  if (out.at("passages").size() == 0 && !has_own_words(payload))
    if (auto done = add_note(out, notes); !done)
      return done.error();
  out["passage_notes"] = std::move(notes);
  return out;
}

} // namespace troupe
