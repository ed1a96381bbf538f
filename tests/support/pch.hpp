/// Precompiled for every test program. The suite's name is not known here.
#include "tests/support/test.hpp"
#undef CAF_SUITE
