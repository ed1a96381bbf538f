# What every target of the project shares: options, floors, suites.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers need these two to hit the cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${CCACHE})
endif()
find_program(MOLD mold)

add_library(troupe_options INTERFACE)
target_include_directories(troupe_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_features(troupe_options INTERFACE cxx_std_20)
target_compile_options(troupe_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror=switch -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION
    VERSION_LESS 13)
  # g++ 12 sees overlaps, bounds and missing values in std::string and
  # std::variant that are not there at -O2 (PR105651, PR105329, PR105562 of
  # gcc.gnu.org), mended in 13.
  target_compile_options(troupe_options INTERFACE -Wno-restrict
    -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-maybe-uninitialized)
endif()
target_compile_definitions(troupe_options INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(troupe_options INTERFACE -Wl,-z,relro,-z,now)
if(MOLD)
  target_link_options(troupe_options INTERFACE -fuse-ld=mold)
endif()
if(TROUPE_WERROR)
  target_compile_options(troupe_options INTERFACE -Werror)
endif()
if(TROUPE_SANITIZE)
  # CAF's headers bind null references (init_fun_factory.hpp), and its
  # library has no vptr information: those two checks would blame CAF.
  set(sanitize -fsanitize=address,undefined -fno-sanitize=null,vptr
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(troupe_options INTERFACE ${sanitize})
  target_link_options(troupe_options INTERFACE ${sanitize})
endif()

# troupe_floor(NAME SOURCES ... PUBLIC ... PRIVATE ... [PCH header])
# One static library a floor. Libraries of the outside are PRIVATE, so that
# their headers do not show on other floors. Precompiled is what nearly every
# file of the floor includes anyway.
function(troupe_floor name)
  cmake_parse_arguments(arg "" "PCH" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  if(NOT arg_PCH)
    set(arg_PCH protocol/json.hpp)
  endif()
  add_library(troupe_${name} STATIC ${arg_SOURCES})
  target_link_libraries(troupe_${name}
    PUBLIC troupe_options ${arg_PUBLIC}
    PRIVATE ${arg_PRIVATE})
  if(TROUPE_PCH)
    target_precompile_headers(troupe_${name} PRIVATE
      "${PROJECT_SOURCE_DIR}/${arg_PCH}" <algorithm> <chrono> <filesystem>
      <functional> <map> <string> <vector>)
  endif()
endfunction()

# troupe_suites(FLOOR SOURCES ... LIBS ... [LABEL unit] [TIMEOUT seconds])
# One test program a floor; one ctest entry a suite, found by its
# "#define CAF_SUITE name" line.
function(troupe_suites floor)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;LIBS;PCH" ${ARGN})
  if(NOT arg_LABEL)
    set(arg_LABEL unit)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  if(TROUPE_SANITIZE)
    math(EXPR arg_TIMEOUT "4 * ${arg_TIMEOUT}")
  endif()
  set(program test_${floor})
  add_executable(${program} ${PROJECT_SOURCE_DIR}/tests/support/main.cpp
    ${arg_SOURCES})
  target_link_libraries(${program} PRIVATE troupe_options ${arg_LIBS})
  # Tests are compiled once and run once: building them fast is what counts.
  target_compile_options(${program} PRIVATE -O0 -g0 -U_FORTIFY_SOURCE)
  if(TROUPE_PCH)
    target_precompile_headers(${program} PRIVATE
      "${PROJECT_SOURCE_DIR}/tests/support/pch.hpp")
  endif()
  foreach(source ${arg_SOURCES})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
    file(STRINGS ${source} line REGEX "^#define CAF_SUITE ")
    if(NOT line)
      message(FATAL_ERROR "${source}: no line '#define CAF_SUITE name'")
    endif()
    string(REGEX REPLACE "^#define CAF_SUITE +" "" suite "${line}")
    add_test(NAME "${floor}.${suite}"
      COMMAND ${program} -r 0 -v 3 -s "^${suite}$")
    set_tests_properties("${floor}.${suite}" PROPERTIES
      LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT}
      ENVIRONMENT "LSAN_OPTIONS=print_suppressions=0:suppressions=${PROJECT_SOURCE_DIR}/tests/support/leaks.supp"
      FAIL_REGULAR_EXPRESSION "suites: +0")
  endforeach()
endfunction()
