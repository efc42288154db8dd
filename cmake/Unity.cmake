# nest_unity(TARGET SOURCE...): with NEST_UNITY, compiles a target's files together where they can be one translation unit.
#
# For builds from nothing: each of our files reads and instantiates what the next one does again. Off elsewhere: there a changed file
# would compile its neighbours again, and a forgotten #include would not be found.
option(NEST_UNITY "Compile the files of a target together" OFF)

if(NEST_UNITY)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  # More in one unit save little more, and leave cores idle at the end.
  execute_process(COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/cmake/units.py 12 ${PROJECT_SOURCE_DIR} compiler runtime tests examples
                  OUTPUT_VARIABLE NEST_UNITS OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" NEST_UNITS "${NEST_UNITS}")
  foreach(line IN LISTS NEST_UNITS)
    if(line MATCHES "^(.*)=(.*)$")
      set(NEST_UNIT_${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
    endif()
  endforeach()
endif()

function(nest_unity target)
  if(NOT NEST_UNITY)
    return()
  endif()
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP unit${NEST_UNIT_${path}})
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
