#include "cli/engine.hpp"

#include "actors/account_keeper.hpp"
#include "actors/actor_config.hpp"
#include "actors/node.hpp"
#include "actors/picture_keeper.hpp"
#include "actors/webhooks.hpp"
#include "protocol/defaults.hpp"
#include "protocol/stage_plan.hpp"
#include "providers/piece_maker.hpp"
#include "store/file_store.hpp"
#include "store/sqlite_lines.hpp"
#include "store/sqlite_store.hpp"
#include "store/webhook_store.hpp"

#include <caf/scoped_actor.hpp>

#include <csignal>
#include <thread>

#include <spdlog/spdlog.h>
#include <unistd.h>

namespace troupe {

namespace {

/// The node answers when its own deadline has passed; a little later is not
/// an answer any more.
constexpr auto answer_margin = std::chrono::seconds{2};

stage_rules rules_of(const data_folder& folder, pronunciations lexicon) {
  stage_rules rules;
  rules.plan = [lexicon = std::move(lexicon)](stage at, const json& inputs) {
    return plan_spoken_stage(at, inputs, lexicon);
  };
  rules.live_url = live_list_url;
  rules.assemble = [videos = folder.videos()](
                     stage at, const json& inputs, const session_id& session,
                     const std::vector<piece_record>& records) {
    return assemble_stage(at, inputs, session, videos / session.str(),
                          records);
  };
  return rules;
}

token_rules token_rules_of(const config& values) {
  token_rules out;
  auto mode = values.text("auth.mode");
  out.takes_ours = mode != "jwks";
  out.takes_outside = mode == "jwks" || mode == "both";
  out.outside.issuer = values.text("auth.issuer");
  out.outside.audience = values.text("auth.audience");
  out.outside.authorized_parties = values.list("auth.authorized_parties");
  out.lifetime = std::chrono::hours{values.number("auth.token_hours")};
  return out;
}

} // namespace

struct engine::actors {
  actor_config settings;
  caf::actor_system system{settings};
};

result<pronunciations> lexicon_of(const std::filesystem::path& file) {
  return file.empty() ? result<pronunciations>{pronunciations{}}
                      : pronunciations::read(file);
}

engine_options engine_options_of(const config& values) {
  engine_options out;
  out.folder = values.text("data.folder");
  out.reserve_bytes
    = static_cast<uint64_t>(values.number("data.reserve_mib")) * 1024 * 1024;
  out.cache_bytes
    = static_cast<uint64_t>(values.number("cache.max_mib")) * 1024 * 1024;
  out.workers = static_cast<size_t>(values.number("engine.workers"));
  // One scene a core: sockets and actors need a few per cent of one.
  if (out.workers == 0)
    out.workers = std::max(1U, std::thread::hardware_concurrency());
  out.lexicon = values.text("voice.lexicon");
  out.sessions = static_cast<size_t>(values.number("engine.sessions"));
  out.grace = std::chrono::seconds{values.number("engine.grace_seconds")};
  // Without accounts there is one user, who may do what the machine can.
  if (values.text("auth.mode") != "off")
    out.active_jobs = static_cast<size_t>(values.number("limits.active_jobs"));
  out.webhooks_allow_private = values.is_on("webhooks.allow_private");
  return out;
}

result<std::unique_ptr<engine>> engine::open(const engine_options& options) {
  auto out = std::unique_ptr<engine>{new engine};
  if (auto err = out->start(options))
    return err;
  return out;
}

error engine::start(const engine_options& options) {
  auto lexicon = lexicon_of(options.lexicon);
  if (!lexicon)
    return lexicon.error();
  auto folder = data_folder::open(options.folder, options.reserve_bytes);
  if (!folder)
    return folder.error();
  folder_ = *folder;
  auto store = open_sqlite_store(folder_);
  if (!store)
    return store.error();
  auto lines = open_sqlite_lines(folder_);
  if (!lines)
    return lines.error();
  auto files = open_file_store(folder_);
  if (!files)
    return files.error();
  files_ = *files;
  actors_ = std::make_unique<actors>();
  if (options.has_webhooks)
    if (auto err = open_webhooks(options.webhooks_allow_private))
      return err;
  node_options node;
  node.make_librarian = detached_librarian(std::move(*lines));
  node.make_storekeeper = detached_storekeeper(std::move(*store), counters_);
  node.make_worker = detached_workers(make_piece_maker(
    {.data_folder = folder_->root(),
     .reserve_bytes = options.reserve_bytes,
     .cache_folder = options.cache_folder.empty()
                       ? folder_->root() / "cache" / "pieces"
                       : options.cache_folder,
     .cache_bytes = options.cache_bytes,
     .files = files_,
     .counters = counters_}));
  node.workers = options.workers;
  node.rules = rules_of(*folder_, std::move(*lexicon));
  node.counters = counters_;
  node.grace = options.grace;
  node.session_limit = options.sessions;
  node.active_jobs = options.active_jobs;
  node.webhooks = webhooks_;
  node.make_picture_keeper = detached_picture_keeper(folder_);
  node.on_fatal = [failed = failed_](const error& why) {
    spdlog::critical("nothing can be stored any more: {}", text_of(why));
    *failed = true;
    ::kill(::getpid(), SIGTERM);
  };
  node_ = spawn_node(actors_->system, std::move(node));
  error failure;
  caf::scoped_actor self{actors_->system};
  self->request(node_, defaults::call_deadline, atom::find_v)
    .receive(
      [this](const registry_actor&, const storekeeper_actor& store,
             const media_pool_actor&) { store_ = store; },
      [&failure](const error& err) { failure = err; });
  return failure;
}

error engine::open_accounts(const config& values) {
  auto store = account_store::open(folder_->account_file());
  if (!store)
    return std::move(store.error());
  directory_ = std::make_shared<account_directory>(token_rules_of(values));
  if (auto err = fill_directory(**store, *directory_, values.text("auth.secret")))
    return err;
  accounts_ = spawn_account_keeper(actors_->system, std::move(*store),
                                   directory_);
  return {};
}

error engine::open_webhooks(bool allow_private) {
  auto store = open_webhook_store(folder_->webhook_file());
  if (!store)
    return std::move(store.error());
  webhooks_ = detached_webhooks(std::move(*store),
                                allow_private)(actors_->system);
  return {};
}

engine::~engine() {
  stop();
}

caf::actor_system& engine::system() {
  return actors_->system;
}

error engine::stop() {
  error failure;
  if (!node_)
    return failure;
  caf::scoped_actor self{actors_->system};
  self
    ->request(node_, defaults::shutdown_deadline + answer_margin,
              atom::shutdown_v)
    .receive([](atom::done) {}, [&failure](const error& err) {
      failure = err;
    });
  store_ = nullptr;
  if (accounts_)
    self->send_exit(accounts_, caf::exit_reason::user_shutdown);
  if (webhooks_)
    self->send_exit(webhooks_, caf::exit_reason::user_shutdown);
  self->send_exit(node_, caf::exit_reason::user_shutdown);
  accounts_ = nullptr;
  webhooks_ = nullptr;
  node_ = nullptr;
  return failure;
}

} // namespace troupe
