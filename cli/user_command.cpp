#include "cli/commands.hpp"
#include "store/account_store.hpp"
#include "store/data_folder.hpp"

#include <chrono>
#include <ctime>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace troupe {

namespace {

/// More than anybody has at a terminal.
constexpr uint32_t list_limit = 100'000;

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch())
    .count();
}

std::string day_of(int64_t milliseconds) {
  auto seconds = static_cast<std::time_t>(milliseconds / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[16];
  return {text, std::strftime(text, sizeof(text), "%Y-%m-%d", &parts)};
}

int fail(const error& err) {
  std::cerr << "troupe: " << text_of(err) << '\n';
  return code_of(err) == ec::invalid_argument ? exit_usage : exit_failure;
}

/// Stops the terminal from showing what is typed.
class silent_terminal {
public:
  silent_terminal() {
    is_changed_ = ::tcgetattr(STDIN_FILENO, &before_) == 0;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (is_changed_)
      ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  ~silent_terminal() {
    if (is_changed_)
      ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
  }
  silent_terminal(const silent_terminal&) = delete;
  silent_terminal& operator=(const silent_terminal&) = delete;

private:
  termios before_{};
  bool is_changed_ = false;
};

/// One line of standard input: arguments are seen by everybody on the machine.
std::string read_password() {
  std::string line;
  if (!::isatty(STDIN_FILENO)) {
    std::getline(std::cin, line);
    return line;
  }
  std::cerr << "Password: " << std::flush;
  silent_terminal silence;
  std::getline(std::cin, line);
  std::cerr << '\n';
  return line;
}

int add(account_store& store, const user_request& x) {
  auto made = store.add({x.email, x.login, x.name, read_password()}, now_ms());
  if (!made)
    return fail(made.error());
  std::cout << made->id.str() << '\n';
  return exit_ok;
}

int list(account_store& store) {
  auto users = store.list(list_limit);
  if (!users)
    return fail(users.error());
  for (auto& x : *users)
    std::cout << x.id.str() << "  " << day_of(x.created_ms) << "  "
              << x.username << "  " << x.email << '\n';
  return exit_ok;
}

int remove(account_store& store, const user_request& x) {
  auto who = store.find_login(x.login);
  if (!who)
    return fail(who.error());
  auto gone = store.remove(who->id);
  return gone ? exit_ok : fail(gone.error());
}

int add_key(account_store& store, const user_request& x) {
  auto who = store.find_login(x.login);
  if (!who)
    return fail(who.error());
  auto key = store.add_key(who->id, x.name, now_ms());
  if (!key)
    return fail(key.error());
  std::cout << key->text << '\n';
  return exit_ok;
}

} // namespace

int user(const config& values, const user_request& request) {
  auto folder = data_folder::open(values.text("data.folder"), 0);
  if (!folder && code_of(folder.error()) == ec::unavailable) {
    std::cerr << "troupe: " << text_of(folder.error())
              << ".\n  Stop the server first, or ask it: POST "
                 "/api/auth/register, POST /api/v1/auth/keys.\n";
    return exit_failure;
  }
  if (!folder)
    return fail(folder.error());
  auto store = account_store::open((*folder)->account_file());
  if (!store)
    return fail(store.error());
  switch (request.is) {
    case user_request::what::add: return add(**store, request);
    case user_request::what::list: return list(**store);
    case user_request::what::remove: return remove(**store, request);
    case user_request::what::key: return add_key(**store, request);
  }
  return exit_usage;
}

} // namespace troupe
