#include "cli/logging.hpp"

#include "cli/log_sink.hpp"
#include "protocol/clean_text.hpp"
#include "protocol/json.hpp"

#include <array>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <memory>

#include <spdlog/spdlog.h>
#include <unistd.h>

namespace troupe {

namespace {

/// A library's error text can hold a whole response. Even if JSON doubles it,
/// a line stays below PIPE_BUF.
constexpr size_t line_max_bytes = 1'900;

/// What stands after these is a key, whoever wrote it.
constexpr std::array<std::string_view, 9> secret_marks{
  "Bearer ", "bearer ",  "sk-",     "X-Amz-Signature=", "key=",
  "token=",  "api_key=", "secret=", "password="};

bool ends_secret(char c) {
  return c == ' ' || c == '"' || c == '\'' || c == '&' || c == ',' || c == ';'
         || c == ')' || c == '}';
}

/// "task-1" is no key.
bool is_inside_word(const std::string& text, size_t at, std::string_view mark) {
  return mark == "sk-" && at > 0
         && std::isalnum(static_cast<unsigned char>(text[at - 1]));
}

std::string hide_secrets(std::string text) {
  for (auto mark : secret_marks)
    for (auto at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at)) {
      auto is_word = is_inside_word(text, at, mark);
      at += mark.size();
      if (is_word)
        continue;
      auto end = at;
      while (end < text.size() && !ends_secret(text[end]))
        ++end;
      text.replace(at, end - at, "***");
      at += 3;
    }
  return text;
}

std::string escape_controls(std::string_view text) {
  std::string out;
  for (auto c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += ' ';
    else if (byte < 0x20 || byte == 0x7f) {
      char hex[8];
      std::snprintf(hex, sizeof(hex), "\\x%02x", byte);
      out += hex;
    } else {
      out += c;
    }
  }
  return out;
}

std::string time_text(int64_t milliseconds, const char* form, bool utc) {
  auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  utc ? gmtime_r(&seconds, &parts) : localtime_r(&seconds, &parts);
  char text[32];
  auto size = std::strftime(text, sizeof(text), form, &parts);
  char fraction[8];
  std::snprintf(fraction, sizeof(fraction), ".%03d",
                static_cast<int>(milliseconds % 1000));
  return std::string(text, size) + fraction;
}

class line_formatter : public spdlog::formatter {
 public:
  explicit line_formatter(bool is_json) : is_json_(is_json) {}

  void format(const spdlog::details::log_msg& message,
              spdlog::memory_buf_t& out) override {
    auto time = std::chrono::duration_cast<std::chrono::milliseconds>(
                  message.time.time_since_epoch())
                  .count();
    auto name = spdlog::level::to_string_view(message.level);
    std::string_view level{name.data(), name.size()};
    std::string_view text{message.payload.data(), message.payload.size()};
    auto line = is_json_ ? json_log_line(time, level, text)
                         : text_log_line(time, level, text);
    out.append(line.data(), line.data() + line.size());
  }

  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<line_formatter>(is_json_);
  }

 private:
  bool is_json_;
};

} // namespace

std::string safe_log_text(std::string_view text) {
  std::string out{clip_text(text, line_max_bytes)};
  if (!is_utf8(out))
    out = "(a text that is not UTF-8)";
  out = escape_controls(hide_secrets(std::move(out)));
  return std::string{clip_text(out, line_max_bytes)};
}

std::string text_log_line(int64_t milliseconds, std::string_view level,
                          std::string_view text) {
  return time_text(milliseconds, "%H:%M:%S", false) + ' ' + std::string{level}
         + ' ' + safe_log_text(text) + '\n';
}

std::string json_log_line(int64_t milliseconds, std::string_view level,
                          std::string_view text) {
  auto time = time_text(milliseconds, "%Y-%m-%dT%H:%M:%S", true) + 'Z';
  return json::make_object(
           {{"ts", time}, {"level", level}, {"msg", safe_log_text(text)}})
           .dump()
         + '\n';
}

void start_logging(std::string_view level, std::string_view format) {
  auto is_json = format == "json" || (format == "auto" && !::isatty(2));
  auto logger = std::make_shared<spdlog::logger>(
    "troupe", std::make_shared<log_sink>(STDERR_FILENO));
  logger->set_formatter(std::make_unique<line_formatter>(is_json));
  logger->set_level(spdlog::level::from_str(std::string{level}));
  spdlog::set_default_logger(std::move(logger));
}

} // namespace troupe
