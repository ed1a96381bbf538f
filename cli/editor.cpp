#include "cli/editor.hpp"

#include "cli/temporary_data.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <vector>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace troupe {

namespace {

/// "code --wait" is a program and an argument; there is no shell to quote for.
std::vector<std::string> editor_words() {
  std::string command = "nano";
  for (auto name : {"EDITOR", "VISUAL"})
    if (auto value = std::getenv(name); value && *value)
      command = value;
  std::vector<std::string> words;
  for (size_t at = 0; at < command.size();) {
    auto end = std::min(command.find(' ', at), command.size());
    if (end > at)
      words.push_back(command.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// Our signals are blocked; the editor needs its own.
int spawn_editor(std::vector<char*>& argv, pid_t& child) {
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t standard;
  sigemptyset(&standard);
  sigaddset(&standard, SIGPIPE);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &standard);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  auto code = posix_spawnp(&child, argv[0], nullptr, &attributes, argv.data(),
                           environ);
  posix_spawnattr_destroy(&attributes);
  return code;
}

error run_editor(const std::string& path) {
  auto words = editor_words();
  if (words.empty())
    return make_error(ec::io_failed, "EDITOR names no program");
  words.push_back(path);
  std::vector<char*> argv;
  for (auto& x : words)
    argv.push_back(x.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  if (auto code = spawn_editor(argv, child); code != 0)
    return make_error(ec::io_failed, "The editor " + words[0]
                                       + " can't be started: "
                                       + std::strerror(code)
                                       + "; set EDITOR to one you have");
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return make_error(ec::io_failed, "The editor " + words[0]
                                       + " ended with an error; nothing was "
                                         "changed");
  return {};
}

} // namespace

result<std::string> edit_text(const std::string& text,
                              const std::string& ending) {
  temporary_data folder;
  if (auto err = folder.make())
    return err;
  auto path = folder.path() / ("stage" + ending);
  std::ofstream{path, std::ios::binary} << text;
  if (auto err = run_editor(path.string()))
    return err;
  std::ifstream in{path, std::ios::binary};
  std::string out{std::istreambuf_iterator<char>{in}, {}};
  if (!in)
    return make_error(ec::io_failed, "The edited text can't be read");
  return out;
}

} // namespace troupe
