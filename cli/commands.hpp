/// The subcommands. Each answers the exit code of the process: 0 done,
/// 1 failed, 2 called wrongly, 130 interrupted. Called by run() on the main
/// thread.
#pragma once

#include "cli/config.hpp"
#include "cli/film_report.hpp"
#include "protocol/stage.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace troupe {

inline constexpr int exit_ok = 0;
inline constexpr int exit_failure = 1;
inline constexpr int exit_usage = 2;

/// `troupe serve`: the server, until a signal.
int serve(const config& values);

struct make_request {
  std::string type;
  /// "key=value".
  std::vector<std::string> fields;
  /// Its end says the format; empty: film.mp4, or as output_format says.
  std::filesystem::path film;
  /// Where the film's document goes (docs/film.md), or empty.
  std::filesystem::path document;
  talk_options talk;
};

/// `troupe make`: one film in this process.
int make(const config& values, const make_request& request);

struct render_request {
  /// film.json
  std::filesystem::path document;
  /// Its end says the format; empty: film.mp4.
  std::filesystem::path film;
  /// Says what is wrong with the document and makes nothing.
  bool check_only = false;
  talk_options talk;
};

/// `troupe render`: a film as its document says, in this process.
int render(const config& values, const render_request& request);

struct create_request {
  std::string type;
  std::vector<std::string> fields;
  /// "ws://host:port".
  std::string url = "ws://127.0.0.1:8000";
  /// Accept everything.
  bool is_automatic = false;
  /// A session to go on with, or empty.
  std::string resume;
};

/// `troupe create`: a film made by a server, reviewed in the terminal. A server
/// that asks is shown TROUPE_TOKEN, a token or an API key: arguments are seen by
/// everybody on the machine.
int create(const create_request& request);

struct user_request {
  enum class what : uint8_t { add, list, remove, key };
  what is = what::list;
  /// A username; for remove and key also an email.
  std::string login;
  std::string email;
  /// Of the person, or of the key.
  std::string name;
};

/// `troupe user`: the accounts of a data folder that no server uses.
int user(const config& values, const user_request& request);

/// `troupe doctor`: looks at the machine and the settings.
int doctor(const config_outcome& loaded, bool as_json);

/// `troupe config check`: says what is wrong.
int check_config(const config_outcome& loaded);

/// `troupe config print`: every value and its origin.
int print_config(const config_outcome& loaded, bool as_json);

} // namespace troupe
