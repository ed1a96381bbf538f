#include "io/websocket_accept.hpp"

#include "io/basic_websocket_pipe.hpp"

namespace troupe {

void accept_websocket(server_context_ptr context, accepted_socket upgraded,
                      http_request request, std::string already_read,
                      websocket_route route) {
  using pipe_type = basic_websocket_pipe<boost::asio::ip::tcp::socket>;
  auto ticket = std::make_shared<connection_ticket>(
    std::move(upgraded.ticket));
  auto pipe = std::make_shared<pipe_type>(
    std::move(upgraded.socket), std::move(already_read), context->limits,
    context->counters, *upgraded.thread, std::move(ticket),
    [context]() -> std::shared_ptr<void> {
      auto room = std::make_shared<body_reservation>();
      if (!room->take(context, context->limits.frame_bytes))
        return nullptr;
      return room;
    });
  pipe->accept(request, [request, route = std::move(route),
                         thread = upgraded.thread](
                          const websocket_pipe_ptr& opened) {
    route(request, opened, thread);
  });
}

} // namespace troupe
