# One object library per folder of src/ and plugins/, assembled into the library `penstock`.

add_library(penstock_options INTERFACE)
target_compile_options(penstock_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual $<$<BOOL:${PENSTOCK_WARNINGS_AS_ERRORS}>:-Werror>)
# g++ 12 sees overlapping copies in `"literal" + std::string()` at -O3 where there are none (its bug
# 105651, fixed in 13).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(penstock_options INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>)
endif()
if(PENSTOCK_SANITIZE)
  target_compile_options(penstock_options INTERFACE
    -fsanitize=${PENSTOCK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(penstock_options INTERFACE -fsanitize=${PENSTOCK_SANITIZE})
endif()
if(PENSTOCK_COVERAGE)
  target_compile_options(penstock_options INTERFACE --coverage)
  target_link_options(penstock_options INTERFACE --coverage)
endif()

# A build from nothing spends most of its time on reading and instantiating headers. PENSTOCK_UNITY has
# that done once for some files of a target instead of once a file, which makes precompiled headers
# needless; names in anonymous namespaces must then be unique within a target (CONTRIBUTING.md).
# penstock_fast_build(TARGET [HEADERS <heavy.hpp> ...]): together, or each with HEADERS precompiled.
set(PENSTOCK_UNITY_BATCH 16 CACHE STRING "How many files are compiled together; 0: all of a target")
function(penstock_fast_build target)
  cmake_parse_arguments(arg "" "" "HEADERS" ${ARGN})
  if(PENSTOCK_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON
                          UNITY_BUILD_BATCH_SIZE ${PENSTOCK_UNITY_BATCH})
  elseif(PENSTOCK_PRECOMPILE AND arg_HEADERS)
    target_precompile_headers(${target} PRIVATE ${arg_HEADERS})
  endif()
endfunction()

# What nearly every file includes: parsed once a folder. With g++ 12 it is most of a small file's time.
set(penstock_common_headers <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory>
    <optional> <span> <string> <string_view> <unordered_map> <utility> <vector>)

# penstock_layer(core SOURCES a.cpp b.cpp [LINK simdjson::simdjson] [PRECOMPILE <heavy.hpp>])
# Compiles a folder of src/: it sees the public headers and src/; tools/check_includes.py keeps it
# from including a higher folder.
function(penstock_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
  add_library(penstock_${name} OBJECT ${arg_SOURCES})
  target_include_directories(penstock_${name} PRIVATE
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/src" "${PROJECT_BINARY_DIR}/include")
  target_link_libraries(penstock_${name} PRIVATE
    penstock_options nlohmann_json::nlohmann_json Threads::Threads ${arg_LINK})
  penstock_fast_build(penstock_${name} HEADERS ${penstock_common_headers} ${arg_PRECOMPILE})
  set_property(GLOBAL APPEND PROPERTY PENSTOCK_OBJECTS $<TARGET_OBJECTS:penstock_${name}>)
endfunction()

# penstock_builtin_plugin(ort SOURCES ... VENDOR_INCLUDE DIR): sees backend_abi.h, the sdk and its
# vendor's headers, never src/.
function(penstock_builtin_plugin name)
  cmake_parse_arguments(arg "" "" "SOURCES;VENDOR_INCLUDE" ${ARGN})
  add_library(penstock_plugin_${name} OBJECT ${arg_SOURCES})
  target_include_directories(penstock_plugin_${name} PRIVATE
    "${PROJECT_SOURCE_DIR}/include" "${PROJECT_SOURCE_DIR}/plugins")
  target_include_directories(penstock_plugin_${name} SYSTEM PRIVATE ${arg_VENDOR_INCLUDE})
  target_link_libraries(penstock_plugin_${name} PRIVATE penstock_options)
  penstock_fast_build(penstock_plugin_${name} HEADERS ${penstock_common_headers})
  set_property(GLOBAL APPEND PROPERTY PENSTOCK_OBJECTS $<TARGET_OBJECTS:penstock_plugin_${name}>)
endfunction()

function(penstock_assemble_library)
  get_property(objects GLOBAL PROPERTY PENSTOCK_OBJECTS)
  configure_file("${PROJECT_SOURCE_DIR}/include/penstock/version.hpp.in"
                 "${PROJECT_BINARY_DIR}/include/penstock/version.hpp" @ONLY)
  add_library(penstock ${objects})
  add_library(penstock::penstock ALIAS penstock)
  target_compile_features(penstock PUBLIC cxx_std_20)
  set_target_properties(penstock PROPERTIES VERSION ${PROJECT_VERSION} SOVERSION 0 LINKER_LANGUAGE CXX)
  target_include_directories(penstock PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include> $<INSTALL_INTERFACE:include>)
  target_link_libraries(penstock PUBLIC nlohmann_json::nlohmann_json
                        PRIVATE simdjson::simdjson Threads::Threads ${CMAKE_DL_LIBS}
                        $<BUILD_INTERFACE:penstock_options>)
endfunction()

# penstock_test(core tensor_test.cpp ... [LABELS backend] [LINK ...]): one binary per folder of tests/,
# every TEST registered with ctest under its own name.
function(penstock_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LABELS;LINK" ${ARGN})
  add_executable(${name}_test ${arg_SOURCES})
  target_include_directories(${name}_test PRIVATE "${PROJECT_SOURCE_DIR}/src"
                             "${PROJECT_SOURCE_DIR}/tests" "${PROJECT_SOURCE_DIR}/plugins")
  target_link_libraries(${name}_test PRIVATE penstock penstock_options GTest::gmock GTest::gtest_main
                        ${arg_LINK})
  # Tests measure nothing: unoptimised they compile in half the time.
  target_compile_options(${name}_test PRIVATE -O0)
  penstock_fast_build(${name}_test HEADERS <gmock/gmock.h> <gtest/gtest.h> <nlohmann/json.hpp>)
  target_compile_definitions(${name}_test PRIVATE
    PENSTOCK_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
    PENSTOCK_MODELS="${PROJECT_SOURCE_DIR}/models"
    PENSTOCK_PLUGIN_DIR="${PROJECT_BINARY_DIR}/plugins")
  if(NOT arg_LABELS)
    set(arg_LABELS unit)
  endif()
  gtest_discover_tests(${name}_test TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
                       PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 120)
endfunction()
