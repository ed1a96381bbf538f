/// Child processes for tests of the real binary. Owned by the test; one
/// thread.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace troupe::test {

/// What a finished process left behind.
struct exit_state {
  /// Exit code, or 128 + signal number.
  int code = 0;
  std::string out;
  std::string err;
};

/// A running child; killed and reaped when it goes out of scope.
class process {
 public:
  /// Starts argv[0] with stdin from /dev/null, stdout and stderr in pipes
  /// read by poll(). `env` is added to the environment.
  explicit process(const std::vector<std::string>& argv,
                   const std::map<std::string, std::string>& env = {},
                   const std::string& folder = {});
  process(const process&) = delete;
  process& operator=(const process&) = delete;
  ~process();

  pid_t pid() const { return pid_; }
  bool has_ended();
  void signal(int number);

  /// Reads output until a line of stdout or stderr contains the text; that
  /// line, or nothing if the process ends or the deadline passes first.
  std::optional<std::string> wait_for_line(const std::string& text,
                                           std::chrono::milliseconds deadline);

  /// Until it has ended; kills it at the deadline (code 128 + SIGKILL).
  exit_state wait(std::chrono::milliseconds deadline);

  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }

 private:
  bool pump(std::chrono::milliseconds timeout);
  void reap(bool block);

  pid_t pid_ = -1;
  int out_fd_ = -1;
  int err_fd_ = -1;
  bool ended_ = false;
  int status_ = 0;
  std::string out_;
  std::string err_;
};

/// Runs to the end.
exit_state run(const std::vector<std::string>& argv,
               const std::map<std::string, std::string>& env = {},
               std::chrono::milliseconds deadline = std::chrono::minutes{3},
               const std::string& folder = {});

} // namespace troupe::test
