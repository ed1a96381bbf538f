#include "cli/progress_view.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/session_history.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace troupe {

namespace {

constexpr int bar_cells = 20;

std::string bar_of(double percent) {
  auto full = static_cast<int>(std::lround(percent / 100 * bar_cells));
  full = std::clamp(full, 0, bar_cells);
  std::string out;
  for (int i = 0; i < bar_cells; ++i)
    out += i < full ? "█" : "░";
  return out;
}

std::string padded(std::string text, size_t width) {
  if (text.size() < width)
    text.append(width - text.size(), ' ');
  return text;
}

} // namespace

terminal_style terminal_style_of(int descriptor) {
  terminal_style out;
  auto term = std::getenv("TERM");
  out.is_terminal = ::isatty(descriptor) == 1 && term
                    && std::string_view{term} != "dumb";
  auto no_colour = std::getenv("NO_COLOR");
  out.has_colour = out.is_terminal && !(no_colour && *no_colour);
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    out.columns = size.ws_col;
  return out;
}

std::string spoken_seconds(double seconds) {
  auto whole = static_cast<long>(std::max(0.0, std::ceil(seconds)));
  if (whole < 60)
    return std::to_string(whole) + " s";
  return std::to_string(whole / 60) + " min " + std::to_string(whole % 60)
         + " s";
}

std::string progress_view::clear() {
  if (!has_bar_)
    return {};
  has_bar_ = false;
  return "\r\033[K";
}

std::string progress_view::place(const std::string& stage) const {
  auto at = std::ranges::find(order_, stage) - order_.begin();
  return "[" + std::to_string(at + 1) + "/" + std::to_string(order_.size())
         + "] ";
}

std::string progress_view::stage_line(const json& body,
                                      const std::string& mark) {
  auto stage = body.text("stage");
  return clear() + place(stage) + padded(stage, 11) + mark + '\n';
}

std::string progress_view::show(const session_event& event) {
  auto parsed = json::parse(event.body, log_limits);
  auto body = parsed ? std::move(*parsed) : json{};
  switch (event.kind) {
    case event_kind::session_started:
      order_.clear();
      for (auto& x : body.at("stage_order").as_array())
        order_.push_back(x.as_string());
      return {};
    case event_kind::stage_running:
      // On a terminal the bar says it.
      return style_.is_terminal ? "" : stage_line(body, "...");
    case event_kind::stage_completed: {
      std::string done
        = body.text("outcome") == "skipped" ? "skipped" : "done";
      return stage_line(body, style_.has_colour
                                ? "\033[32m" + done + "\033[0m"
                                : done);
    }
    case event_kind::stage_failed:
      return stage_line(body, "failed: "
                                + clean_text(body.text("error"),
                                             text_lines::one));
    case event_kind::version_selected:
    case event_kind::auto_enabled:
    case event_kind::pipeline_complete:
    case event_kind::stopped:
    case event_kind::pipeline_failed: return clear();
  }
  return {};
}

std::string progress_view::show(const session_progress& progress) {
  if (!style_.is_terminal)
    return {};
  std::string stage{to_string(progress.at)};
  auto line = place(stage) + padded(stage, 11) + bar_of(progress.percent) + ' '
              + padded(std::to_string(std::lround(progress.percent)) + " %", 6)
              + clean_text(progress.message, text_lines::one);
  if (progress.eta_seconds >= 0)
    line += " · " + spoken_seconds(progress.eta_seconds) + " left";
  // The bar's cells have three bytes and one column each.
  auto room = static_cast<size_t>(std::max(20, style_.columns - 1))
              + 2 * bar_cells;
  auto out = clear() + std::string{clip_text(line, room)};
  has_bar_ = true;
  return out;
}

} // namespace troupe
