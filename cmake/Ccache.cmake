# ccache where it is installed; the build is the same without it, only slower.
find_program(NEST_CCACHE ccache)
if(NEST_CCACHE)
  # Precompiled headers need the first and the last; base_dir lets one cache serve any checkout.
  set(NEST_CCACHE_CALL ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1 ${NEST_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${NEST_CCACHE_CALL})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${NEST_CCACHE_CALL})
endif()
