#include "cli/setting.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <numeric>

namespace troupe {

namespace {

using kind = setting_kind;

constexpr std::array settings{
  setting{"data.folder", "--data", "TROUPE_DATA", kind::text, "./troupe-data",
          "folder of the event log and the films; made when missing"},
  setting{"data.reserve_mib", "--reserve-mib", "TROUPE_RESERVE_MIB",
          kind::number, "256",
          "free disk space that films leave alone, in MiB", 0, 1'000'000},
  setting{"server.bind", "--bind", "TROUPE_BIND", kind::text, "127.0.0.1",
          "IP address to listen on"},
  setting{"server.port", "--port", "TROUPE_PORT", kind::number, "8000",
          "port to listen on; 0 takes a free one", 0, 65535},
  setting{"server.allow_unauthenticated", "--allow-unauthenticated",
          "TROUPE_ALLOW_UNAUTHENTICATED", kind::yes_or_no, "false",
          "listen on an address that others can reach, although anybody who "
          "reaches it can make and read films"},
  setting{"server.allow_origins", "--allow-origin", "TROUPE_ALLOW_ORIGINS",
          kind::list, "",
          "web pages of other hosts that may use this server, like "
          "https://studio.example"},
  setting{"server.allow_hosts", "--allow-host", "TROUPE_ALLOW_HOSTS",
          kind::list, "",
          "names this server answers to besides localhost; needed behind a "
          "proxy that keeps the Host header"},
  setting{"server.connections", "--connections", "TROUPE_CONNECTIONS",
          kind::number, "12000", "connections at a time", 1, 1'000'000},
  setting{"server.connections_per_address", "--connections-per-address",
          "TROUPE_CONNECTIONS_PER_ADDRESS", kind::number, "12000",
          "connections of one address at a time; lower it when strangers can "
          "reach the port",
          1, 1'000'000},
  setting{"engine.workers", "--workers", "TROUPE_WORKERS", kind::number, "0",
          "films are painted and encoded on so many cores; 0 takes all there "
          "are",
          0, 256},
  setting{"engine.sessions", "--sessions", "TROUPE_SESSIONS", kind::number,
          "20000", "sessions in memory at a time", 1, 1'000'000},
  setting{"engine.grace_seconds", "--grace-seconds", "TROUPE_GRACE_SECONDS",
          kind::number, "600",
          "a session that nobody watches leaves memory after so long; the log "
          "keeps it and resume brings it back",
          1, 604'800},
  setting{"log.level", "--log-level", "TROUPE_LOG_LEVEL", kind::choice, "info",
          "what is logged", 0, 0, "debug|info|warn|error|off"},
  setting{"log.format", "--log-format", "TROUPE_LOG_FORMAT", kind::choice,
          "auto", "how; auto is text on a terminal and JSON lines otherwise",
          0, 0, "auto|text|json"},
};

/// Levenshtein.
size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      auto above = row[j];
      auto change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({row[j - 1] + 1, above + 1, change});
      diagonal = above;
    }
  }
  return row[b.size()];
}

} // namespace

std::span<const setting> all_settings() {
  return settings;
}

const setting& setting_named(std::string_view key) {
  auto i = std::ranges::find(settings, key, &setting::key);
  if (i == settings.end())
    std::abort(); // a key in our own code is misspelt
  return *i;
}

std::string nearest_name(std::string_view wrong,
                         const std::vector<std::string>& names) {
  std::string best;
  // Further away than a third of the name is another word.
  auto distance = std::max<size_t>(2, wrong.size() / 3) + 1;
  for (auto& name : names)
    if (auto edits = edits_between(wrong, name); edits < distance) {
      distance = edits;
      best = name;
    }
  return best;
}

} // namespace troupe
