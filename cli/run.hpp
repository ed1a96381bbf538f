/// The program: reads the command line, calls the command. main() calls it
/// and nothing else.
#pragma once

namespace troupe {

int run(int argc, char** argv);

} // namespace troupe
