# Header only. Defines RapidJSON::headers.
find_path(RapidJSON_INCLUDE_DIR rapidjson/rapidjson.h)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(RapidJSON REQUIRED_VARS RapidJSON_INCLUDE_DIR)
if(RapidJSON_FOUND AND NOT TARGET RapidJSON::headers)
  add_library(RapidJSON::headers INTERFACE IMPORTED)
  target_include_directories(RapidJSON::headers INTERFACE
    "${RapidJSON_INCLUDE_DIR}")
endif()
