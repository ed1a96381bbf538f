/// Every actor's interface, one comment line a message. `actors/` and `io/`
/// never include each other: this header is where they meet. Handles are
/// copied freely and used from any thread.
///
///   node ── storekeeper            detached, owns the store
///     ├──── librarian              detached, reads lists beside it
///     ├──── registry ── session *  one film each
///     │                   └─ stage *   one run of one stage
///     └──── media_pool ── media_worker *  detached, idle ones ask for work
#pragma once

#include "protocol/account.hpp"
#include "protocol/messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace troupe {

/// WATCHER: follows one session: a connection, a terminal, a waiting form.
using watcher_actor = caf::typed_actor<
  // This happened. Durable, in order of seq, each once.
  caf::reacts_to<session_event>,
  // The running stage is so far. May be dropped.
  caf::reacts_to<session_progress>,
  // Nothing more will come, and why ("unloaded", "shutting down", an error).
  caf::reacts_to<atom::unwatch, session_id, std::string>>;

/// SESSION: one film in the making.
using session_actor = caf::typed_actor<
  // Do what a person asks. Answers the last seq once that is durable, or an
  // error that names why not; then nothing has changed.
  caf::replies_to<session_command>::with<uint64_t>,
  // Send all events after this seq to the watcher, then everything that
  // happens. Answers the last seq; invalid_argument if `since` is beyond it.
  // A watcher that watches again starts over from the new `since`.
  caf::replies_to<atom::watch, watcher_actor, uint64_t,
                  watch_mode>::with<uint64_t>,
  // Send this watcher nothing more.
  caf::reacts_to<atom::unwatch, watcher_actor>,
  // The last progress of the run that goes on; percent 0 and no message when
  // there was none yet.
  caf::replies_to<atom::tick>::with<session_progress>,
  // STAGE: the run has come to an end.
  caf::reacts_to<stage_report>,
  // STAGE: the run is so far.
  caf::reacts_to<session_progress>,
  // STAGE: this piece is recorded in the log.
  caf::reacts_to<atom::record, piece_record>,
  // NODE, REGISTRY: stop working, tell the watchers, leave; the log stays.
  caf::reacts_to<atom::shutdown, std::string>,
  // Itself: nobody has watched for the grace time.
  caf::reacts_to<atom::internal, atom::idle>>;

/// STAGE: one run of one stage. Made by SESSION, which monitors it; gone when
/// the report is sent.
using stage_actor = caf::typed_actor<
  // SESSION: begin.
  caf::reacts_to<atom::run>,
  // SESSION: stop everything, report nothing.
  caf::reacts_to<atom::cancel>,
  // MEDIA_POOL: the piece with this key is this far (0..1).
  caf::reacts_to<atom::tick, content_key, double>>;

/// LIBRARIAN: lists of sessions. Reads what is committed and waits for no
/// commit, so that lists and states come at once while films are made.
using librarian_actor = caf::typed_actor<
  // One session's line, or not_found.
  caf::replies_to<atom::list, session_id>::with<session_summary>,
  // The sessions that fit, newest first.
  caf::replies_to<atom::list, session_query>::with<session_page>>;

/// STOREKEEPER: the only one who writes the store. Answers when it is on disk.
using storekeeper_actor = librarian_actor::extend<
  // Append to a session's log; the first of a session creates it. Answers the
  // last seq, or store_failed if a seq is not the next one.
  caf::replies_to<atom::append, std::vector<session_event>>::with<uint64_t>,
  // Remember a finished piece. Again with the same key changes nothing.
  caf::replies_to<atom::record, session_id, piece_record>::with<atom::done>,
  // Forget all of one session; done also when there is none.
  caf::replies_to<atom::remove, session_id>::with<atom::done>,
  // All of one session, or not_found.
  caf::replies_to<atom::load, session_id>::with<session_log>,
  // The newest sessions first, at most so many.
  caf::replies_to<atom::list, uint32_t>::with<std::vector<session_summary>>,
  // Sessions that ran by themselves and have not ended: they go on at start.
  caf::replies_to<atom::list, atom::run>::with<std::vector<session_summary>>,
  // Can the store be written now?
  caf::replies_to<atom::ping>::with<atom::done>>;

/// PICTURE_KEEPER: puts the pictures that come with payloads into files.
using picture_keeper_actor = caf::typed_actor<
  // REGISTRY: keep the pictures of this payload (JSON) for this session.
  // Answers the payload with ids in their place, once they are on disk.
  caf::replies_to<atom::record, session_id, std::string>::with<std::string>,
  // REGISTRY: delete all files of this session; its log is gone.
  caf::reacts_to<atom::remove, session_id>>;

/// ACCOUNT_KEEPER: the only one who writes the account store; hashes passwords.
/// Detached. Answers when it is on disk.
using account_keeper_actor = caf::typed_actor<
  // A new account. invalid_argument names the field; invalid_state when email
  // or username is taken.
  caf::replies_to<atom::create, registration>::with<account>,
  // Whose these are; forbidden for a wrong password and for an unknown login,
  // after the same time.
  caf::replies_to<atom::find, credentials>::with<account>,
  // A new key for programs of this user.
  caf::replies_to<atom::create, user_id, std::string>::with<new_api_key>,
  // The keys of a user, the newest first.
  caf::replies_to<atom::list, user_id>::with<std::vector<api_key>>,
  // Let a key (its id) of this user open nothing any more; or not_found.
  caf::replies_to<atom::cancel, user_id, std::string>::with<atom::done>,
  // This key was used at this time (milliseconds since 1970).
  caf::reacts_to<atom::record, std::string, int64_t>,
  // Let this token open nothing any more.
  caf::replies_to<atom::cancel, revoked_token>::with<atom::done>,
  // Who makes this job? On disk before the answer.
  caf::replies_to<atom::submit, job_key>::with<job_claim>,
  // The job is made, and this was its reply.
  caf::replies_to<atom::done, job_key, stored_reply>::with<atom::done>,
  // Nothing was made: the key is free again.
  caf::replies_to<atom::cancel, job_key>::with<atom::done>,
  // Itself: forget what has expired.
  caf::reacts_to<atom::internal, atom::tick>>;

/// FILMS: what doors see of the engine. NODE is one: its handle stays good when
/// a registry dies and is made anew.
using films_actor = librarian_actor::extend<
  // A new session; its session_started is durable when the answer comes. With
  // an id that exists: that session, if it is the owner's.
  caf::replies_to<atom::create, session_request>::with<session_id,
                                                       session_actor>,
  // A session, living or restored from the log; not_found otherwise.
  caf::replies_to<atom::find, session_id>::with<session_actor>,
  // The same for this user: forbidden when it is somebody else's.
  caf::replies_to<atom::find, session_id, user_id>::with<session_actor>,
  // The last progress if the session is in memory, not_found otherwise.
  caf::replies_to<atom::tick, session_id>::with<session_progress>,
  // Forget this user's session, its log and its files; invalid_state while it
  // has not ended.
  caf::replies_to<atom::remove, session_id, user_id>::with<atom::done>,
  // The newest sessions first, at most so many.
  caf::replies_to<atom::list, uint32_t>::with<std::vector<session_summary>>>;

/// POOL_METER: what doors see of the pool.
using pool_meter_actor = caf::typed_actor<
  // Waiting and running pieces, for /readyz and /metrics.
  caf::replies_to<atom::ping>::with<uint64_t, uint64_t>>;

/// REGISTRY: id -> session; limits; restores sessions from the log.
using registry_actor = films_actor::extend<
  // SESSION: nothing more will happen in this one.
  caf::reacts_to<atom::done, session_id>,
  // NODE: no new sessions; tell the living ones to leave (with this reason);
  // answered when the last has left.
  caf::replies_to<atom::drain, std::string>::with<atom::done>>;

/// MEDIA_WORKER: makes one piece at a time. Detached.
using media_worker_actor = caf::typed_actor<
  // MEDIA_POOL: make it; then say done or failed, and idle.
  caf::reacts_to<atom::run, piece_job, cancel_token>,
  // MEDIA_POOL: publish this film (data of its render stage, JSON); then say
  // done (with an empty record) or failed (with an empty key), and idle.
  caf::reacts_to<atom::submit, session_id, std::string>>;

/// MEDIA_POOL: a bounded queue of pieces, shared fairly; idle workers ask.
using media_pool_actor = caf::typed_actor<
  // Make a piece. Answered by its record, or by the error that ended it
  // (unavailable when the queue is full, cancelled, media_failed, ...).
  // Progress goes to `stage` while it runs.
  caf::replies_to<atom::submit, piece_job, stage_actor>::with<piece_record>,
  // Put the files of this film (data of its render stage, JSON) under the
  // session's public names. Answered when they are there.
  caf::replies_to<atom::submit, session_id, std::string>::with<atom::done>,
  // Drop or stop everything of this session.
  caf::reacts_to<atom::cancel, session_id>,
  // MEDIA_WORKER: I have nothing to do.
  caf::reacts_to<atom::idle, media_worker_actor>,
  // MEDIA_WORKER: this one is made.
  caf::reacts_to<atom::done, session_id, piece_record>,
  // MEDIA_WORKER: this one failed.
  caf::reacts_to<atom::failed, session_id, content_key, caf::error>,
  // MEDIA_WORKER: this one is so far (0..1).
  caf::reacts_to<atom::tick, session_id, content_key, double>,
  // Waiting and running pieces, for /readyz and /metrics.
  caf::replies_to<atom::ping>::with<uint64_t, uint64_t>,
  // NODE: stop everything; answered when the workers are gone.
  caf::replies_to<atom::shutdown>::with<atom::done>>;

/// WEBHOOKS: tells the outside that a job ended. What it has taken is on disk
/// and is told at least once, also after a kill. Owns the webhooks; all but
/// notices are refused with not_found when the webhook is not the user's.
using webhooks_actor = caf::typed_actor<
  // SESSION: this job ended. Answered when every receiver's message is on
  // disk; the same notice again (session, seq) changes nothing.
  caf::replies_to<job_notice>::with<atom::done>,
  // A new webhook: owner, url, events and secret are read. Answers it whole,
  // with its id and its secret; invalid_argument names the field.
  caf::replies_to<atom::create, webhook>::with<webhook>,
  // A user's webhooks, oldest first, without their secrets.
  caf::replies_to<atom::list, user_id>::with<std::vector<webhook>>,
  // One of them, without its secret.
  caf::replies_to<atom::find, user_id, std::string>::with<webhook>,
  // Forget it and what it has not been told yet.
  caf::replies_to<atom::remove, user_id, std::string>::with<atom::done>,
  // Send it a message of type webhook.test now; one that was disabled is
  // enabled by that. Answers the message.
  caf::replies_to<atom::ping, user_id, std::string>::with<webhook_delivery>,
  // Its newest messages first, at most so many.
  caf::replies_to<atom::list, user_id, std::string,
                  uint32_t>::with<std::vector<webhook_delivery>>>;

/// NODE: root of the supervision tree. As FILMS and as POOL_METER it hands on
/// to the registry and the pool of the moment.
using node_actor = films_actor::extend<
  // Waiting and running pieces of the pool of the moment.
  caf::replies_to<atom::ping>::with<uint64_t, uint64_t>,
  // The children of the moment; registry and pool may be made anew.
  caf::replies_to<atom::find>::with<registry_actor, storekeeper_actor,
                                    media_pool_actor>,
  // Stop in order: registry (sessions, stages), pool, storekeeper. Answered
  // when all of it is down, or by ec::timeout; then the node ends too. A
  // second call is harmless.
  caf::replies_to<atom::shutdown>::with<atom::done>>;

} // namespace troupe

CAF_BEGIN_TYPE_ID_BLOCK(troupe_actors, (caf::id_block::troupe::end))

  CAF_ADD_TYPE_ID(troupe_actors, (troupe::librarian_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::media_pool_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::media_worker_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::registry_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::session_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::stage_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::storekeeper_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::watcher_actor))
  CAF_ADD_TYPE_ID(troupe_actors, (troupe::webhooks_actor))

CAF_END_TYPE_ID_BLOCK(troupe_actors)
