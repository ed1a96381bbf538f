/// Reads a session's log as a stranger would and says what is wrong with it.
/// Knows what docs/creator.md promises, not how the machine works: shares
/// nothing with session_history but the names of events. Header of one test.
#pragma once

#include "protocol/json.hpp"
#include "protocol/session.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace troupe::test {

class log_checker {
public:
  /// Takes the next event. Empty when all is well, else what is broken.
  std::string take(const session_event& event) {
    auto body = json::parse(event.body);
    if (!body || !body->is_object())
      return "body is no object";
    if (event.seq != ++seq_)
      return "seq is not the next";
    if (ended_)
      return "something happens after the end";
    if ((event.kind == event_kind::session_started) != (seq_ == 1))
      return "session_started is not exactly the first";
    body_ = std::move(*body);
    at_ = body_.text("stage");
    version_ = body_.integer("version");
    switch (event.kind) {
      case event_kind::session_started: return started();
      case event_kind::stage_running: return running();
      case event_kind::stage_completed: return completed();
      case event_kind::stage_failed: return failed();
      case event_kind::version_selected: return chosen();
      case event_kind::auto_enabled:
        return failed_ ? "auto after a failure" : "";
      case event_kind::pipeline_complete: return film();
      case event_kind::stopped: ended_ = true; return "";
      case event_kind::pipeline_failed:
        ended_ = true;
        return failed_ && unattended_ ? "" : "ends without need";
    }
    return "unknown kind";
  }

  bool ended() const { return ended_; }
  bool runs() const { return runs_; }
  bool has_failed() const { return failed_; }
  const std::string& current() const { return current_; }
  int64_t selected(const std::string& at) const {
    auto x = selected_.find(at);
    return x == selected_.end() ? 0 : x->second;
  }
  const json* data(const std::string& at, int64_t version) const {
    auto x = data_.find({at, version});
    return x == data_.end() ? nullptr : &x->second;
  }
  const std::vector<std::string>& order() const { return order_; }

private:
  size_t place(const std::string& at) const {
    size_t i = 0;
    while (i < order_.size() && order_[i] != at)
      ++i;
    return i;
  }

  /// No base, or one with data that was made from the same.
  bool fits_base() {
    auto base = body_.integer("base");
    return base == 0
           || (data(at_, base)
               && origins_[{at_, base}] == body_.at("made_from"));
  }

  /// made_from names all earlier stages, each with a version that has data.
  std::string check_origin() {
    auto& origin = body_.at("made_from");
    if (origin.size() != place(at_))
      return "made_from does not name all earlier stages";
    for (size_t i = 0; i < place(at_); ++i) {
      auto version = origin.integer(order_[i]);
      if (!data(order_[i], version))
        return "made from a version without data";
      if (version != selected(order_[i]))
        return "not made from the selected versions";
    }
    return "";
  }

  std::string started() {
    unattended_ = body_.text("policy") == "unattended";
    for (auto& x : body_.at("stage_order").as_array())
      order_.push_back(x.as_string());
    return order_.empty() ? "no stages" : "";
  }

  std::string running() {
    if (runs_)
      return "two stages run at once";
    if (place(at_) == order_.size())
      return "unknown stage runs";
    if (version_ != ++versions_[at_])
      return "versions have a gap";
    if (failed_ && at_ != current_)
      return "walked past a failed stage";
    if (!current_.empty() && at_ != current_
        && place(at_) != place(current_) + 1)
      return "a stage was jumped over";
    if (!fits_base())
      return "based on what was made from something else";
    origins_[{at_, version_}] = body_.at("made_from");
    runs_ = true;
    failed_ = false;
    current_ = at_;
    running_version_ = version_;
    return check_origin();
  }

  std::string completed() {
    auto edited = body_.flag("edited");
    if (edited && (runs_ || version_ != ++versions_[at_]))
      return "edited while running, or versions have a gap";
    if (edited && failed_ && place(at_) > place(current_))
      return "edit walked past a failed stage";
    if (!edited && (!runs_ || at_ != current_ || version_ != running_version_))
      return "completed without running";
    if (data(at_, version_))
      return "a version is completed twice";
    if (edited && !fits_base())
      return "edited from what was made from something else";
    if (!edited && origins_[{at_, version_}] != body_.at("made_from"))
      return "made from something else than it ran with";
    origins_[{at_, version_}] = body_.at("made_from");
    runs_ = failed_ = false;
    current_ = at_;
    data_[{at_, version_}] = body_.at("data");
    selected_[at_] = version_;
    return check_origin();
  }

  std::string failed() {
    if (body_.flag("publishing")) {
      if (runs_ || failed_ || at_ != order_.back() || at_ != current_)
        return "publishing failed, but nothing was published";
    } else if (!runs_ || at_ != current_ || version_ != running_version_) {
      return "failed without running";
    }
    if (body_.text("error").empty() || at_ == "animations")
      return "failed without saying why, or must not fail";
    runs_ = false;
    failed_ = true;
    return "";
  }

  std::string chosen() {
    if (runs_)
      return "selected while a stage runs";
    auto known = data(at_, version_);
    if (!known || *known != body_.at("data"))
      return "data of a version has changed";
    if (origins_[{at_, version_}] != body_.at("made_from"))
      return "selected with another origin";
    auto reused = body_.flag("reused");
    if (reused && (failed_ || place(at_) != place(current_) + 1))
      return "reused past a failed or jumped stage";
    for (auto& [name, version] : body_.at("made_from").as_object())
      if (!reused)
        selected_[name] = version.as_integer();
    failed_ = false;
    current_ = at_;
    selected_[at_] = version_;
    return check_origin();
  }

  std::string film() {
    if (runs_ || failed_ || current_ != order_.back()
        || version_ != selected(current_))
      return "complete, but the last stage is not";
    ended_ = true;
    return "";
  }

  json body_;
  std::string at_;
  int64_t version_ = 0;
  uint64_t seq_ = 0;
  bool ended_ = false;
  bool runs_ = false;
  bool unattended_ = false;
  bool failed_ = false;
  std::string current_;
  int64_t running_version_ = 0;
  std::vector<std::string> order_;
  std::map<std::string, int64_t> versions_;
  std::map<std::string, int64_t> selected_;
  std::map<std::pair<std::string, int64_t>, json> data_;
  std::map<std::pair<std::string, int64_t>, json> origins_;
};

} // namespace troupe::test
