# ccache where it is installed; the build is the same without it, only slower.
find_program(NEST_CCACHE ccache)
if(NEST_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${NEST_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${NEST_CCACHE})
endif()
