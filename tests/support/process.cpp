#include "tests/support/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace troupe::test {

namespace {

using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

[[noreturn]] void become(const std::vector<std::string>& argv,
                         const std::map<std::string, std::string>& env,
                         const std::string& folder) {
  for (auto& [name, value] : env)
    ::setenv(name.c_str(), value.c_str(), 1);
  if (!folder.empty() && ::chdir(folder.c_str()) != 0)
    ::_exit(126);
  std::vector<char*> arguments;
  for (auto& x : argv)
    arguments.push_back(const_cast<char*>(x.c_str()));
  arguments.push_back(nullptr);
  ::execvp(arguments[0], arguments.data());
  ::_exit(127);
}

/// Appends what is there; false at the end of the stream.
bool drain(int& fd, std::string& text) {
  char buffer[16384];
  auto n = ::read(fd, buffer, sizeof buffer);
  if (n > 0) {
    text.append(buffer, static_cast<size_t>(n));
    return true;
  }
  if (n < 0 && errno == EINTR)
    return true;
  ::close(fd);
  fd = -1;
  return false;
}

std::optional<std::string> line_with(const std::string& text,
                                     const std::string& part) {
  auto at = text.find(part);
  if (at == std::string::npos)
    return std::nullopt;
  auto end = text.find('\n', at);
  if (end == std::string::npos)
    return std::nullopt;
  auto begin = text.rfind('\n', at);
  begin = begin == std::string::npos ? 0 : begin + 1;
  return text.substr(begin, end - begin);
}

} // namespace

process::process(const std::vector<std::string>& argv,
                 const std::map<std::string, std::string>& env,
                 const std::string& folder) {
  int out[2];
  int err[2];
  if (::pipe2(out, O_CLOEXEC) != 0 || ::pipe2(err, O_CLOEXEC) != 0)
    throw std::runtime_error("pipe2 failed");
  pid_ = ::fork();
  if (pid_ < 0)
    throw std::runtime_error("fork failed");
  if (pid_ == 0) {
    auto null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, 0);
    ::dup2(out[1], 1);
    ::dup2(err[1], 2);
    become(argv, env, folder);
  }
  ::close(out[1]);
  ::close(err[1]);
  out_fd_ = out[0];
  err_fd_ = err[0];
}

process::~process() {
  if (!ended_) {
    ::kill(pid_, SIGKILL);
    reap(true);
  }
  for (auto fd : {out_fd_, err_fd_})
    if (fd >= 0)
      ::close(fd);
}

bool process::has_ended() {
  reap(false);
  return ended_;
}

void process::signal(int number) {
  if (!ended_)
    ::kill(pid_, number);
}

void process::reap(bool block) {
  if (ended_)
    return;
  int status = 0;
  auto rc = ::waitpid(pid_, &status, block ? 0 : WNOHANG);
  if (rc == pid_) {
    ended_ = true;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
}

bool process::pump(milliseconds timeout) {
  pollfd fds[2] = {{out_fd_, POLLIN, 0}, {err_fd_, POLLIN, 0}};
  if (out_fd_ < 0 && err_fd_ < 0)
    return false;
  ::poll(fds, 2, static_cast<int>(timeout.count()));
  if (fds[0].fd >= 0 && fds[0].revents != 0)
    drain(out_fd_, out_);
  if (fds[1].fd >= 0 && fds[1].revents != 0)
    drain(err_fd_, err_);
  return true;
}

std::optional<std::string> process::wait_for_line(const std::string& text,
                                                  milliseconds deadline) {
  auto end = clock::now() + deadline;
  for (;;) {
    if (auto line = line_with(out_, text))
      return line;
    if (auto line = line_with(err_, text))
      return line;
    auto left = std::chrono::duration_cast<milliseconds>(end - clock::now());
    if (left <= milliseconds::zero() || !pump(left))
      return std::nullopt;
  }
}

exit_state process::wait(milliseconds deadline) {
  auto end = clock::now() + deadline;
  while (out_fd_ >= 0 || err_fd_ >= 0) {
    auto left = std::chrono::duration_cast<milliseconds>(end - clock::now());
    if (left <= milliseconds::zero()) {
      signal(SIGKILL);
      break;
    }
    pump(left);
  }
  reap(true);
  while (pump(milliseconds::zero()) && (out_fd_ >= 0 || err_fd_ >= 0)) {
  }
  return {status_, out_, err_};
}

exit_state run(const std::vector<std::string>& argv,
               const std::map<std::string, std::string>& env,
               milliseconds deadline, const std::string& folder) {
  process child{argv, env, folder};
  return child.wait(deadline);
}

} // namespace troupe::test
