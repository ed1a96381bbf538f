#include "cli/review_answer.hpp"

#include "protocol/clean_text.hpp"
#include "protocol/stage.hpp"

#include <charconv>

namespace troupe {

namespace {

using kind = review_answer::kind;

struct word {
  std::string_view letter;
  std::string_view name;
  kind is;
};

constexpr word words[] = {
  {"a", "accept", kind::accept},   {"r", "regenerate", kind::regenerate},
  {"e", "edit", kind::edit},       {"b", "back", kind::go_back},
  {"u", "auto", kind::automatic},  {"s", "stop", kind::stop},
  {"q", "quit", kind::leave},      {"v", "view", kind::show},
  {"?", "help", kind::help},
};

/// "2" or "script 2".
error read_version(std::string_view rest, review_answer& out) {
  auto space = rest.rfind(' ');
  if (space != std::string_view::npos) {
    auto at = parse_stage(rest.substr(0, space));
    if (!at)
      return at.error();
    out.stage = to_string(*at);
    rest.remove_prefix(space + 1);
  }
  auto end = rest.data() + rest.size();
  auto [stopped, code] = std::from_chars(rest.data(), end, out.version);
  if (rest.empty() || code != std::errc{} || stopped != end || out.version < 1)
    return make_error(ec::invalid_argument,
                      "Write which version: b 1, or b script 1");
  return {};
}

} // namespace

result<review_answer> parse_review_answer(std::string_view line) {
  auto text = clean_text(line, text_lines::one);
  auto space = std::min(text.find(' '), text.size());
  auto first = lower_ascii(text.substr(0, space));
  auto rest = std::string_view{text}.substr(std::min(space + 1, text.size()));
  for (auto& x : words) {
    if (first != x.letter && first != x.name)
      continue;
    review_answer out;
    out.is = x.is;
    if (x.is == kind::regenerate)
      out.feedback = rest;
    else if (x.is == kind::go_back) {
      if (auto err = read_version(rest, out))
        return err;
    } else if (!rest.empty()) {
      return make_error(ec::invalid_argument,
                        "Nothing follows " + std::string{x.name}
                          + "; feedback goes with r: r " + text);
    }
    return out;
  }
  return make_error(ec::invalid_argument,
                    text.empty() ? "Write one of these letters"
                                 : "\"" + text + "\" is none of these");
}

json review_frame(const review_answer& answer) {
  auto out = json::make_object();
  switch (answer.is) {
    case kind::accept: out["action"] = "accept"; return out;
    case kind::regenerate:
      out["action"] = "regenerate";
      if (!answer.feedback.empty())
        out["feedback"] = answer.feedback;
      return out;
    case kind::go_back:
      out["action"] = "goto";
      if (!answer.stage.empty())
        out["stage"] = answer.stage;
      out["version"] = answer.version;
      return out;
    case kind::automatic: out["action"] = "auto"; return out;
    case kind::stop: out["action"] = "stop"; return out;
    case kind::edit:
    case kind::leave:
    case kind::show:
    case kind::help: break;
  }
  return {};
}

std::string_view review_prompt() {
  return "[a]ccept  [r]egenerate TEXT  [e]dit  [b]ack N  a[u]to  [s]top  "
         "[?]help > ";
}

std::string_view review_help() {
  return "  a          this version is good, go on\n"
         "  r TEXT     make it again as TEXT says: r shorter, and mention "
         "the price\n"
         "  r          make it again, differently\n"
         "  e          change the text yourself, in $EDITOR\n"
         "  b 1        back to version 1 of this stage\n"
         "  b script 1 back to version 1 of an earlier stage\n"
         "  v          show it again\n"
         "  u          accept this and everything after it\n"
         "  s          stop: this film ends here\n"
         "  q          leave; the film waits for you to come back\n";
}

} // namespace troupe
