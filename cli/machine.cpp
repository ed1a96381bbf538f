#include "cli/machine.hpp"

#include "media/capabilities.hpp"
#include "media/painter.hpp"

#include <CLI/Version.hpp>
#include <caf/config.hpp>
#include <spdlog/version.h>

namespace troupe {

namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + '.' + std::to_string(minor) + '.'
         + std::to_string(patch);
}

finding look_at_fonts() {
  auto fonts = media::check_fonts();
  if (fonts)
    return {finding::level::ok, "fonts", "text can be drawn", {}};
  return {finding::level::fail, "fonts", text_of(fonts.error()),
          "apt-get install fonts-inter fonts-noto-core fonts-noto-cjk "
          "fonts-noto-color-emoji"};
}

} // namespace

std::string_view to_string(finding::level x) {
  switch (x) {
    case finding::level::ok: return "ok";
    case finding::level::warn: return "warn";
    case finding::level::fail: return "fail";
  }
  return "fail";
}

std::vector<finding> look_at_machine() {
  std::vector<finding> out;
  for (auto& x : media_capabilities())
    out.push_back({x.ok ? finding::level::ok : finding::level::fail, x.name,
                   x.detail, x.remedy});
  out.push_back(look_at_fonts());
  return out;
}

json library_versions() {
  return json::make_object({
    {"caf", dotted(CAF_MAJOR_VERSION, CAF_MINOR_VERSION, CAF_PATCH_VERSION)},
    {"cli11", CLI11_VERSION},
    {"spdlog", dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH)},
  });
}

} // namespace troupe
