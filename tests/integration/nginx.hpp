/// Debian's nginx for tests: in a folder of its own, as the user who runs the
/// test, on a free port of 127.0.0.1; ends when it goes out of scope. One
/// thread.
#pragma once

#include "tests/support/process.hpp"
#include "tests/support/temporary_folder.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace troupe::test {

class nginx {
 public:
  /// `locations` goes into its one server block, like
  /// "location / { proxy_pass http://127.0.0.1:8000; }". Everything else is as
  /// nginx has it by default. Fails the test when it does not start.
  explicit nginx(const std::string& locations);

  uint16_t port() const { return port_; }

 private:
  temporary_folder folder_;
  uint16_t port_ = 0;
  std::unique_ptr<process> process_;
};

} // namespace troupe::test
