#include "media/muxer.hpp"

#include "media/muxer_parts.hpp"
#include "media/probe.hpp"
#include "media/soundtrack.hpp"
#include "media/whole_file.hpp"
#include "protocol/timeline.hpp"

#include <algorithm>
#include <array>
#include <system_error>

extern "C" {
#include <libavutil/mem.h>
}

namespace troupe {

namespace {

using std::chrono::microseconds;

error check(const film_request& request) {
  if (request.format.fps < 1 || request.format.fps > 60)
    return make_error(ec::invalid_argument, "format.fps must be 1 to 60");
  for (size_t i = 0; i < request.chapters.size(); ++i) {
    auto first = request.chapters[i].first_frame;
    if (i == 0 ? first != 0 : first <= request.chapters[i - 1].first_frame)
      return make_error(ec::invalid_argument,
                        "chapters must begin at frame 0 and be in order");
  }
  return {};
}

/// FFmpeg has no public call to add a chapter; its fields are public, and
/// avformat_free_context frees them.
result<void> add_chapters(AVFormatContext& movie, const film_request& request,
                          uint32_t frames) {
  auto& list = request.chapters;
  movie.chapters = static_cast<AVChapter**>(
    av_calloc(std::max<size_t>(list.size(), 1), sizeof(AVChapter*)));
  if (!movie.chapters)
    return make_error(ec::media_failed, "no memory for chapters");
  for (size_t i = 0; i < list.size(); ++i) {
    auto chapter = static_cast<AVChapter*>(av_mallocz(sizeof(AVChapter)));
    if (!chapter)
      return make_error(ec::media_failed, "no memory for chapters");
    movie.chapters[movie.nb_chapters++] = chapter;
    chapter->id = static_cast<int64_t>(i);
    chapter->time_base = {1, static_cast<int>(request.format.fps)};
    chapter->start = list[i].first_frame;
    chapter->end = i + 1 < list.size() ? list[i + 1].first_frame : frames;
    // A chapter title has one byte for its length.
    av_dict_set(&chapter->metadata, "title",
                cut_utf8(list[i].title, 200).c_str(), 0);
  }
  return {};
}

result<void> write_film(const film_request& request,
                        const std::filesystem::path& beside,
                        video_source& video, sound_copy& audio,
                        const std::stop_token& stop,
                        const media_progress& progress) {
  auto end = time_of(video.frames(), request.format.fps);
  auto cues = request.has_caption_track ? request.captions
                                        : std::vector<caption_cue>{};
  caption_source captions{std::move(cues), end, request.language};
  std::array<packet_source*, 3> sources{&video, &audio, &captions};
  auto movie = create_movie(beside);
  if (!movie)
    return movie.error();
  for (auto source : sources)
    if (auto added = source->add_stream(**movie); !added)
      return added;
  if (auto added = add_chapters(**movie, request, video.frames()); !added)
    return added;
  av_dict_set(&(*movie)->metadata, "title", request.title.c_str(), 0);
  av_dict_set(&(*movie)->metadata, "comment", std::string{ai_comment()}.c_str(),
              0);
  if (auto begun = begin_movie(**movie); !begun)
    return begun;
  auto joined = join_tracks(**movie, sources, stop, [&](double) {
    if (progress)
      progress(static_cast<double>(video.written()) / video.frames());
  });
  if (!joined)
    return joined;
  if (auto ended = end_movie(std::move(*movie)); !ended)
    return ended;
  return switch_off_captions(beside);
}

/// Looks at what was written with a fresh eye.
result<void> check_film(const std::filesystem::path& file,
                        const film_request& request, uint32_t frames) {
  auto seen = probe_film(file);
  if (!seen)
    return seen.error();
  auto wrong = [](std::string_view what) {
    return make_error(ec::media_failed,
                      "the film was written wrongly: " + std::string{what});
  };
  if (seen->frames != frames || seen->fps != request.format.fps)
    return wrong("its frames are not those of the segments");
  auto frame = time_of(1, request.format.fps);
  auto end = time_of(frames, request.format.fps);
  auto off = [&](microseconds x) { return x > end + frame || x < end - frame; };
  if (off(seen->video_end) || off(seen->audio_end))
    return wrong("sound and picture don't end together");
  if (!seen->times_in_order || !seen->index_in_front)
    return wrong("its index is not in order");
  return {};
}

/// Written, not yet under its name.
result<whole_file> text_file(const std::filesystem::path& path,
                             const std::string& text) {
  auto file = whole_file::create(path);
  if (!file)
    return file.error();
  if (auto written = file->write(text); !written)
    return written.error();
  return file;
}

} // namespace

result<void> join_tracks(AVFormatContext& movie,
                         std::span<packet_source* const> sources,
                         const std::stop_token& stop,
                         const std::function<void(double)>& progress) {
  for (;;) {
    auto next =
      *std::min_element(sources.begin(), sources.end(),
                        [](auto* a, auto* b) { return a->due() < b->due(); });
    if (next->due() > 1e9)
      return {};
    if (stop.stop_requested())
      return make_error(ec::cancelled, "joining the film was cancelled");
    auto at = next->due();
    if (auto written = next->write_next(movie); !written)
      return written;
    if (progress && next == sources.front())
      progress(at);
  }
}

result<film_info> mux_film(const film_request& request,
                           const std::filesystem::path& out_dir,
                           std::stop_token stop,
                           const media_progress& progress) {
  if (auto err = check(request))
    return err;
  auto fps = request.format.fps;
  auto video = video_source::open(request.format, request.segments);
  if (!video)
    return video.error();
  auto audio = sound_copy::open(request.soundtrack,
                                soundtrack_samples(video->frames(), fps),
                                request.language);
  if (!audio)
    return audio.error();
  auto film = whole_file::create(out_dir / film_file);
  if (!film)
    return film.error();
  if (auto written =
        write_film(request, film->beside(), *video, *audio, stop, progress);
      !written)
    return written.error();
  if (auto appended = film->write(ai_disclosure_box()); !appended)
    return appended.error();
  if (auto good = check_film(film->beside(), request, video->frames()); !good)
    return good.error();
  std::error_code failed;
  film_info info;
  info.frames = video->frames();
  info.duration = time_of(info.frames, fps);
  info.bytes = std::filesystem::file_size(film->beside(), failed);
  if (failed)
    return file_failure(failed.value(), "measure the film");
  auto vtt =
    text_file(out_dir / vtt_file, to_vtt(request.captions, request.language));
  if (!vtt)
    return vtt.error();
  auto srt = text_file(out_dir / srt_file, to_srt(request.captions));
  if (!srt)
    return srt.error();
  // All bytes are on the disk: only names are left to give.
  for (auto file : {&*vtt, &*srt, &*film})
    if (auto committed = file->commit(); !committed)
      return committed.error();
  return info;
}

} // namespace troupe
