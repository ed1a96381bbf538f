/// Runs a program of ours that gets bytes and gives bytes: input as a sealed
/// file in memory on descriptor 0, output and complaints through pipes. The
/// child is gone when the call returns, whatever happened. Blocking; any
/// thread, several at once.
#pragma once

#include "protocol/error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace troupe::media {

struct child_request {
  std::filesystem::path program;
  /// Behind the program's name.
  std::vector<std::string> arguments;
  /// Descriptor 0 holds these, one after the other.
  std::vector<std::span<const uint8_t>> input;
  /// More output than this ends it.
  size_t output_limit = 0;
  std::chrono::milliseconds deadline{20'000};
};

enum class child_end : uint8_t {
  exited,      ///< by itself; `code` is its exit code
  killed,      ///< by a signal, which `code` is
  too_long,    ///< by us, at the deadline
  too_much,    ///< by us, over the output limit
};

struct child_report {
  child_end end = child_end::exited;
  int code = 0;
  std::vector<uint8_t> output;
  /// What it wrote to descriptor 2, up to 1 KiB.
  std::string complaint;
};

/// A child whose output is read as it comes: what is not read waits in the
/// pipe, and the child with it. One thread; the child is gone with the object.
class child_stream {
 public:
  /// media_failed when the child can't be started.
  static result<std::unique_ptr<child_stream>>
  start(const child_request& request, std::stop_token stop);
  ~child_stream();
  child_stream(const child_stream&) = delete;
  child_stream& operator=(const child_stream&) = delete;

  /// How many bytes came: fewer than asked only at the end of the output, 0
  /// behind it. ec::cancelled within milliseconds after the stop; limit_exceeded
  /// at the deadline or above the output limit, and finish() says which.
  result<size_t> read(std::span<uint8_t> to);
  /// Waits for the child to leave, or ends it. `output` stays empty.
  result<child_report> finish();

 private:
  struct parts;
  explicit child_stream(std::unique_ptr<parts> x);
  std::unique_ptr<parts> parts_;
};

/// The whole output at once. ec::cancelled within milliseconds after `stop`;
/// media_failed when the child can't be started.
result<child_report> run_child(const child_request& request,
                               std::stop_token stop);

} // namespace troupe::media
