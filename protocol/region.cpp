#include "protocol/region.hpp"

namespace troupe {

const std::vector<world_region>& supported_regions() {
  // Voices are English everywhere: the embedded narrator speaks it, and a
  // payload that wants another language says so.
  static const std::vector<world_region> regions{
    {"india",
     {"Indian", "South Asian", "Indian city", "Indian clinic", "monsoon light"},
     "Indian people, homes, cities and clinics",
     "en-IN"},
    {"africa",
     {"African", "Sub-Saharan", "African city", "community clinic",
      "warm earth tones"},
     "African people, homes, cities and community clinics",
     "en-ZA"},
    {"europe",
     {"European", "European city", "modern European clinic", "soft daylight"},
     "European people, streets, homes and clinics",
     "en-GB"},
    {"east_asia",
     {"East Asian", "East Asian city", "modern East Asian hospital",
      "clean minimal interior"},
     "East Asian people, cities, homes and hospitals",
     "en-HK"},
    {"middle_east",
     {"Middle Eastern", "Gulf city", "modern private hospital", "desert light"},
     "Middle Eastern people, homes, cities and hospitals",
     "en-AE"},
    {"latin_america",
     {"Latin American", "Latino", "Latin American city", "neighbourhood clinic",
      "vivid colours"},
     "Latin American people, homes, cities and clinics",
     "en-US"},
    {"north_america",
     {"North American", "American", "Canadian", "suburban home",
      "modern medical office"},
     "North American people, suburbs, cities and medical offices",
     "en-US"},
    {"southeast_asia",
     {"Southeast Asian", "tropical city", "Southeast Asian clinic",
      "lush greenery"},
     "Southeast Asian people, tropical cities, homes and clinics",
     "en-SG"},
    {"global",
     {"diverse", "international", "multicultural"},
     "People of many origins, places that could be anywhere",
     "en"},
  };
  return regions;
}

const world_region* find_region(std::string_view name) {
  for (auto& x : supported_regions())
    if (x.name == name)
      return &x;
  return nullptr;
}

} // namespace troupe
