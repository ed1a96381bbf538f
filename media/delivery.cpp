#include "media/delivery.hpp"

#include "media/delivery_parts.hpp"
#include "media/probe.hpp"
#include "media/whole_file.hpp"
#include "protocol/timeline.hpp"

#include <system_error>
#include <vector>

extern "C" {
#include <libavutil/mem.h>
}

namespace troupe {

namespace {

using std::chrono::microseconds;
using track_list = std::vector<std::unique_ptr<packet_source>>;

error check(const delivery_request& request) {
  if (request.container == film_container::mp4)
    return make_error(ec::invalid_argument,
                      "container: the film is an MP4 already");
  if (request.format.fps < 1 || request.format.fps > 60)
    return make_error(ec::invalid_argument, "format.fps must be 1 to 60");
  if (request.frames == 0)
    return make_error(ec::invalid_argument, "frames must be at least 1");
  return {};
}

/// The pictures first.
result<track_list> tracks_of(const delivery_request& request) {
  track_list out;
  auto is_webm = request.container == film_container::webm;
  auto pictures =
    is_webm ? encoded_pictures(request) : copied_pictures(request);
  if (!pictures)
    return pictures.error();
  out.push_back(std::move(*pictures));
  auto is_mov = request.container == film_container::mov;
  auto sound = is_mov ? copied_sound(request) : encoded_sound(request);
  if (!sound)
    return sound.error();
  out.push_back(std::move(*sound));
  if (!is_mov)
    return out;
  auto captions = copied_captions(request);
  if (!captions)
    return captions.error();
  if (*captions)
    out.push_back(std::move(*captions));
  return out;
}

/// Titles and places as the film has them.
result<void> copy_chapters(AVFormatContext& movie,
                           const std::filesystem::path& film) {
  auto input = open_movie(film);
  if (!input)
    return input.error();
  auto count = (*input)->nb_chapters;
  if (count == 0)
    return {};
  movie.chapters =
    static_cast<AVChapter**>(av_calloc(count, sizeof(AVChapter*)));
  for (unsigned i = 0; movie.chapters && i < count; ++i) {
    auto& from = *(*input)->chapters[i];
    auto chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (!chapter)
      break;
    movie.chapters[movie.nb_chapters++] = chapter;
    chapter->id = static_cast<int64_t>(i) + 1;
    chapter->time_base = from.time_base;
    chapter->start = from.start;
    chapter->end = from.end;
    av_dict_copy(&chapter->metadata, from.metadata, 0);
  }
  if (movie.nb_chapters != count)
    return make_error(ec::media_failed, "no memory for chapters");
  return {};
}

result<void> write_file(const delivery_request& request,
                        const std::filesystem::path& beside,
                        const std::stop_token& stop,
                        const media_progress& progress) {
  auto tracks = tracks_of(request);
  if (!tracks)
    return tracks.error();
  auto movie = create_movie(beside, request.container);
  if (!movie)
    return movie.error();
  std::vector<packet_source*> sources;
  for (auto& track : *tracks) {
    if (auto added = track->add_stream(**movie); !added)
      return added;
    sources.push_back(track.get());
  }
  // AVI has no chapters.
  if (request.container != film_container::avi)
    if (auto copied = copy_chapters(**movie, request.film); !copied)
      return copied;
  auto& tags = (*movie)->metadata;
  av_dict_set(&tags, "title", request.title.c_str(), 0);
  av_dict_set(&tags, "comment", std::string{ai_comment()}.c_str(), 0);
  if (auto begun = begin_movie(**movie, request.container); !begun)
    return begun;
  auto seconds = static_cast<double>(request.frames) / request.format.fps;
  auto joined = join_tracks(**movie, sources, stop, [&](double at) {
    if (progress)
      progress(std::min(at / seconds, 1.0));
  });
  if (!joined)
    return joined;
  return end_movie(std::move(*movie));
}

/// Looks at what was written with a fresh eye.
result<void> check_file(const std::filesystem::path& file,
                        const delivery_request& request) {
  auto seen = probe_film(file, request.container);
  if (!seen)
    return seen.error();
  auto wrong = [](std::string_view what) {
    return make_error(ec::media_failed,
                      "the film was written wrongly: " + std::string{what});
  };
  if (seen->frames != request.frames)
    return wrong("it has " + std::to_string(seen->frames) + " pictures, not "
                 + std::to_string(request.frames));
  if (seen->width != request.format.width
      || seen->height != request.format.height)
    return wrong("it has another size");
  auto frame = time_of(1, request.format.fps);
  auto end = time_of(request.frames, request.format.fps);
  auto off = [&](microseconds x) { return x > end + frame || x < end - frame; };
  if (off(seen->video_end) || off(seen->audio_end))
    return wrong("sound and picture don't end together");
  if (!seen->times_in_order)
    return wrong("its index is not in order");
  return {};
}

} // namespace

result<uint64_t> deliver_film(const delivery_request& request,
                              const std::filesystem::path& out,
                              std::stop_token stop,
                              const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto file = whole_file::create(out);
  if (!file)
    return file.error();
  if (auto written = write_file(request, file->beside(), stop, progress);
      !written)
    return written.error();
  if (request.container == film_container::mov) {
    if (auto hidden = switch_off_captions(file->beside()); !hidden)
      return hidden.error();
    if (auto told = file->write(ai_disclosure_box()); !told)
      return told.error();
  }
  if (auto good = check_file(file->beside(), request); !good)
    return good.error();
  std::error_code failed;
  auto bytes = std::filesystem::file_size(file->beside(), failed);
  if (failed)
    return file_failure(failed.value(), "measure the film");
  if (auto committed = file->commit(); !committed)
    return committed.error();
  return bytes;
}

} // namespace troupe
