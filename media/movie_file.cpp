#include "media/movie_file.hpp"

namespace troupe {

namespace {

std::string name_of(const std::filesystem::path& path) {
  return path.filename().string();
}

/// With the protocol named, no character of a path means anything else.
std::string url_of(const std::filesystem::path& path) {
  return "file:" + path.string();
}

struct dictionary {
  ~dictionary() { av_dict_free(&entries); }
  AVDictionary* entries = nullptr;
};

} // namespace

void silence_libav() {
  static const auto done = [] {
    av_log_set_level(AV_LOG_FATAL);
    return true;
  }();
  static_cast<void>(done);
}

result<output_ptr> create_movie(const std::filesystem::path& path,
                                film_container container) {
  silence_libav();
  AVFormatContext* raw = nullptr;
  auto code =
    avformat_alloc_output_context2(&raw, nullptr,
                                   std::string{to_string(container)}.c_str(),
                                   url_of(path).c_str());
  if (code < 0)
    return av_failure(code, "set up a film");
  output_ptr movie{raw};
  movie->flags |= AVFMT_FLAG_BITEXACT;
  code = avio_open2(&movie->pb, url_of(path).c_str(), AVIO_FLAG_WRITE, nullptr,
                    nullptr);
  if (code < 0)
    return av_failure(code, "open " + name_of(path));
  return movie;
}

result<void> begin_movie(AVFormatContext& movie, film_container container) {
  dictionary options;
  auto set = [&](const char* name, const char* value) {
    av_dict_set(&options.entries, name, value, 0);
  };
  switch (container) {
    case film_container::mp4:
    case film_container::mov:
      set("movflags", "+faststart");
      // Whole samples and whole frames at every rate: with the usual 1000
      // ticks edit lists would cut off up to a millisecond of sound.
      set("movie_timescale", "48000");
      break;
    case film_container::webm: set("cues_to_front", "1"); break;
    case film_container::avi: break;
  }
  if (auto code = avformat_write_header(&movie, &options.entries); code < 0)
    return av_failure(code, "begin a film");
  return {};
}

result<void> end_movie(output_ptr movie) {
  auto code = av_write_trailer(movie.get());
  if (code >= 0)
    code = movie->pb->error;
  // What is still buffered is written here, so closing can fail as well.
  auto closed = avio_closep(&movie->pb);
  if (code >= 0)
    code = closed;
  if (code < 0)
    return av_failure(code, "finish a film");
  return {};
}

namespace {

const char* demuxer_of(film_container container) {
  switch (container) {
    case film_container::mp4:
    case film_container::mov: return "mov";
    case film_container::webm: return "matroska,webm";
    case film_container::avi: return "avi";
  }
  return "mov";
}

} // namespace

result<input_ptr> open_movie(const std::filesystem::path& path,
                             film_container container) {
  silence_libav();
  AVFormatContext* raw = nullptr;
  auto code = avformat_open_input(&raw, url_of(path).c_str(),
                                  av_find_input_format(demuxer_of(container)),
                                  nullptr);
  if (code < 0)
    return av_failure(code, "open " + name_of(path));
  return input_ptr{raw};
}

} // namespace troupe
