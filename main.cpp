#include "cli/run.hpp"

int main(int argc, char** argv) {
  return troupe::run(argc, argv);
}
