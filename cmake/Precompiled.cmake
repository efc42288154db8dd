# nest_precompile(TARGET [TESTS]): lets a target of ours begin with the headers that nearly all of them include, read once.
#
# Most of what compiling costs here is reading the standard library's headers. Off by default, and off in the release preset:
# there each file is compiled with what it includes itself, so that a forgotten #include is found.
option(NEST_PRECOMPILE "Read the headers that nearly all files include once" OFF)

# Lets ccache tell a precompiled header by what it is made of instead of by its bytes, which hold this build's paths.
function(nest_name_precompiled target)
  set(folder ${CMAKE_BINARY_DIR}/CMakeFiles/${target}.dir)
  set(parts "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, fmt ${fmt_VERSION}, GTest ${GTest_VERSION}")
  foreach(ending gch pch)
    file(CONFIGURE OUTPUT ${folder}/cmake_pch.hxx.${ending}.sum CONTENT "${target}: ${parts}: ${NEST_PRECOMPILED_STANDARD}")
  endforeach()
  # clang would compare the times of the headers, which differ wherever they were installed anew.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>)
endfunction()

if(NEST_PRECOMPILE)
  set(NEST_PRECOMPILED_STANDARD
    <algorithm> <array> <charconv> <chrono> <cstdint> <cstring> <expected> <functional> <map> <memory> <mutex>
    <optional> <span> <string> <string_view> <utility> <variant> <vector>)
  # A precompiled header counts only with the flags that it was made with: fmt's definitions among them.
  add_library(nest_precompiled OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
  target_link_libraries(nest_precompiled PRIVATE nest_warnings fmt::fmt)
  target_precompile_headers(nest_precompiled PRIVATE ${NEST_PRECOMPILED_STANDARD} <fmt/format.h>)
  nest_name_precompiled(nest_precompiled)
  if(NEST_TESTS)
    find_package(GTest REQUIRED)
    add_library(nest_precompiled_tests OBJECT ${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp)
    target_link_libraries(nest_precompiled_tests PRIVATE nest_warnings GTest::gmock fmt::fmt)
    target_precompile_headers(nest_precompiled_tests PRIVATE ${NEST_PRECOMPILED_STANDARD} <fmt/format.h> <gmock/gmock.h>
                              <gtest/gtest.h>)
    nest_name_precompiled(nest_precompiled_tests)
  endif()
endif()

function(nest_precompile target)
  if(NOT NEST_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(ARG "TESTS" "" "" ${ARGN})
  set(donor nest_precompiled)
  if(ARG_TESTS)
    set(donor nest_precompiled_tests)
  endif()
  target_link_libraries(${target} PRIVATE fmt::fmt)
  target_precompile_headers(${target} REUSE_FROM ${donor})
endfunction()
