#include "cli/creator_view.hpp"

#include "cli/progress_view.hpp"
#include "protocol/clean_text.hpp"

#include <algorithm>

namespace troupe {

namespace {

std::string plain(const json& value) {
  return clean_text(value.as_string(), text_lines::one);
}

/// Characters, not bytes: continuation bytes take no column.
size_t width_of(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string seconds_of(const json& value) {
  auto tenths = static_cast<int64_t>(value.as_number() * 10 + 0.5);
  auto text = std::to_string(tenths / 10);
  return (tenths % 10 ? text + '.' + std::to_string(tenths % 10) : text) + " s";
}

class page {
 public:
  explicit page(const view_options& options) : options_(options) {}

  void line(const std::string& text, size_t indent = 0) {
    out_ += wrapped(text, indent, options_.columns);
  }
  void gap() { out_ += '\n'; }

  void link(const char* what, const json& url) {
    if (!url.as_string().empty())
      out_ += std::string(2, ' ') + what + options_.base_url + plain(url)
              + '\n';
  }

  void list(const char* title, const json& items) {
    for (auto& x : items.as_array())
      line(title + plain(x), 2);
  }

  std::string take() { return std::move(out_); }

 private:
  const view_options& options_;
  std::string out_;
};

void show_scenes(page& out, const json& data) {
  for (auto& x : data.at("scenes_data").at("scenes").as_array()) {
    auto title = plain(x.at("title"));
    auto concept_text = plain(x.at("concept"));
    out.line(std::to_string(x.integer("scene_id")) + ". "
               + (title.empty() ? concept_text : title) + "  ("
               + plain(x.at("type")) + ", " + seconds_of(x.at("duration_sec"))
               + ")",
             2);
    if (!title.empty() && !concept_text.empty())
      out.line(concept_text, 5);
    for (auto& point : x.at("narration_key_points").as_array())
      out.line("- " + plain(point), 5);
  }
}

void show_script(page& out, const json& data) {
  for (auto& x : data.at("script").as_array()) {
    out.line("Scene " + std::to_string(x.integer("scene_id")), 2);
    out.line(x.text("script"), 4);
  }
  if (data.has("word_count"))
    out.line(std::to_string(data.integer("word_count")) + " words, about "
               + spoken_seconds(data.number("estimated_duration_sec")),
             2);
}

void show_links(page& out, const json& data, const char* member) {
  out.line(plain(data.at("message")), 2);
  for (auto& x : data.at("scenes").as_array()) {
    auto what = "scene " + std::to_string(x.integer("scene_id")) + "  ";
    out.link(what.c_str(), x.at(member));
  }
}

void show_film(page& out, const json& data) {
  out.line(plain(data.at("message")) + ", "
             + spoken_seconds(data.number("duration")) + " long",
           2);
  out.link("film      ", data.at("video_url"));
  if (auto format = data.text("output_format", "mp4"); format != "mp4")
    out.link("download  ", data.at("download_url"));
  out.link("captions  ", data.at("captions_url"));
  out.link("poster    ", data.at("poster_url"));
}

void show_data(page& out, const std::string& stage, const json& data) {
  if (stage == "scenes")
    show_scenes(out, data);
  else if (stage == "script")
    show_script(out, data);
  else if (stage == "tts")
    show_links(out, data, "audio_url");
  else if (stage == "render")
    show_film(out, data);
  else
    show_links(out, data, "preview_url");
  out.list("Note: ", data.at("notes"));
  out.list("Needs a reference: ", data.at("claims_to_reference"));
}

std::string heading_of(const json& message) {
  auto& progress = message.at("progress");
  auto heading = plain(message.at("stage")) + ", version "
                 + std::to_string(message.integer("version"));
  if (progress.integer("total") > 0)
    heading += "  (stage " + std::to_string(progress.integer("current"))
               + " of " + std::to_string(progress.integer("total")) + ")";
  return heading;
}

void show_status(page& out, const json& message, const std::string& status) {
  if (status == "session_started") {
    out.line("Session " + plain(message.at("video_id"))
             + " has begun. If the line is cut, go on with: troupe create "
               "--resume " + plain(message.at("video_id")));
  } else if (status == "pipeline_complete") {
    out.line("The film is done.");
    out.link("film      ", message.at("video_url"));
    out.link("captions  ", message.at("captions_url"));
    out.line("on the server: " + plain(message.at("video_path")), 2);
  } else if (status == "error") {
    out.line("The server says: " + plain(message.at("error")));
  } else if (status == "stopped" || status == "auto_enabled") {
    out.line(plain(message.at("message")));
  }
}

/// Cuts off the next word with the spaces before it.
std::string_view next_word(std::string_view& rest) {
  auto first = rest.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    rest = {};
    return {};
  }
  rest.remove_prefix(first);
  auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

} // namespace

std::string wrapped(std::string_view text, size_t indent, size_t columns) {
  auto clean = clean_text(text, text_lines::many);
  std::string out;
  std::string_view rest{clean};
  while (!rest.empty()) {
    auto end = std::min(rest.find('\n'), rest.size());
    auto line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    auto used = indent;
    if (!line.empty())
      out += std::string(indent, ' ');
    for (auto word = next_word(line); !word.empty(); word = next_word(line)) {
      auto width = width_of(word);
      if (used > indent && used + 1 + width > columns) {
        out += '\n' + std::string(indent, ' ');
        used = indent;
      }
      if (used > indent) {
        out += ' ';
        ++used;
      }
      out += word;
      used += width;
    }
    out += '\n';
  }
  return out;
}

std::string show_message(const json& message, const view_options& options) {
  page out{options};
  auto status = message.text("status");
  if (message.has("stage") && status == "completed") {
    out.gap();
    out.line(heading_of(message));
    show_data(out, message.text("stage"), message.at("data"));
  } else if (message.has("stage") && status == "error") {
    out.gap();
    out.line(heading_of(message) + " failed: " + plain(message.at("error")));
  } else {
    show_status(out, message, status);
  }
  return out.take();
}

std::string show_message_briefly(const json& message) {
  auto status = message.text("status");
  if (message.has("stage") && (status == "completed" || status == "error"))
    return "  " + heading_of(message)
           + (status == "error" ? " failed" : " done") + '\n';
  return {};
}

} // namespace troupe
