#include "cli/setting.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

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
  setting{"server.trusted_proxies", "--trusted-proxy", "TROUPE_TRUSTED_PROXIES",
          kind::list, "",
          "addresses or networks of proxies whose X-Forwarded-For is believed, "
          "like 10.0.0.0/8"},
  setting{"auth.mode", "--auth", "TROUPE_AUTH", kind::choice, "off",
          "who is let in: everybody, accounts of this server, users of an "
          "outside issuer, or both",
          0, 0, "off|accounts|jwks|both"},
  setting{"auth.registration", "--registration", "TROUPE_REGISTRATION",
          kind::choice, "open",
          "whether people may make accounts themselves; closed leaves it to "
          "troupe user add",
          0, 0, "open|closed"},
  setting{"auth.secret", "--auth-secret", "TROUPE_AUTH_SECRET", kind::text, "",
          "what tokens are signed with, at least 32 bytes; empty: made at the "
          "first start and kept in the data folder",
          0, 0, {}, true},
  setting{"auth.token_hours", "--token-hours", "TROUPE_TOKEN_HOURS",
          kind::number, "24", "how long a login lasts", 1, 720},
  setting{"auth.jwks_url", "--jwks-url", "TROUPE_JWKS_URL", kind::text, "",
          "where the outside issuer shows its keys"},
  setting{"auth.jwks_file", "--jwks-file", "TROUPE_JWKS_FILE", kind::text, "",
          "a file with those keys instead"},
  setting{"auth.issuer", "--issuer", "TROUPE_ISSUER", kind::text, "",
          "what the claim iss of the outside issuer's tokens must be"},
  setting{"auth.audience", "--audience", "TROUPE_AUDIENCE", kind::text, "",
          "what their claim aud must hold; empty: not asked"},
  setting{"auth.authorized_parties", "--authorized-party",
          "TROUPE_AUTHORIZED_PARTIES", kind::list, "",
          "what their claim azp may be; empty: not asked"},
  setting{"limits.requests_per_minute", "--requests-per-minute",
          "TROUPE_REQUESTS_PER_MINUTE", kind::number, "100",
          "requests of one user or address, where others can reach the "
          "server; 0 for no limit",
          0, 1'000'000},
  setting{"limits.active_jobs", "--active-jobs", "TROUPE_ACTIVE_JOBS",
          kind::number, "3",
          "jobs that one user may have at a time, where there are accounts; a "
          "batch counts as one; 0 for no limit",
          0, 100'000},
  setting{"webhooks.allow_private", "--webhooks-allow-private",
          "TROUPE_WEBHOOKS_ALLOW_PRIVATE", kind::yes_or_no, "false",
          "webhooks may call http addresses and the network this machine "
          "stands in; for trying them out"},
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
  setting{"cache.max_mib", "--cache-mib", "TROUPE_CACHE_MIB", kind::number,
          "4096",
          "disk space for pieces of films that other films may use again, in "
          "MiB; 0 keeps none",
          0, 10'000'000},
  setting{"voice.lexicon", "--lexicon", "TROUPE_LEXICON", kind::text, "",
          "file with the user's own pronunciations; see docs/sound.md"},
  setting{"log.level", "--log-level", "TROUPE_LOG_LEVEL", kind::choice, "info",
          "what is logged", 0, 0, "debug|info|warn|error|off"},
  setting{"log.format", "--log-format", "TROUPE_LOG_FORMAT", kind::choice,
          "auto", "how; auto is text on a terminal and JSON lines otherwise",
          0, 0, "auto|text|json"},
};

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

} // namespace troupe
