# nest_warnings: what every target of ours is compiled with. Generated code (ANTLR) does not link it.
add_library(nest_warnings INTERFACE)
target_compile_options(nest_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-align -Wunused
  -Woverloaded-virtual -Wconversion -Wsign-conversion -Wnull-dereference -Wdouble-promotion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports null dereferences and dangling pointers inside the standard library's own inlined code
  # once it optimises, and every inlined std::variant as perhaps uninitialised.
  target_compile_options(nest_warnings INTERFACE
    -Wno-null-dereference -Wno-dangling-pointer -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
else()
  # std::stable_sort of libstdc++ 12 is itself built on what that library marks as deprecated.
  target_compile_options(nest_warnings INTERFACE -Wno-deprecated-declarations)
endif()
if(NEST_UNITY)
  # A name may hide one of another file of its unit; within a file, the other builds see it.
  target_compile_options(nest_warnings INTERFACE -Wno-shadow)
endif()
