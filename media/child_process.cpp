#include "media/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace troupe::media {

namespace {

using clock = std::chrono::steady_clock;

constexpr size_t complaint_limit = 1'024;

error failed(const char* what) {
  return make_error(ec::media_failed, std::string{"could not start the "
                                                  "decoder: "}
                                        + what + ": " + std::strerror(errno));
}

/// A descriptor that is closed.
class descriptor {
 public:
  explicit descriptor(int number = -1) : number_(number) {}
  descriptor(descriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() { reset(); }
  void reset() {
    if (number_ >= 0)
      ::close(number_);
    number_ = -1;
  }
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

/// The child reads it and can't change it.
result<descriptor>
file_in_memory(const std::vector<std::span<const uint8_t>>& parts) {
  descriptor out{::memfd_create("picture", MFD_CLOEXEC | MFD_ALLOW_SEALING)};
  if (!out)
    return failed("memfd_create");
  for (auto part : parts) {
    while (!part.empty()) {
      auto count = ::write(out.get(), part.data(), part.size());
      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        return failed("write");
      part = part.subspan(static_cast<size_t>(count));
    }
  }
  if (::lseek(out.get(), 0, SEEK_SET) != 0
      || ::fcntl(out.get(), F_ADD_SEALS,
                 F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
    return failed("seal");
  return out;
}

struct pipe_ends {
  descriptor read;
  descriptor write;
};

result<pipe_ends> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return failed("pipe");
  return pipe_ends{descriptor{ends[0]}, descriptor{ends[1]}};
}

/// A child that is killed and waited for.
class child {
 public:
  child() = default;
  child(const child&) = delete;
  child& operator=(const child&) = delete;
  ~child() {
    kill();
    wait();
  }

  /// `input`, `output` and `complaints` become 0, 1 and 2; nothing else is
  /// handed on, no variable of the environment either.
  result<void> start(const child_request& request, int input, int output,
                     int complaints) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, 0);
    posix_spawn_file_actions_adddup2(&actions, output, 1);
    posix_spawn_file_actions_adddup2(&actions, complaints, 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    auto program = request.program.string();
    std::vector<std::string> texts{program};
    texts.insert(texts.end(), request.arguments.begin(),
                 request.arguments.end());
    std::vector<char*> arguments;
    for (auto& text : texts)
      arguments.push_back(text.data());
    arguments.push_back(nullptr);
    char* environment[] = {nullptr};
    auto rc = ::posix_spawn(&pid_, program.c_str(), &actions, &attributes,
                            arguments.data(), environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = rc;
    if (rc == 0)
      return {};
    pid_ = -1;
    return failed("spawn");
  }

  void kill() {
    if (pid_ > 0)
      ::kill(pid_, SIGKILL);
  }

  /// Its status; it must be ending.
  int wait() {
    int status = 0;
    while (pid_ > 0 && ::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  pid_t pid_ = -1;
};

/// False at the end of the pipe or above the limit.
template <class Bytes>
bool take(int from, Bytes& to, size_t limit) {
  constexpr size_t step = 256 * 1024;
  auto old = to.size();
  auto room = std::min(step, limit + 1 - std::min(limit + 1, old));
  to.resize(old + room);
  ssize_t count = 0;
  do
    count = ::read(from, to.data() + old, room);
  while (count < 0 && errno == EINTR);
  to.resize(old + static_cast<size_t>(std::max<ssize_t>(count, 0)));
  return count > 0 && to.size() <= limit;
}

int milliseconds_to(clock::time_point deadline) {
  auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline
                                                           - clock::now());
  return static_cast<int>(std::max<int64_t>(left.count(), 0));
}

struct listening {
  int output;
  int complaints;
  int stopped;
};

/// Reads until both pipes end, or says why not.
result<child_end> listen(const child_request& request, const listening& to,
                         child_report& report) {
  auto deadline = clock::now() + request.deadline;
  std::array<pollfd, 3> all{{{to.stopped, POLLIN, 0},
                             {to.output, POLLIN, 0},
                             {to.complaints, POLLIN, 0}}};
  while (all[1].fd >= 0 || all[2].fd >= 0) {
    auto count = ::poll(all.data(), all.size(), milliseconds_to(deadline));
    if (all[0].revents != 0 && count > 0)
      return make_error(ec::cancelled, "Stopped");
    if (count == 0)
      return child_end::too_long;
    if (count < 0)
      continue;
    if (all[1].revents != 0
        && !take(all[1].fd, report.output, request.output_limit)) {
      if (report.output.size() > request.output_limit)
        return child_end::too_much;
      all[1].fd = -1;
    }
    if (all[2].revents != 0
        && !take(all[2].fd, report.complaint, complaint_limit))
      all[2].fd = -1;
  }
  return child_end::exited;
}

} // namespace

result<child_report> run_child(const child_request& request,
                               std::stop_token stop) {
  auto input = file_in_memory(request.input);
  if (!input)
    return input.error();
  auto output = make_pipe();
  auto complaints = make_pipe();
  descriptor stopped{::eventfd(0, EFD_CLOEXEC)};
  if (!output || !complaints || !stopped)
    return failed("pipe");
  child runs;
  auto started = runs.start(request, input->get(), output->write.get(),
                            complaints->write.get());
  if (!started)
    return started.error();
  output->write.reset();
  complaints->write.reset();
  std::stop_callback wake{std::move(stop), [&stopped] {
                            uint64_t one = 1;
                            [[maybe_unused]] auto count
                              = ::write(stopped.get(), &one, sizeof one);
                          }};
  child_report report;
  auto end = listen(
    request, {output->read.get(), complaints->read.get(), stopped.get()},
    report);
  if (!end)
    return end.error();
  report.end = *end;
  // Who closed both pipes is leaving or hangs.
  runs.kill();
  auto status = runs.wait();
  if (report.end != child_end::exited)
    return report;
  report.end = WIFSIGNALED(status) ? child_end::killed : child_end::exited;
  report.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return report;
}

} // namespace troupe::media
