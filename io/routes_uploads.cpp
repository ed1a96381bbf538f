#include "io/file_desk.hpp"
#include "io/multipart.hpp"
#include "io/problem.hpp"
#include "io/routes_parts.hpp"
#include "io/static_files.hpp"
#include "protocol/utc_time.hpp"

#include <charconv>
#include <string>

namespace troupe {

namespace {

constexpr size_t part_limit = 16;
constexpr uint32_t page_default = 20;
constexpr uint32_t page_max = 100;
constexpr uint64_t pages_max = 1'000'000;

json entry_of(const uploaded_file& x) {
  return json::make_object(
    {{"file_id", x.id},
     {"filename", x.name},
     {"type", to_string(x.kind)},
     {"content_type", media_type_of(x.kind)},
     {"size", static_cast<int64_t>(x.bytes)},
     {"sha256", x.sha256},
     {"created_at", utc_time(x.created_ms)},
     {"download_url", "/api/v1/files/" + x.id + "/download"}});
}

/// Runs on the desk, or says at once that there is too much to do.
void at_desk(const route_context_ptr& context, const http_request& request,
             const respond& answer, file_desk::task task) {
  if (!context->files)
    return answer(make_problem(request, 503, "Files can't be kept here"));
  if (!context->files->run(std::move(task))) {
    auto busy = make_problem(request, 503, "Too many files at once");
    busy.headers.set("Retry-After", "1");
    answer(std::move(busy));
  }
}

http_response refuse_file(const http_request& request, unsigned status,
                          const std::string& why) {
  auto entry = json::make_object({{"pointer", "/file"}, {"detail", why}});
  json::object more;
  more.emplace_back("errors", json::make_array({entry}));
  return make_problem(request, status, why, std::move(more));
}

struct sent_file {
  std::string name;
  std::string bytes;
};

/// The part named "file", or the only file there is.
std::optional<sent_file> file_in(std::vector<form_part> parts) {
  form_part* found = nullptr;
  for (auto& x : parts)
    if (x.is_file && (!found || x.name == "file"))
      found = &x;
  if (!found)
    return std::nullopt;
  return sent_file{std::move(found->file_name), std::move(found->data)};
}

void keep_file(const http_request& request, const respond& answer,
               sent_file& sent, file_shelf& shelf) {
  if (sent.bytes.size() > shelf.file_limit())
    return answer(refuse_file(request, 413,
                              "A file may have "
                                + std::to_string(shelf.file_limit() >> 20U)
                                + " MiB at most"));
  auto kept = shelf.add(request.who.user, std::move(sent.name), sent.bytes);
  if (!kept) {
    auto code = code_of(kept.error());
    if (code == ec::invalid_argument || code == ec::limit_exceeded)
      return answer(refuse_file(request, 422, text_of(kept.error())));
    return answer(make_problem(request, kept.error()));
  }
  auto made = json_response(entry_of(*kept), 201);
  made.headers.set("Location", "/api/v1/files/" + kept->id);
  answer(std::move(made));
}

void upload(const route_context_ptr& context, const http_request& request,
            const respond& answer) {
  auto boundary = multipart_boundary(request.headers.get("Content-Type"));
  if (!boundary)
    return answer(refuse_file(request, 422,
                              "Send the file as multipart/form-data, in a part "
                              "named file"));
  auto parts = parse_multipart(request.body, *boundary, part_limit);
  if (!parts)
    return answer(refuse_file(request, 422, text_of(parts.error())));
  auto sent = file_in(std::move(*parts));
  if (!sent)
    return answer(refuse_file(request, 422, "field required: file"));
  // The bytes are with the desk now; the request need not hold them twice.
  auto light = request;
  light.body.clear();
  at_desk(context, request, answer,
          [light = std::move(light), answer,
           sent = std::move(*sent)](file_shelf& shelf) mutable {
            keep_file(light, answer, sent, shelf);
          });
}

/// The parameter, or `fallback` without one; 0 when it is no number within the
/// limits.
uint64_t number_of(const http_request& request, std::string_view name,
                   uint64_t fallback, uint64_t most) {
  auto text = request.parameter(name);
  if (!text)
    return fallback;
  uint64_t out = 0;
  auto end = text->data() + text->size();
  auto [at, code] = std::from_chars(text->data(), end, out);
  return code == std::errc{} && at == end && out <= most ? out : 0;
}

void list_files(const route_context_ptr& context, const http_request& request,
                const respond& answer) {
  auto page = number_of(request, "page", 1, pages_max);
  auto size = number_of(request, "items_per_page", page_default, page_max);
  if (page == 0 || size == 0)
    return answer(make_problem(request, 400,
                               "page must be a number from 1, items_per_page "
                               "from 1 to 100"));
  at_desk(
    context, request, answer, [request, answer, page, size](file_shelf& shelf) {
      auto found = shelf.list(request.who.user, static_cast<uint32_t>(size),
                              (page - 1) * size);
      if (!found)
        return answer(make_problem(request, found.error()));
      auto files = json::make_array();
      for (auto& x : found->files)
        files.push_back(entry_of(x));
      answer(json_response(
        json::make_object({{"files", files},
                           {"total_count", static_cast<int64_t>(found->total)},
                           {"page", static_cast<int64_t>(page)},
                           {"items_per_page", static_cast<int64_t>(size)},
                           {"has_next", page * size < found->total},
                           {"has_previous", page > 1}})));
    });
}

void show_file(const route_context_ptr& context, const http_request& request,
               const std::string& id, const respond& answer) {
  at_desk(context, request, answer, [request, answer, id](file_shelf& shelf) {
    auto found = shelf.find(request.who.user, id);
    answer(found ? json_response(entry_of(*found))
                 : make_problem(request, found.error()));
  });
}

void delete_file(const route_context_ptr& context, const http_request& request,
                 const std::string& id, const respond& answer) {
  at_desk(context, request, answer, [request, answer, id](file_shelf& shelf) {
    auto gone = shelf.remove(request.who.user, id);
    if (!gone)
      return answer(make_problem(request, gone.error()));
    answer(json_response(json::make_object(
      {{"success", true}, {"message", "File deleted"}, {"file_id", id}})));
  });
}

/// A name for the client's disk, of ours: letters, digits and what can't mean
/// anything in a header.
std::string save_name(const uploaded_file& x) {
  std::string out;
  for (auto c : x.name)
    out += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
               || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_'
             ? c
             : '_';
  return out.find_first_not_of("._") == std::string::npos ? x.id : out;
}

/// Never shown in the page: what a person uploaded could be anything.
void download(const route_context_ptr& context, const http_request& request,
              const std::string& id, const respond& answer) {
  at_desk(context, request, answer, [request, answer, id](file_shelf& shelf) {
    auto found = shelf.find(request.who.user, id);
    if (!found)
      return answer(make_problem(request, found.error()));
    auto file = open_below(shelf.folder(), found->id);
    if (!file)
      return answer(make_problem(request, 404, "File " + id + " not found"));
    auto out = serve_file(request, *file, found->id);
    if (out.status == 200 || out.status == 206) {
      out.headers.set("Content-Type", std::string{media_type_of(found->kind)});
      out.headers.set("Content-Disposition",
                      "attachment; filename=\"" + save_name(*found) + '"');
      out.headers.set("X-Content-Type-Options", "nosniff");
    }
    answer(std::move(out));
  });
}

} // namespace

void add_upload_routes(router& routes, const route_context_ptr& context) {
  routes.add("POST", "/api/v1/files/upload",
             [context](auto& request, auto&, auto answer) {
               upload(context, request, answer);
             });
  routes.add("GET", "/api/v1/files",
             [context](auto& request, auto&, auto answer) {
               list_files(context, request, answer);
             });
  for (auto path : {"/api/v1/files/{id}", "/api/v1/files/{id}/metadata"})
    routes.add("GET", path,
               [context](auto& request, auto& values, auto answer) {
                 show_file(context, request, values[0], answer);
               });
  routes.add("GET", "/api/v1/files/{id}/download",
             [context](auto& request, auto& values, auto answer) {
               download(context, request, values[0], answer);
             });
  routes.add("DELETE", "/api/v1/files/{id}",
             [context](auto& request, auto& values, auto answer) {
               delete_file(context, request, values[0], answer);
             });
}

} // namespace troupe
