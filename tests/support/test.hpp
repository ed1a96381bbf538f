/// CAF's test framework as this project uses it. Include it after the line
/// "#define CAF_SUITE name"; the suite's name is the file's.
#pragma once

// caf/test/dsl.hpp uses a macro FAIL that nobody defines.
#define FAIL CAF_FAIL

#include <caf/test/dsl.hpp>
