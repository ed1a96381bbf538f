#include "cli/commands.hpp"
#include "cli/engine.hpp"
#include "cli/film_feed.hpp"
#include "cli/film_fields.hpp"
#include "cli/film_files.hpp"
#include "cli/film_media.hpp"
#include "cli/film_past.hpp"
#include "cli/film_report.hpp"
#include "cli/leave.hpp"
#include "cli/signals.hpp"
#include "cli/temporary_data.hpp"
#include "cli/user_cache.hpp"
#include "media/whole_file.hpp"
#include "protocol/defaults.hpp"
#include "protocol/session_history.hpp"

#include <caf/scoped_actor.hpp>

#include <iostream>

namespace troupe {

namespace {

using namespace std::chrono_literals;

/// How long a film may take to stop before we leave without its word.
constexpr auto stop_patience = 2s;

/// What became of the film.
struct film_end {
  int code = exit_failure;
  /// Data of pipeline_complete when code is exit_ok.
  json film;
  /// Why not; empty when everything is said already.
  std::string why;
};

class film_maker {
 public:
  film_maker(engine& films, const talk_options& talk,
             const signal_waiter& signals)
    : films_(films), signals_(signals), talk_(talk), feed_(films.system()) {}

  film_end run(session_request film) {
    if (auto err = start(std::move(film)))
      return {exit_failure, {}, text_of(err)};
    for (;;) {
      if (signals_.wait_for(0ms))
        return interrupt();
      auto item = feed_.next(100ms);
      if (!item)
        continue;
      if (auto end = take(*item))
        return *end;
    }
  }

  const session_id& session() const { return session_; }
  const film_past& past() const { return past_; }

 private:
  error start(session_request film) {
    error failure;
    caf::scoped_actor self{films_.system()};
    self
      ->request(films_.node(), defaults::call_deadline, atom::create_v,
                std::move(film))
      .receive(
        [this](const session_id& id, const session_actor& handle) {
          session_ = id;
          handle_ = handle;
        },
        [&failure](const error& err) { failure = err; });
    if (failure)
      return failure;
    self
      ->request(handle_, defaults::call_deadline, atom::watch_v,
                feed_.watcher(), uint64_t{0}, watch_mode::events_and_progress)
      .receive([](uint64_t) {},
               [&failure](const error& err) { failure = err; });
    return failure;
  }

  std::optional<film_end> take(const feed_item& item) {
    if (auto end = std::get_if<feed_end>(&item))
      return film_end{exit_failure, {}, "the film was left: " + end->reason};
    if (auto progress = std::get_if<session_progress>(&item)) {
      talk_.say(*progress);
      return std::nullopt;
    }
    auto& event = std::get<session_event>(item);
    talk_.say(event);
    auto body = json::parse(event.body, log_limits);
    if (body)
      past_.take(event.kind, *body);
    if (event.kind == event_kind::pipeline_complete)
      return film_end{exit_ok, body ? *body : json{}, {}};
    if (event.kind == event_kind::stage_failed)
      return film_end{exit_failure, {},
                      "stage " + body->text("stage") + " failed: "
                        + body->text("error")};
    return std::nullopt;
  }

  /// Ctrl-C: the session stops its work, then we leave.
  film_end interrupt() {
    talk_.clear();
    session_command stop;
    stop.kind = command_kind::stop;
    caf::scoped_actor self{films_.system()};
    self->request(handle_, stop_patience, stop)
      .receive([](uint64_t) {}, [](const error&) {});
    return {exit_interrupted, {}, "stopped"};
  }

  engine& films_;
  const signal_waiter& signals_;
  film_talk talk_;
  film_past past_;
  film_feed feed_;
  session_id session_;
  session_actor handle_;
};

/// The film as a person may go on with it.
error write_document(const make_request& request, const film_past& past,
                     const std::filesystem::path& uploads) {
  if (request.document.empty())
    return {};
  auto document = past.document();
  if (auto failed = give_film_files(uploads, document, request.document))
    return failed;
  auto text = document.dump();
  auto written = write_whole_file(request.document, text + "\n");
  return written ? error{} : written.error();
}

int make_and_save(engine& films, const make_request& request,
                  film_container format, session_request film,
                  const signal_waiter& signals) {
  auto begun = std::chrono::steady_clock::now();
  film_maker maker{films, request.talk, signals};
  auto end = maker.run(std::move(film));
  if (end.code != exit_ok)
    return complain(request.talk, end.why, end.code);
  auto saved = save_film(films.folder().videos() / maker.session().str(),
                         request.film, format);
  if (!saved)
    return complain(request.talk, text_of(saved.error()), exit_failure);
  std::chrono::duration<double> elapsed
    = std::chrono::steady_clock::now() - begun;
  if (auto err = write_document(request, maker.past(),
                                films.folder().root() / "uploads"
                                  / maker.session().str()))
    return complain(request.talk, text_of(err), exit_failure);
  report_saved(request.talk, *saved, end.film.number("duration"),
               elapsed.count());
  return exit_ok;
}

} // namespace

namespace {

/// The end of the film's name says its format, as a field does.
result<film_container> settle_format(make_request& request) {
  constexpr std::string_view name = "output_format=";
  std::string asked;
  for (auto& field : request.fields)
    if (field.starts_with(name))
      asked = field.substr(name.size());
  auto format = agree_on_format(request.film, asked);
  if (format && asked.empty() && *format != film_container::mp4)
    request.fields.push_back(std::string{name}
                             + std::string{to_string(*format)});
  return format;
}

} // namespace

int make(const config& values, const make_request& given) {
  auto request = given;
  auto format = settle_format(request);
  if (!format)
    return complain(request.talk, text_of(format.error()), exit_usage);
  auto fields = read_film_fields(request.type, request.fields);
  if (!fields)
    return complain(request.talk, text_of(fields.error()), exit_usage);
  if (auto err = check_film_path(request.film))
    return complain(request.talk, text_of(err), exit_usage);
  if (!request.document.empty())
    if (auto err = check_target("--film", request.document))
      return complain(request.talk, text_of(err), exit_usage);
  for (auto& x : fields->warnings)
    std::cerr << "warning: " << x << '\n';
  signal_waiter signals;
  auto options = engine_options_of(values);
  temporary_data data;
  if (values.origin("data.folder") == "default") {
    if (auto err = data.make())
      return complain(request.talk, text_of(err), exit_failure);
    options.folder = data.path();
    if (auto cache = user_cache_folder(); !cache.empty())
      options.cache_folder = cache / "pieces";
    else
      options.cache_bytes = 0;
  }
  auto opened = engine::open(options);
  if (!opened)
    return complain(request.talk, text_of(opened.error()), exit_failure);
  auto films = std::move(*opened);
  fields->film.owner = user_id{"local"};
  fields->film.policy = review_policy::accept_all;
  auto code
    = make_and_save(*films, request, *format, std::move(fields->film),
                    signals);
  leave_guard guard{signals};
  if (auto err = films->stop(); err && code == exit_ok)
    code = complain(request.talk, text_of(err), exit_failure);
  // The log's files are closed with the engine; then the folder can go.
  films.reset();
  data.remove();
  leave_now(code);
}

} // namespace troupe
