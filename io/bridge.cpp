#include "io/bridge.hpp"

#include <caf/send.hpp>

#include <boost/asio/post.hpp>

namespace troupe {

namespace {

class posting_outlet final : public outlet {
 public:
  posting_outlet(const websocket_pipe_ptr& pipe, io_thread_ptr thread)
    : pipe_(pipe), thread_(std::move(thread)) {}

  ~posting_outlet() override {
    close(close_code::internal, "the connection ended unexpectedly");
  }

  void send(outgoing message) override {
    post([x = std::move(message)](websocket_pipe& pipe) mutable {
      pipe.send(std::move(x));
    });
  }

  void read_next() override {
    post([](websocket_pipe& pipe) { pipe.read_next(); });
  }

  void close(uint16_t code, std::string reason) override {
    post([code, x = std::move(reason)](websocket_pipe& pipe) mutable {
      pipe.close(code, std::move(x));
    });
  }

 private:
  template <class F>
  void post(F f) {
    boost::asio::post(thread_->context(),
                      [weak = pipe_, f = std::move(f)]() mutable {
                        if (auto pipe = weak.lock())
                          f(*pipe);
                      });
  }

  std::weak_ptr<websocket_pipe> pipe_;
  io_thread_ptr thread_;
};

} // namespace

outlet_ptr make_outlet(const websocket_pipe_ptr& pipe, io_thread_ptr thread) {
  return std::make_shared<posting_outlet>(pipe, std::move(thread));
}

void connect_pipe(websocket_pipe& pipe, const connection_actor& actor) {
  pipe.listen({
    .on_text =
      [actor](std::string text) {
        caf::anon_send(actor, atom::internal_v, std::move(text));
      },
    .on_binary =
      [actor] { caf::anon_send(actor, atom::internal_v, atom::failed_v); },
    .on_closed =
      [actor](uint16_t) {
        caf::anon_send(actor, atom::internal_v, atom::done_v);
      },
  });
}

} // namespace troupe
