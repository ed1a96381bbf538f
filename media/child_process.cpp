#include "media/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <optional>
#include <utility>

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

/// What came, 0 at the end of the pipe.
size_t take(int from, std::span<uint8_t> to) {
  ssize_t count = 0;
  do
    count = ::read(from, to.data(), to.size());
  while (count < 0 && errno == EINTR);
  return static_cast<size_t>(std::max<ssize_t>(count, 0));
}

int milliseconds_to(clock::time_point deadline) {
  auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline
                                                           - clock::now());
  return static_cast<int>(std::clamp<int64_t>(left.count(), 0, 1'000'000'000));
}

} // namespace

struct child_stream::parts {
  parts(const child_request& request, std::stop_token with)
    : limit(request.output_limit),
      deadline(clock::now() + request.deadline),
      stop(std::move(with)) {}

  result<void> start(const child_request& request);
  /// Waits until there is something to be read from the output or, without
  /// it, from the complaints; ended pipes are closed.
  result<void> wait(bool for_output);
  void take_complaints();

  size_t limit;
  clock::time_point deadline;
  std::stop_token stop;
  child_report report;
  size_t given = 0;
  pipe_ends output;
  pipe_ends complaints;
  descriptor stopped;
  child runs;
  std::optional<std::stop_callback<std::function<void()>>> wake;
};

result<void> child_stream::parts::start(const child_request& request) {
  auto input = file_in_memory(request.input);
  if (!input)
    return input.error();
  auto out = make_pipe();
  auto err = make_pipe();
  stopped = descriptor{::eventfd(0, EFD_CLOEXEC)};
  if (!out || !err || !stopped)
    return failed("pipe");
  output = std::move(*out);
  complaints = std::move(*err);
  auto started = runs.start(request, input->get(), output.write.get(),
                            complaints.write.get());
  if (!started)
    return started;
  output.write.reset();
  complaints.write.reset();
  wake.emplace(stop, [this] {
    uint64_t one = 1;
    [[maybe_unused]] auto count = ::write(stopped.get(), &one, sizeof one);
  });
  return {};
}

void child_stream::parts::take_complaints() {
  std::array<uint8_t, complaint_limit> text{};
  auto count = take(complaints.read.get(), text);
  if (count == 0 || report.complaint.size() >= complaint_limit)
    complaints.read.reset();
  report.complaint.append(text.begin(),
                          text.begin() + static_cast<std::ptrdiff_t>(count));
}

result<void> child_stream::parts::wait(bool for_output) {
  for (;;) {
    std::array<pollfd, 3> all{
      {{stopped.get(), POLLIN, 0},
       {for_output ? output.read.get() : -1, POLLIN, 0},
       {complaints.read ? complaints.read.get() : -1, POLLIN, 0}}};
    auto count = ::poll(all.data(), all.size(), milliseconds_to(deadline));
    if (count < 0)
      continue;
    if (all[0].revents != 0)
      return make_error(ec::cancelled, "Stopped");
    if (count == 0) {
      report.end = child_end::too_long;
      return make_error(ec::limit_exceeded, "the decoder takes too long");
    }
    if (all[2].revents != 0)
      take_complaints();
    if (all[1].revents != 0 || (!for_output && !complaints.read))
      return {};
  }
}

child_stream::child_stream(std::unique_ptr<parts> x) : parts_(std::move(x)) {}

child_stream::~child_stream() = default;

result<std::unique_ptr<child_stream>>
child_stream::start(const child_request& request, std::stop_token stop) {
  auto made = std::make_unique<parts>(request, std::move(stop));
  if (auto started = made->start(request); !started)
    return started.error();
  return std::unique_ptr<child_stream>{new child_stream(std::move(made))};
}

result<size_t> child_stream::read(std::span<uint8_t> to) {
  auto& x = *parts_;
  size_t done = 0;
  while (done < to.size() && x.output.read) {
    if (auto ready = x.wait(true); !ready)
      return ready.error();
    auto count = take(x.output.read.get(), to.subspan(done));
    if (count == 0)
      x.output.read.reset();
    done += count;
    x.given += count;
    if (x.given > x.limit) {
      x.report.end = child_end::too_much;
      return make_error(ec::limit_exceeded, "the decoder gave too much");
    }
  }
  return done;
}

result<child_report> child_stream::finish() {
  auto& x = *parts_;
  // A child that still has something to say finds that nobody reads it.
  x.output.read.reset();
  auto is_over = x.report.end == child_end::too_long
                 || x.report.end == child_end::too_much;
  while (!is_over && x.complaints.read) {
    if (auto ready = x.wait(false); !ready) {
      if (code_of(ready.error()) == ec::cancelled)
        return ready.error();
      is_over = true;
    }
  }
  // Who closed both pipes is leaving or hangs.
  x.runs.kill();
  auto status = x.runs.wait();
  if (is_over)
    return x.report;
  x.report.end = WIFSIGNALED(status) ? child_end::killed : child_end::exited;
  x.report.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  return x.report;
}

result<child_report> run_child(const child_request& request,
                               std::stop_token stop) {
  auto stream = child_stream::start(request, std::move(stop));
  if (!stream)
    return stream.error();
  constexpr size_t step = 256 * 1024;
  std::vector<uint8_t> output;
  for (;;) {
    auto old = output.size();
    output.resize(old + step);
    auto count = (*stream)->read(std::span{output}.subspan(old));
    output.resize(old + (count ? *count : 0));
    if (!count && code_of(count.error()) == ec::cancelled)
      return count.error();
    if (!count || *count == 0)
      break;
  }
  auto report = (*stream)->finish();
  if (report)
    report->output = std::move(output);
  return report;
}

} // namespace troupe::media
