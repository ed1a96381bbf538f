#include "cli/commands.hpp"
#include "cli/doctor_checks.hpp"
#include "cli/progress_view.hpp"

#include <algorithm>
#include <iostream>

namespace troupe {

namespace {

std::string mark_of(finding::level x, bool has_colour) {
  std::string text{to_string(x)};
  text.resize(6, ' ');
  if (!has_colour)
    return text;
  auto colour = x == finding::level::ok     ? "\033[32m"
                : x == finding::level::warn ? "\033[33m"
                                            : "\033[31m";
  return colour + text + "\033[0m";
}

void print_json(const std::vector<finding>& findings, bool is_fit) {
  auto checks = json::make_array();
  for (auto& x : findings)
    checks.push_back(json::make_object({{"name", x.name},
                                        {"level", to_string(x.is)},
                                        {"detail", x.detail},
                                        {"remedy", x.remedy}}));
  std::cout << json::make_object({{"status", is_fit ? "ok" : "fail"},
                                  {"checks", std::move(checks)}})
                 .dump()
            << '\n';
}

void print_text(const std::vector<finding>& findings, bool is_fit) {
  auto style = terminal_style_of(1);
  size_t width = 0;
  for (auto& x : findings)
    width = std::max(width, x.name.size());
  for (auto& x : findings) {
    std::cout << mark_of(x.is, style.has_colour) << x.name
              << std::string(width - x.name.size() + 2, ' ') << x.detail
              << '\n';
    if (!x.remedy.empty())
      std::cout << std::string(6, ' ') << "-> " << x.remedy << '\n';
  }
  std::cout << (is_fit ? "\nThis machine can make films.\n"
                       : "\nThis machine can't make films until what failed "
                         "is mended.\n");
}

} // namespace

int doctor(const config_outcome& loaded, bool as_json) {
  auto findings = examine(loaded);
  auto is_fit = std::ranges::none_of(
    findings, [](auto& x) { return x.is == finding::level::fail; });
  as_json ? print_json(findings, is_fit) : print_text(findings, is_fit);
  return is_fit ? exit_ok : exit_failure;
}

} // namespace troupe
