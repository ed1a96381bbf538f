#include "cli/doctor_checks.hpp"

#include "cli/film_files.hpp"

#include <cerrno>
#include <cstring>
#include <ctime>
#include <thread>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace troupe {

namespace {

namespace fs = std::filesystem;
using level = finding::level;

/// The folder, or the nearest one above it that is there already.
fs::path nearest_folder(fs::path folder) {
  std::error_code code;
  folder = fs::absolute(folder, code);
  while (!fs::exists(folder, code) && folder.has_relative_path())
    folder = folder.parent_path();
  return folder;
}

finding examine_processor(const config& values) {
  auto cores = std::max(1U, std::thread::hardware_concurrency());
  auto workers = values.number("engine.workers");
  auto count = workers > 0 ? std::to_string(workers)
                           : std::to_string(std::max(2U, cores) - 1);
  auto detail = std::to_string(cores) + " cores, films are made on " + count;
  if (workers > static_cast<int64_t>(cores))
    return {level::warn, "processor", detail,
            "more workers than cores only share them; set engine.workers = 0"};
  return {level::ok, "processor", detail, {}};
}

/// Whether this address can be listened on, by doing it.
int try_to_listen(const addrinfo& address) {
  auto socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0)
    return errno;
  int on = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  auto failed = ::bind(socket, address.ai_addr, address.ai_addrlen) != 0
                || ::listen(socket, 1) != 0;
  auto code = failed ? errno : 0;
  ::close(socket);
  return code;
}

} // namespace

finding examine_folder(const fs::path& folder) {
  auto near = nearest_folder(folder);
  std::error_code code;
  auto shown = fs::absolute(folder, code).lexically_normal().string();
  if (!fs::is_directory(near, code))
    return {level::fail, "data folder", near.string() + " is not a folder",
            "name another one with --data"};
  if (::access(near.c_str(), W_OK | X_OK) != 0)
    return {level::fail, "data folder",
            near.string() + " can't be written: " + std::strerror(errno),
            "give this user the right to write there, or use --data"};
  auto is_there = fs::exists(folder, code);
  return {level::ok, "data folder",
          shown + (is_there ? "" : " (is made at the first start)"), {}};
}

finding examine_disk(const fs::path& folder, uint64_t reserve_bytes) {
  std::error_code code;
  auto space = fs::space(nearest_folder(folder), code);
  if (code)
    return {level::fail, "disk", code.message(), "name another folder"};
  auto detail = spoken_size(space.available) + " free";
  if (space.available < reserve_bytes)
    return {level::fail, "disk",
            detail + ", " + spoken_size(reserve_bytes) + " are kept in reserve",
            "free some space, or set data.reserve_mib lower"};
  // A film of a minute takes about 30 MB with its pieces.
  constexpr uint64_t comfortable = 1'000'000'000;
  if (space.available - reserve_bytes < comfortable)
    return {level::warn, "disk", detail,
            "enough for a few films only; free some space"};
  return {level::ok, "disk", detail, {}};
}

finding examine_port(const std::string& address, uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  auto shown = address + " port " + std::to_string(port);
  if (::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints,
                    &found)
      != 0)
    return {level::fail, "address", address + " is not an IP address",
            "set --bind to one, like 127.0.0.1"};
  auto code = try_to_listen(*found);
  ::freeaddrinfo(found);
  if (code == EADDRINUSE)
    return {level::warn, "address", shown + " is in use",
            "maybe a troupe is running already; else take another --port"};
  if (code != 0)
    return {level::fail, "address", shown + ": " + std::strerror(code),
            "take another --port or --bind"};
  return {level::ok, "address", shown + " is free", {}};
}

finding examine_clock(int64_t seconds_since_1970) {
  // Before this program was written, so certainly wrong.
  constexpr int64_t begin_of_2025 = 1'735'689'600;
  auto time = static_cast<std::time_t>(seconds_since_1970);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[40];
  std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &parts);
  if (seconds_since_1970 < begin_of_2025)
    return {level::warn, "clock", text,
            "set the clock: times of sessions would be wrong"};
  return {level::ok, "clock", text, {}};
}

std::vector<finding> examine(const config_outcome& loaded) {
  std::vector<finding> out;
  for (auto& x : loaded.errors)
    out.push_back({level::fail, "settings", x, "troupe config print"});
  for (auto& x : loaded.values.warnings())
    out.push_back({level::warn, "settings", x, "unset it, or correct it"});
  for (auto& x : look_at_machine())
    out.push_back(x);
  // Wrong settings have no values to look at.
  if (!loaded.errors.empty())
    return out;
  auto& values = loaded.values;
  fs::path folder = values.text("data.folder");
  out.push_back(examine_processor(values));
  out.push_back(examine_folder(folder));
  out.push_back(examine_disk(
    folder,
    static_cast<uint64_t>(values.number("data.reserve_mib")) * 1024 * 1024));
  out.push_back(
    examine_port(values.text("server.bind"),
                 static_cast<uint16_t>(values.number("server.port"))));
  out.push_back(examine_clock(std::time(nullptr)));
  return out;
}

} // namespace troupe
