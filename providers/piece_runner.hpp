/// Works off a plan without a session: every piece as soon as what it needs is
/// there, several at a time, in the plan's order. For films that nobody
/// reviews (`troupe render`) and for measurements; sessions have actors for
/// this. Blocking; the caller's thread waits.
#pragma once

#include "protocol/maker.hpp"
#include "protocol/piece.hpp"

#include <functional>
#include <stop_token>
#include <vector>

namespace troupe {

struct run_options {
  session_id session;
  /// At least 1.
  size_t workers = 1;
  std::stop_token stop;
  /// How far the piece at this index is (0..1). From the threads that work,
  /// one at a time.
  std::function<void(size_t index, double done)> tell;
};

/// Records in the plan's order. The first failure stops what is running and is
/// the answer; so is ec::cancelled within a frame after `stop`.
result<std::vector<piece_record>> run_pieces(maker& makes,
                                             const std::vector<piece>& plan,
                                             const run_options& options);

} // namespace troupe
