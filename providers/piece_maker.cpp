#include "providers/piece_maker.hpp"

#include "protocol/failpoint.hpp"
#include "protocol/film_delivery.hpp"
#include "protocol/piece_spec.hpp"
#include "providers/embedded_writer.hpp"
#include "providers/live_stream.hpp"
#include "providers/piece_cache.hpp"
#include "providers/piece_folder.hpp"
#include "providers/piece_works.hpp"
#include "providers/reference_files.hpp"
#include "providers/reference_gatherer.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;

/// Files of a film piece and what the public calls them.
struct public_name {
  const char* file;
  const char* name;
};
constexpr public_name public_names[] = {
  {"film.mp4", "final.mp4"},       {"captions.vtt", "captions.vtt"},
  {"captions.srt", "captions.srt"}, {"poster.jpg", "poster.jpg"},
  {"manifest.json", "manifest.json"}, {"sprites.jpg", "sprites.jpg"},
  {"sprites.vtt", "sprites.vtt"},   {"thumb_small.jpg", "thumb_small.jpg"},
  {"thumb_medium.jpg", "thumb_medium.jpg"},
  {"thumb_large.jpg", "thumb_large.jpg"},
};

/// Films of earlier releases have fewer files, and who does not want small
/// pictures gets none.
bool may_be_missing(std::string_view file) {
  return file.ends_with(".jpg") || file == "sprites.vtt";
}

result<void> check_space(const fs::path& folder, uint64_t reserve) {
  std::error_code failed;
  auto space = fs::space(folder, failed);
  if (!failed && space.available < reserve)
    return make_error(ec::no_space,
                      "The disk is nearly full: "
                        + std::to_string(space.available >> 20U)
                        + " MiB free in the data folder, "
                        + std::to_string(reserve >> 20U)
                        + " MiB are kept in reserve");
  return caf::unit;
}

/// Replaces `to` by another name of the same file, atomically.
result<void> relink(const fs::path& from, const fs::path& to) {
  auto beside = to;
  beside += ".part";
  std::error_code ignored;
  fs::remove(beside, ignored);
  if (::link(from.c_str(), beside.c_str()) != 0
      || ::rename(beside.c_str(), to.c_str()) != 0)
    return make_error(ec::io_failed, "Can't publish " + to.filename().string()
                                       + ": " + std::strerror(errno));
  // rename(2) does nothing when both are the same file already.
  fs::remove(beside, ignored);
  return caf::unit;
}

/// The film in another container, if it was asked for, with the manifest that
/// tells of it; what an earlier version had in others goes.
result<void> publish_delivery(const fs::path& folder, const json& data) {
  auto wanted = parse_film_container(data.text("output_format", "mp4"));
  if (!wanted)
    return wanted.error();
  for (auto& name : film_containers())
    if (name != "mp4" && name != to_string(*wanted)) {
      std::error_code ignored;
      fs::remove(folder / ("final." + name), ignored);
    }
  if (*wanted == film_container::mp4)
    return caf::unit;
  auto key = data.text("delivery_key");
  if (!is_content_key(key))
    return make_error(ec::invalid_argument,
                      "The render stage names no delivery");
  auto piece = folder / "pieces" / key;
  auto linked = relink(piece / file_in(*wanted, "film"),
                       folder / file_in(*wanted, "final"));
  return linked ? relink(piece / "manifest.json", folder / "manifest.json")
                : linked;
}

class piece_maker final : public maker {
 public:
  explicit piece_maker(piece_maker_options options)
    : options_(std::move(options)),
      videos_(options_.data_folder / "outputs" / "videos"),
      cache_(options_.cache_folder, options_.cache_bytes) {}

  result<piece_record> make(const piece_job& job, std::stop_token stop,
                            const progress_sink& progress) override;
  result<void> publish(const session_id& session,
                       const std::string& render_data) override;

 private:
  result<piece_record> make_files(const piece_job& job, const json& spec,
                                  std::stop_token stop,
                                  const progress_sink& progress);
  std::optional<piece_record> from_cache(const piece_job& job,
                                         const fs::path& pieces);
  void show_live(const piece_job& job);
  result<json> write_scenes_of(const piece_job& job, const json& spec,
                               const std::stop_token& stop) const;

  piece_maker_options options_;
  fs::path videos_;
  piece_cache cache_;
  live_stream live_;
};

/// Text pieces have no files: their meta is all there is.
result<piece_record> written(const piece_job& job, result<json> data) {
  if (!data)
    return data.error();
  return piece_record{job.work.key, job.work.kind, job.work.name, data->dump(),
                      {}};
}

result<json> work_on(const piece_job& job, const json& spec,
                     const workbench& bench) {
  switch (job.work.kind) {
    case piece_kind::picture: return make_picture(job, spec, bench);
    case piece_kind::clip: return make_clip(job, spec, bench);
    case piece_kind::still: return make_still(spec, bench);
    case piece_kind::motion: return make_motion(spec, bench);
    case piece_kind::narration: return make_narration(spec, bench);
    case piece_kind::segment: return make_segment(spec, bench);
    case piece_kind::music: return make_music(spec, bench);
    case piece_kind::soundtrack: return make_soundtrack(job, spec, bench);
    case piece_kind::film: return make_film(job, spec, bench);
    case piece_kind::transition: return make_transition(spec, bench);
    case piece_kind::animatic: return make_animatic(job, spec, bench);
    case piece_kind::live: return make_live(job, spec, bench);
    case piece_kind::delivery: return make_delivery(job, spec, bench);
    case piece_kind::scenes:
    case piece_kind::script: break;
  }
  return make_error(ec::internal, "Not a piece with files: "
                                    + std::string{to_string(job.work.kind)});
}

result<piece_record> piece_maker::make(const piece_job& job,
                                       std::stop_token stop,
                                       const progress_sink& progress) {
  if (!is_session_id(job.session.str()) || !is_content_key(job.work.key.str()))
    return make_error(ec::invalid_argument, "Not a session id or content key");
  auto spec = json::parse(job.work.spec, {64 * 1024 * 1024, 64, 4'000'000, 1'000});
  if (!spec)
    return spec.error();
  if (job.work.kind == piece_kind::scenes) {
    return written(job, write_scenes_of(job, *spec, stop));
  }
  if (job.work.kind == piece_kind::script)
    return written(job, write_script(*spec));
  return make_files(job, *spec, std::move(stop), progress);
}

result<json> piece_maker::write_scenes_of(const piece_job& job,
                                          const json& spec,
                                          const std::stop_token& stop) const {
  auto read = read_references(spec.at("payload"), job.owner, options_.files,
                              options_.decoder, stop);
  if (!read)
    return read.error();
  auto inputs = with_passages(spec, read->texts);
  if (!inputs)
    return inputs;
  for (auto& note : read->notes)
    (*inputs)["passage_notes"].push_back(note);
  return write_scenes(*inputs);
}

result<piece_record> piece_maker::make_files(const piece_job& job,
                                             const json& spec,
                                             std::stop_token stop,
                                             const progress_sink& progress) {
  auto pieces = videos_ / job.session.str() / "pieces";
  // Made, renamed, and then the process died before it was recorded.
  if (auto finished = piece_folder::find(pieces, job.work.key))
    return *finished;
  if (auto cached = from_cache(job, pieces)) {
    show_live(job);
    return *cached;
  }
  auto folder = piece_folder::begin(pieces, job.work.key);
  if (!folder)
    return folder.error();
  if (auto enough = check_space(pieces, options_.reserve_bytes); !enough)
    return enough.error();
  auto meta = work_on(job, spec, {folder->path(), pieces, stop, progress,
                                   options_.data_folder / "uploads"
                                     / job.session.str(),
                                   options_.decoder});
  if (!meta)
    return meta.error();
  if (stop.stop_requested())
    return make_error(ec::cancelled, "Stopped");
  auto record = folder->commit(job.work.kind, job.work.name, *meta);
  if (record) {
    cache_.keep(job.work.key, pieces / job.work.key.str());
    show_live(job);
  }
  return record;
}

/// A film that goes with the process has nobody who looks at it meanwhile.
void piece_maker::show_live(const piece_job& job) {
  if (!options_.is_lasting)
    return;
  auto session = videos_ / job.session.str();
  if (job.work.kind == piece_kind::live)
    live_.open(session, job.work.key);
  else if (job.work.kind == piece_kind::segment
           || job.work.kind == piece_kind::transition
           || job.work.kind == piece_kind::film)
    live_.advance(session);
}

std::optional<piece_record> piece_maker::from_cache(const piece_job& job,
                                                    const fs::path& pieces) {
  if (options_.cache_bytes == 0)
    return std::nullopt;
  auto folder = piece_folder::begin(pieces, job.work.key);
  if (!folder)
    return std::nullopt;
  auto record = cache_.take(job.work.key, folder->path());
  if (!record || !folder->adopt(options_.is_lasting))
    return std::nullopt;
  // The same piece has had another name in another film.
  record->name = job.work.name;
  if (options_.counters)
    ++options_.counters->pieces_cached;
  return record;
}

result<void> piece_maker::publish(const session_id& session,
                                  const std::string& render_data) {
  auto data = json::parse(render_data);
  if (!data)
    return data.error();
  auto key = data->text("film_key");
  if (!is_session_id(session.str()) || !is_content_key(key))
    return make_error(ec::invalid_argument, "The render stage names no film");
  auto folder = videos_ / session.str();
  auto film = folder / "pieces" / key;
  failpoint("film.before_publish");
  for (auto& [file, name] : public_names) {
    std::error_code ignored;
    if (may_be_missing(file) && !fs::exists(film / file, ignored)) {
      // Of a version before this one.
      fs::remove(folder / name, ignored);
      continue;
    }
    if (auto done = relink(film / file, folder / name); !done)
      return done;
  }
  if (auto done = publish_delivery(folder, *data); !done)
    return done;
  if (auto done = sync_path(folder); !done)
    return done;
  failpoint("film.after_publish");
  return caf::unit;
}

} // namespace

std::shared_ptr<maker> make_piece_maker(piece_maker_options options) {
  return std::make_shared<piece_maker>(std::move(options));
}

} // namespace troupe
