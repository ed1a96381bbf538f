#include "providers/reference_files.hpp"

#include "media/document_text.hpp"

namespace troupe {

namespace {

error missing(const std::string& id) {
  return make_error(ec::invalid_argument,
                    "Field reference_files: file " + id + " is not there");
}

} // namespace

result<read_texts> read_references(const json& payload, const user_id& owner,
                                   const file_shelf_ptr& files,
                                   const std::filesystem::path& decoder,
                                   const std::stop_token& stop) {
  read_texts out;
  // Files that may not be used are not even opened.
  if (!payload.flag("use_rag", true)) {
    if (payload.at("reference_files").size() > 0)
      out.notes.push_back("use_rag is off: the reference files were not read.");
    return out;
  }
  media::document_options options;
  options.program = decoder;
  for (auto& entry : payload.at("reference_files").as_array()) {
    auto& id = entry.as_string();
    if (!files)
      return missing(id);
    auto about = files->find(owner, id);
    if (!about)
      return code_of(about.error()) == ec::not_found ? missing(id)
                                                     : about.error();
    auto bytes = files->read(owner, id);
    if (!bytes)
      return bytes.error();
    auto text = media::read_document(
      {reinterpret_cast<const uint8_t*>(bytes->data()), bytes->size()},
      about->kind, options, stop);
    if (text)
      out.texts.push_back({about->name, std::move(*text)});
    else if (code_of(text.error()) == ec::cancelled)
      return text.error();
    else
      out.notes.push_back("The file " + about->name
                          + " was not read: " + text_of(text.error()) + ".");
  }
  return out;
}

} // namespace troupe
