#include "cli/commands.hpp"
#include "cli/engine.hpp"
#include "cli/film_files.hpp"
#include "cli/film_media.hpp"
#include "cli/film_render.hpp"
#include "cli/film_report.hpp"
#include "cli/leave.hpp"
#include "cli/progress_view.hpp"
#include "cli/signals.hpp"
#include "cli/temporary_data.hpp"
#include "cli/user_cache.hpp"
#include "protocol/creator_codec.hpp"
#include "protocol/film_document.hpp"
#include "providers/piece_maker.hpp"

#include <condition_variable>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

namespace troupe {

namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// 120 scenes of the longest texts are below 2 MiB.
constexpr uintmax_t document_max_bytes = 4 * 1024 * 1024;
constexpr json_limits document_limits{document_max_bytes, 32, 200'000, 1'000};

/// Complaints of one document; a line each, the file in front.
struct read_outcome {
  json document;
  std::vector<std::string> wrong;
};

read_outcome read_document(const fs::path& path) {
  auto name = path.string();
  std::ifstream in{path, std::ios::binary};
  std::error_code failed;
  if (!in || fs::is_directory(path, failed))
    return {{}, {name + ": can't be read"}};
  std::string text;
  text.resize(document_max_bytes + 1);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  auto document = json::parse(text, document_limits);
  if (!document)
    return {{}, {name + ": " + text_of(document.error())}};
  read_outcome out{std::move(*document), {}};
  for (auto& x : check_film_document(out.document))
    out.wrong.push_back(name + ": "
                        + (x.pointer.empty() ? "the film" : x.pointer) + ' '
                        + x.text);
  return out;
}

/// Where a render works: a folder that goes afterwards, and a cache that stays.
struct workplace {
  error open(const config& values) {
    auto options = engine_options_of(values);
    workers = options.workers;
    auto own = lexicon_of(options.lexicon);
    if (!own)
      return own.error();
    lexicon = std::move(*own);
    maker.reserve_bytes = options.reserve_bytes;
    maker.cache_bytes = options.cache_bytes;
    maker.is_lasting = false;
    if (values.origin("data.folder") == "default") {
      if (auto err = temporary.make())
        return err;
      maker.data_folder = temporary.path();
      auto cache = user_cache_folder();
      maker.cache_folder = cache / "pieces";
      if (cache.empty())
        maker.cache_bytes = 0;
      return {};
    }
    auto opened = data_folder::open(options.folder, options.reserve_bytes);
    if (!opened)
      return opened.error();
    data = *opened;
    maker.data_folder = data->root();
    maker.cache_folder = data->root() / "cache" / "pieces";
    return {};
  }

  fs::path uploads_folder() const {
    return maker.data_folder / "uploads" / session.str();
  }

  fs::path session_folder() const {
    return maker.data_folder / "outputs" / "videos" / session.str();
  }

  ~workplace() {
    std::error_code ignored;
    if (maker.data_folder.empty())
      return;
    fs::remove_all(session_folder(), ignored);
    fs::remove_all(uploads_folder(), ignored);
  }

  temporary_data temporary;
  std::shared_ptr<const data_folder> data;
  piece_maker_options maker;
  session_id session = make_session_id();
  pronunciations lexicon;
  size_t workers = 1;
};

/// The film on a thread of its own, so that this one can wait for signals.
class background_render {
 public:
  background_render(workplace& at, json inputs, const film_talk& talk)
    : at_(at), maker_(make_piece_maker(at.maker)), talk_(talk),
      thread_([this, inputs = std::move(inputs)](std::stop_token stop) mutable {
        run(std::move(inputs), std::move(stop));
      }) {}

  /// Nothing while it goes on.
  const result<json>* wait_for(std::chrono::milliseconds timeout) {
    std::unique_lock lock{mutex_};
    done_.wait_for(lock, timeout, [this] { return film_.has_value(); });
    return film_ ? &*film_ : nullptr;
  }

  void stop() {
    thread_.request_stop();
    thread_.join();
  }

 private:
  void run(json inputs, std::stop_token stop) {
    film_render_options options;
    options.session = at_.session;
    options.folder = at_.session_folder();
    options.workers = at_.workers;
    options.lexicon = at_.lexicon;
    options.stop = std::move(stop);
    options.tell = [this](const session_event& x) { talk_.say(x); };
    options.tell_progress = [this](const session_progress& x) { talk_.say(x); };
    auto film = render_film(*maker_, std::move(inputs), options);
    std::lock_guard lock{mutex_};
    film_ = std::move(film);
    done_.notify_all();
  }

  workplace& at_;
  std::shared_ptr<maker> maker_;
  const film_talk& talk_;
  std::mutex mutex_;
  std::condition_variable done_;
  std::optional<result<json>> film_;
  /// Last: it uses everything above.
  std::jthread thread_;
};

int render_and_save(workplace& at, const render_request& request,
                    film_container format, json inputs,
                    const signal_waiter& signals) {
  auto begun = std::chrono::steady_clock::now();
  film_talk talk{request.talk};
  background_render work{at, std::move(inputs), talk};
  const result<json>* film = nullptr;
  while (!(film = work.wait_for(50ms)))
    if (signals.wait_for(0ms)) {
      work.stop();
      talk.clear();
      return complain(request.talk, "stopped", exit_interrupted);
    }
  talk.clear();
  if (!*film)
    return complain(request.talk, text_of(film->error()), exit_failure);
  auto saved = save_film(at.session_folder(), request.film, format);
  if (!saved)
    return complain(request.talk, text_of(saved.error()), exit_failure);
  std::chrono::duration<double> elapsed
    = std::chrono::steady_clock::now() - begun;
  report_saved(request.talk, *saved, (*film)->number("duration"),
               elapsed.count());
  return exit_ok;
}

} // namespace

namespace {

/// A line for each, behind the name of the document.
int complain_all(const render_request& request,
                 const std::vector<std::string>& wrong) {
  for (auto& line : wrong)
    complain(request.talk, line, exit_usage);
  return exit_usage;
}

/// Its pictures and clips, in a folder or, without one, looked at only.
std::vector<std::string> take_files(const render_request& request,
                                    json& document, const fs::path& uploads) {
  auto wrong = take_film_files({request.document.parent_path()}, document,
                               uploads);
  for (auto& line : wrong)
    line = request.document.string() + ": " + line;
  return wrong;
}

} // namespace

int render(const config& values, const render_request& given) {
  auto request = given;
  auto agreed = agree_on_format(request.film, {});
  auto format = agreed ? *agreed : film_container::mp4;
  auto read = read_document(request.document);
  if (!read.wrong.empty())
    return complain_all(request, read.wrong);
  if (request.check_only) {
    if (auto wrong = take_files(request, read.document, {}); !wrong.empty())
      return complain_all(request, wrong);
    if (!request.talk.is_quiet)
      std::cout << request.document.string() << " is a film of "
                << read.document.at("scenes").size() << " scenes\n";
    return exit_ok;
  }
  if (auto err = check_film_path(request.film))
    return complain(request.talk, text_of(err), exit_usage);
  signal_waiter signals;
  workplace at;
  if (auto err = at.open(values))
    return complain(request.talk, text_of(err), exit_failure);
  auto wrong = take_files(request, read.document, at.uploads_folder());
  if (!wrong.empty())
    return complain_all(request, wrong);
  auto inputs = inputs_of_document(read.document);
  inputs["payload"]["output_format"] = to_string(format);
  return render_and_save(at, request, format, std::move(inputs), signals);
}

} // namespace troupe
