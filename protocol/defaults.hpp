/// Every number with its unit and its reason. What a person may change is also
/// in configs/troupe.toml; the rest is here only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace troupe::defaults {

using namespace std::chrono_literals;

// -- actors -------------------------------------------------------------------

/// One slow fsync on a busy disk took 189 ms; ten of them in a row are a fault.
inline constexpr auto store_deadline = 10s;
/// Create, find, watch: all of it in memory plus at most one store round.
inline constexpr auto call_deadline = 15s;
/// A piece that takes longer is stuck: the longest (a 2160p scene of 60 s on
/// one slow core) needs about 2 minutes.
inline constexpr auto piece_deadline = 15min;
/// From the first wait in the queue to the end of the piece.
inline constexpr auto piece_wait = 12h;
/// A session without watchers stays in memory for so long, then only on disk.
inline constexpr auto session_grace = 10min;
/// Progress per session: people can't read faster.
inline constexpr auto progress_interval = 200ms;
/// SIGTERM: stages get this long to stop, then the process leaves anyway.
/// Below the 30 s that service managers usually grant.
inline constexpr auto shutdown_deadline = 20s;
/// Pieces waiting in the pool; 4096 scenes are about 500 films.
inline constexpr size_t pool_queue_limit = 4096;
/// Living sessions of all users; one idle session costs about 10 KB.
inline constexpr size_t session_limit = 20'000;
/// Versions of one stage: every one is kept, so there is an end.
inline constexpr uint32_t version_limit = 200;
/// Events after which a session takes no more goto: walking back and forth
/// makes no versions but still fills the log.
inline constexpr uint64_t event_limit = 2'000;

// -- store --------------------------------------------------------------------

/// One commit takes what waits, up to this: above it fsync is no longer what
/// costs, and the first in line should not wait for the last.
inline constexpr size_t commit_max_operations = 1'024;
inline constexpr size_t commit_max_bytes = 8 * 1024 * 1024;
/// One event or piece record. The largest are words with times of a film of
/// scene_limit scenes: about 2 MiB.
inline constexpr size_t event_max_bytes = 16 * 1024 * 1024;
/// One list of sessions.
inline constexpr uint32_t session_list_limit = 10'000;
/// Another program that reads or copies the log may hold its lock so long;
/// below store_deadline, so that requesters hear why.
inline constexpr auto store_busy_wait = 3s;
/// Free disk that films leave alone, so that the log can still be written.
inline constexpr uint64_t disk_reserve_bytes = 256 * 1024 * 1024;

// -- words --------------------------------------------------------------------

inline constexpr size_t feedback_max_bytes = 4'000;
inline constexpr size_t payload_field_max_bytes = 20'000;
/// Names are shown on screen and spoken: longer ones fit nowhere.
inline constexpr size_t payload_name_max_bytes = 500;
inline constexpr size_t payload_max_bytes = 256 * 1024;
/// Of an explainer's topic.
inline constexpr size_t topic_max_letters = 500;
/// Uploaded files that one film may quote.
inline constexpr size_t reference_file_limit = 20;
/// One picture of a payload, decoded from base64, and how many there may be.
inline constexpr size_t picture_max_bytes = 5 * 1024 * 1024;
inline constexpr size_t picture_limit = 8;
/// A payload with all of that in base64, as JSON.
inline constexpr size_t payload_with_pictures_max_bytes
  = payload_max_bytes + picture_limit * (picture_max_bytes / 3 * 4 + 1024);
/// Pictures and clips of a film that was written down: files of its own folder.
inline constexpr size_t film_picture_max_bytes = 20 * 1024 * 1024;
inline constexpr size_t film_clip_max_bytes = 64 * 1024 * 1024;
inline constexpr size_t film_picture_limit = 60;
inline constexpr size_t film_clip_limit = 20;
/// What is decoded of a clip; a longer scene sees it again. At 2160p and 60
/// frames a second these are about 1 GB on disk.
inline constexpr uint32_t clip_seconds_limit = 120;
/// A film by hand: 120 scenes of 10 s are 20 minutes.
inline constexpr size_t scene_limit = 120;

// -- io -----------------------------------------------------------------------

/// Request line and headers together.
inline constexpr size_t header_max_bytes = 16 * 1024;
/// Whole header, from the first byte the connection may send: slowloris ends.
inline constexpr auto header_deadline = 10s;
/// Bodies of forms and JSON; pictures come with the next door.
inline constexpr uint64_t body_max_bytes = 12 * 1024 * 1024;
inline constexpr auto body_deadline = 30s;
/// Bodies in memory at once, over all connections: 20 of the largest.
inline constexpr uint64_t all_bodies_max_bytes = 256 * 1024 * 1024;
/// After the last response: time for the peer to read it before the reset.
inline constexpr auto linger = 2s;
/// Of shutdown_deadline, what connections get to end properly.
inline constexpr auto drain_deadline = 3s;
inline constexpr auto keep_alive_idle = 60s;
inline constexpr auto write_deadline = 10s;
/// A control message is small; an edited script is the largest.
inline constexpr size_t control_frame_max_bytes = 1024 * 1024;
/// A start may bring pictures: as much as a body. What goes beyond a control
/// message is taken from the same store of memory as bodies.
inline constexpr size_t frame_max_bytes = 12 * 1024 * 1024;
inline constexpr auto ping_interval = 20s;
/// Event streams: proxies close what is silent for 30 to 60 s.
inline constexpr auto heartbeat_interval = 15s;
inline constexpr auto handshake_deadline = 5s;
/// One connection's write queue; over it a watcher is too slow.
inline constexpr size_t outbox_max_messages = 256;
inline constexpr size_t outbox_max_bytes = 4 * 1024 * 1024;
inline constexpr size_t connection_limit = 12'000;
inline constexpr size_t connection_limit_per_address = 12'000;

// -- accounts -----------------------------------------------------------------

/// Passwords that wait to be hashed: at 25 ms each, a wait of less than a
/// second for the last.
inline constexpr size_t password_queue_limit = 32;
inline constexpr size_t api_keys_per_user = 50;
inline constexpr size_t api_key_name_max_bytes = 100;
/// A jti of ours has 43 bytes; issuers use about as many.
inline constexpr size_t token_id_max_bytes = 255;
/// Tokens that were logged out before their time; about 20 MB.
inline constexpr size_t revoked_token_limit = 200'000;
/// A job of the same Idempotency-Key is the same job for so long.
inline constexpr auto job_key_lifetime = std::chrono::seconds{24h};
inline constexpr size_t job_key_max_bytes = 255;
inline constexpr size_t job_keys_per_user = 20'000;
inline constexpr size_t stored_reply_max_bytes = 1024 * 1024;
/// A socket has so long to say whose it is.
inline constexpr auto auth_deadline = 5s;
/// Bodies of logins and the like.
inline constexpr size_t auth_body_max_bytes = 16 * 1024;
/// How often what has expired is forgotten.
inline constexpr auto account_sweep = 10min;
/// People who use one server.
inline constexpr uint32_t account_limit = 100'000;

// -- film ---------------------------------------------------------------------

inline constexpr uint32_t fps = 30;
/// 48 kHz: what AAC encoders and players expect beside video.
inline constexpr uint32_t sample_rate = 48'000;

} // namespace troupe::defaults
