/// The decode child of the tests. Under other names it is a child that went
/// wrong: see picture_decode.cpp.
#include "media/decode_child.hpp"

#include <csignal>
#include <string_view>

#include <unistd.h>

int main(int, char** argv) {
  std::string_view name{argv[0]};
  if (name.ends_with("/hang"))
    for (;;)
      ::pause();
  if (name.ends_with("/crash")) {
    std::signal(SIGSEGV, SIG_DFL); // not the sanitizer's
    ::raise(SIGSEGV);
  }
  if (name.ends_with("/babble"))
    for (char line[4096] = {}; ::write(STDOUT_FILENO, line, sizeof line) > 0;) {
    }
  if (name.ends_with("/lie")) {
    constexpr std::string_view text = "TROUPEP1 and then nothing\033[2J";
    for (auto to : {STDOUT_FILENO, STDERR_FILENO})
      if (::write(to, text.data(), text.size()) < 0)
        return 1;
    return 0;
  }
  troupe::media::run_decode_child();
}
