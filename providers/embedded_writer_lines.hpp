/// The writer's own sentences: general ones, true of any product or drug, with
/// places for the payload's names. Nothing in them is a clinical fact or a
/// number. Used by embedded_writer*.cpp only. Pure; any thread.
#pragma once

#include "providers/embedded_writer_facts.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace troupe::writing {

/// Where in a scene a line stands.
enum class place : uint8_t {
  open,   ///< leads into the points
  point,  ///< says something; the script keeps it
  close,  ///< rounds the scene off
  title,  ///< headline on screen
  kicker, ///< small line above it
  button, ///< call to action
};

/// `manners` of F(ormal) N(eutral) C(asual) L(ively), `viewers` of
/// h(ealthcare) p(atients) s(taff) c(onsumers); empty = all. Several points
/// in one line are parted by '|'. A role with '+' is for the second and later
/// scenes of its kind, one with '!' for the first only. "{slot}" is a name; a line whose slot is
/// empty can't be used.
struct line {
  std::string_view role;
  place where = place::point;
  std::string_view manners;
  std::string_view viewers;
  std::string_view text;
  /// What is on screen for each point; may be empty.
  std::string_view screen = {};
};

std::span<const line> product_ad_lines();
std::span<const line> compliance_lines();
std::span<const line> moa_lines();
std::span<const line> doctor_ad_lines();
std::span<const line> social_media_lines();
std::span<const line> explainer_lines();

/// A line with its names filled in.
struct written_line {
  std::string text;
  std::string screen;
  /// Place in the table: lines that follow each other are meant to.
  size_t order = 0;
};

/// Gives out lines for one film, each at most once. The order of choice
/// depends on seed, role and version: the next version begins with the next
/// line, so that it differs wherever there is more than one.
class line_source {
 public:
  line_source(const film_facts& facts, uint32_t version);

  /// All lines that may be used now, best first.
  std::vector<written_line> choices(std::string_view role, place where) const;
  /// The first of them that is at most so long on screen; marked as used.
  std::string take_short(std::string_view role, place where,
                         size_t max_length);
  /// Is the sentence one of ours for this role, in whatever manner?
  bool is_own(std::string_view role, place where,
              std::string_view sentence) const;
  /// Is the film's material in another language than these lines?
  bool is_foreign() const { return facts_.is_foreign; }
  void mark_used(const std::string& text);
  /// From here on, scenes of this type are further ones.
  void finish_scene(const std::string& type);
  bool used(const std::string& text) const;

 private:
  std::string fill(std::string_view text) const;
  std::span<const line> table() const;

  const film_facts& facts_;
  uint32_t version_;
  std::map<std::string, std::string, std::less<>> slots_;
  bool seen(std::string_view role) const;

  std::vector<std::string> used_;
  std::vector<std::string> seen_;
};

} // namespace troupe::writing
