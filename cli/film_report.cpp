#include "cli/film_report.hpp"

#include "protocol/creator_codec.hpp"

#include <iostream>

namespace troupe {

film_talk::film_talk(const talk_options& options)
  : options_(options), view_(terminal_style_of(1)) {}

void film_talk::write(const std::string& text, const std::string& line) const {
  if (options_.is_quiet)
    return;
  if (options_.as_json)
    std::cout << line << (line.empty() ? "" : "\n") << std::flush;
  else
    std::cout << text << std::flush;
}

void film_talk::say(const session_event& event) const {
  std::lock_guard lock{mutex_};
  write(view_.show(event), creator_codec::encode(event));
}

void film_talk::say(const session_progress& progress) const {
  std::lock_guard lock{mutex_};
  write(view_.show(progress), creator_codec::encode(progress));
}

void film_talk::clear() const {
  std::lock_guard lock{mutex_};
  write(view_.clear(), {});
}

void report_saved(const talk_options& options, const saved_film& saved,
                  double duration, double elapsed) {
  if (options.as_json) {
    std::cout << json::make_object({{"status", "saved"},
                                    {"film", saved.film.string()},
                                    {"captions", saved.captions.string()},
                                    {"subtitles", saved.subtitles.string()},
                                    {"bytes", saved.bytes},
                                    {"duration", duration},
                                    {"elapsed_seconds", elapsed}})
                   .dump()
              << '\n';
    return;
  }
  if (options.is_quiet)
    return;
  std::cout << saved.film.string() << "  " << spoken_size(saved.bytes) << ", "
            << spoken_seconds(duration) << " long, made in "
            << spoken_seconds(elapsed) << '\n';
  if (!saved.captions.empty())
    std::cout << "captions: " << saved.captions.string() << ", "
              << saved.subtitles.string() << '\n';
}

int complain(const talk_options& options, const std::string& why, int code) {
  if (options.as_json)
    std::cout << creator_codec::encode_error(why) << '\n';
  std::cerr << "troupe: " << why << '\n';
  return code;
}

} // namespace troupe
