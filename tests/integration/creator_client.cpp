#include "tests/integration/creator_client.hpp"

#include <stdexcept>

namespace troupe::test {

namespace {

websocket_client connected(uint16_t port) {
  websocket_target target;
  target.port = port;
  auto socket = websocket_client::connect(target);
  if (!socket)
    throw std::runtime_error("can't connect: " + text_of(socket.error()));
  return std::move(*socket);
}

} // namespace

creator_client::creator_client(uint16_t port) : socket_(connected(port)) {}

void creator_client::send(const json& message) {
  send_text(message.dump());
}

void creator_client::send_text(std::string text) {
  if (auto err = socket_.send(std::move(text)))
    throw std::runtime_error("can't send: " + text_of(err));
}

void creator_client::start(const std::string& type, const json& payload) {
  seq_ = 0;
  session_.clear();
  send(json::make_object(
    {{"action", "start"}, {"video_type", type}, {"payload", payload}}));
}

void creator_client::action(const std::string& name) {
  send(json::make_object({{"action", name}}));
}

void creator_client::regenerate(const std::string& feedback, json scenes) {
  auto message = json::make_object({{"action", "regenerate"}});
  if (!feedback.empty())
    message["feedback"] = feedback;
  if (scenes.is_array())
    message["scenes"] = std::move(scenes);
  send(message);
}

void creator_client::resume(const std::string& session, int64_t since) {
  session_ = session;
  seq_ = since;
  send(json::make_object(
    {{"action", "resume"}, {"session_id", session}, {"since", since}}));
}

json creator_client::next(std::chrono::milliseconds timeout) {
  auto text = socket_.receive(timeout);
  if (!text)
    throw std::runtime_error("no message: " + text_of(text.error()));
  auto message = json::parse(*text, {64 * 1024 * 1024, 64, 1'000'000, 1'000});
  if (!message)
    throw std::runtime_error("not JSON: " + *text);
  if (message->text("status") == "session_started")
    session_ = message->text("video_id");
  if (auto seq = message->find("seq");
      seq && message->text("status") != "session_resumed") {
    if (seq->as_integer() != seq_ + 1)
      throw std::runtime_error("seq " + std::to_string(seq->as_integer())
                               + " after " + std::to_string(seq_));
    seq_ = seq->as_integer();
  }
  return *message;
}

json creator_client::until(const std::string& status,
                           std::chrono::milliseconds timeout) {
  for (;;) {
    auto message = next(timeout);
    auto is = message.text("status");
    if (is == status)
      return message;
    if (is == "error" || is == "stopped" || is == "pipeline_complete")
      throw std::runtime_error("waited for " + status + ", got "
                               + message.dump());
  }
}

json creator_client::accept_all() {
  for (;;) {
    auto message = next();
    auto is = message.text("status");
    if (is == "completed")
      action("accept");
    else if (is == "pipeline_complete")
      return message;
    else if (is == "error" || is == "stopped")
      throw std::runtime_error("the film failed: " + message.dump());
  }
}

json short_payload(const std::string& type) {
  auto payload = json::make_object({{"quality", "low"}, {"seed", 7}});
  if (type == "product_ad") {
    payload["topic"] = "Trail running shoes for wet ground";
    payload["brand_name"] = "Northway";
    payload["duration"] = 15;
  } else if (type == "presenter_ad") {
    payload["script"] = "Anna: Most bottles lose their chill by noon, and "
                        "you know how that tastes.\n\n"
                        "Ours keeps water cold for 24 hours, wherever you "
                        "take it and whatever the weather is like.\n\n"
                        "It is light, tight and dry. [smiles] "
                        "Get yours today at northway.example.";
    payload["brand_name"] = "Northway";
  } else if (type == "compliance_video") {
    payload["prompt"] = "Wash your hands before every patient. Report every "
                        "needle injury within one hour.";
    payload["brand_name"] = "Saint Anne Clinic";
    payload["duration"] = 20;
  } else if (type == "moa") {
    payload["drug_name"] = "Lisinopril";
    payload["condition"] = "high blood pressure";
  } else if (type == "doctor_ad") {
    payload["drug_name"] = "Cardiolex";
    payload["indication"] = "hypertension";
    payload["duration"] = 30;
  } else if (type == "explainer") {
    payload["topic"] = "Newton's second law";
    payload["duration"] = 20;
  } else {
    payload["drug_name"] = "VitaBoost";
    payload["indication"] = "vitamin D deficiency";
    payload["key_benefit"] = "One capsule a week";
    payload["duration"] = 15;
  }
  return payload;
}

} // namespace troupe::test
