/// Keeps the pictures that came with a session's payload, each in a file named
/// by the hash of its bytes. Not below /outputs: what a person sent is never
/// served again. Blocking; any thread.
///
///   <data>/uploads/<session>/<id>
#pragma once

#include "protocol/payload_pictures.hpp"
#include "store/data_folder.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace troupe {

class upload_folder {
public:
  explicit upload_folder(std::shared_ptr<const data_folder> data)
    : data_(std::move(data)) {}

  /// When it returns, all of them are on disk. Again with the same ones
  /// changes nothing. no_space when the reserve would be touched.
  result<void> keep(const session_id& id,
                    const std::vector<sent_picture>& pictures) const;

private:
  std::shared_ptr<const data_folder> data_;
};

} // namespace troupe
