/// The maker that a node uses: the embedded writer, narrator, painter, encoder
/// and muxer behind the one interface that media workers call. Needs no
/// network and no key. Thread-safe; every call works on its own folder.
#pragma once

#include "protocol/maker.hpp"

#include <filesystem>
#include <memory>

namespace troupe {

/// `data_folder` is the one of the process; pieces go to
/// outputs/videos/<session>/pieces/<key>/ in it.
std::shared_ptr<maker> make_piece_maker(std::filesystem::path data_folder);

} // namespace troupe
