/// Finds the endpoint of a request and answers for those that don't exist:
/// 404, 405 with Allow, OPTIONS, and a write from a foreign page. Filled once
/// before the server starts, then only read; any thread.
#pragma once

#include "io/gate.hpp"
#include "io/http_types.hpp"
#include "io/origin.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace troupe {

/// Values of the {names} of a pattern, in their order.
using path_values = std::vector<std::string>;

using endpoint
  = std::function<void(const http_request&, const path_values&, respond)>;

class router {
 public:
  /// Pages of these origins ("https://studio.example") may write and read,
  /// besides pages of the host that was asked. Without a gate everybody is
  /// local_identity().
  explicit router(std::vector<std::string> allowed_origins = {},
                  gate_ptr gate = {});

  /// "/video/{id}" takes one segment for a name, "/files/{path...}" all that
  /// is left. GET answers HEAD too. Only users get in, unless `who` says
  /// otherwise.
  void add(std::string method, std::string pattern, endpoint handler,
           access who = access::user);

  void operator()(http_request request, respond answer) const;

  /// "GET /video/{id}", in the order they were added.
  std::vector<std::string> endpoints() const;
  /// Who may use each of them, in the same order.
  std::vector<access> admitted() const;

 private:
  struct route {
    std::string method;
    std::string pattern;
    endpoint handler;
    access who;
  };

  bool is_foreign(const http_request& request) const;
  std::string allowed_methods(const std::string& path) const;
  respond with_cors(const http_request& request, respond answer) const;

  void admit(http_request request, const route& found, path_values values,
             respond answer) const;

  origin_rules origins_;
  gate_ptr gate_;
  std::vector<route> routes_;
};

} // namespace troupe
