/// Where everything lies that outlives the process, and the only place that
/// joins its paths. Made by the composition root, shared by store and makers;
/// holds the lock on the folder while it lives. Any thread: it has no state
/// that changes.
///
///   <data>/lock                                  one process at a time
///         /log.sqlite                            the event log
///         /webhooks.sqlite                       webhooks and their messages
///         /accounts.sqlite                       users, keys, the secret
///         /outputs/videos/<session>/             public files of a film
///         /outputs/videos/<session>/pieces/<key>/
///         .../.tmp-*                             unfinished: may be deleted
///
/// The data folder itself may be reached through a link; inside it a link in
/// place of a folder is refused.
#pragma once

#include "protocol/defaults.hpp"
#include "protocol/ids.hpp"
#include "store/folder_lock.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace troupe {

class data_folder {
public:
  /// Makes what is missing (mode 0750) and locks it. An error names the path.
  static result<std::shared_ptr<const data_folder>>
  open(const std::filesystem::path& root,
       uint64_t reserve_bytes = defaults::disk_reserve_bytes);

  /// Absolute, without links.
  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path log_file() const { return root_ / "log.sqlite"; }
  std::filesystem::path account_file() const {
    return root_ / "accounts.sqlite";
  }
  std::filesystem::path webhook_file() const {
    return root_ / "webhooks.sqlite";
  }
  /// What /outputs/videos/ of the web means.
  std::filesystem::path videos() const { return root_ / "outputs/videos"; }

  /// The folder of a session, made together with its pieces/ if it is not
  /// there. invalid_argument unless is_session_id().
  result<std::filesystem::path> session_folder(const session_id& id) const;

  /// Deletes what a crash left unfinished in a session's folder: all `.tmp-*`
  /// in it and in its pieces/. Only while nothing works on that session.
  /// Answers how many; 0 if there is no such folder.
  result<uint64_t> remove_temporary(const session_id& id) const;

  /// Deletes all files of a session: its films, its pieces and what was sent
  /// with it. Only when its log is gone. Done also when there is nothing.
  result<void> remove_session(const session_id& id) const;

  /// no_space if less than the reserve would be left after `bytes` more.
  result<void> check_space(uint64_t bytes) const;

private:
  data_folder(std::filesystem::path root, uint64_t reserve, folder_lock lock)
    : root_(std::move(root)), reserve_(reserve), lock_(std::move(lock)) {}

  std::filesystem::path root_;
  uint64_t reserve_;
  folder_lock lock_;
};

} // namespace troupe
