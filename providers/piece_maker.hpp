/// The maker that a node uses: the embedded writer, narrator, painter, encoder
/// and muxer behind the one interface that media workers call. Needs no
/// network and no key. Thread-safe; every call works on its own folder.
#pragma once

#include "protocol/defaults.hpp"
#include "protocol/file_shelf.hpp"
#include "protocol/maker.hpp"
#include "protocol/metrics.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace troupe {

struct piece_maker_options {
  /// Of the process; pieces go to outputs/videos/<session>/pieces/<key>/.
  std::filesystem::path data_folder{};
  /// Below this much free space nothing new is begun: the log needs room to
  /// finish what is running.
  uint64_t reserve_bytes = defaults::disk_reserve_bytes;
  /// Where pieces of all sessions meet (see piece_cache.hpp).
  std::filesystem::path cache_folder{};
  /// 0: no cache.
  uint64_t cache_bytes = 0;
  /// False for a data folder that goes with the process: names need not
  /// survive a power cut.
  bool is_lasting = true;
  /// Decodes pictures in a process of its own; this program, unless a test
  /// says otherwise.
  std::filesystem::path decoder = "/proc/self/exe";
  /// Where uploaded files are; may be missing.
  file_shelf_ptr files{};
  /// For pieces_cached; may be missing.
  metrics_ptr counters{};
};

std::shared_ptr<maker> make_piece_maker(piece_maker_options options);

} // namespace troupe
