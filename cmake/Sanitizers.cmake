# NEST_SANITIZE=address builds with the address and undefined-behaviour sanitizers, =thread with the thread one.
if(NEST_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(NEST_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT NEST_SANITIZE STREQUAL "")
  message(FATAL_ERROR "NEST_SANITIZE is '${NEST_SANITIZE}'; use address, thread or nothing")
endif()
if(NEST_SANITIZE AND CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # Some 60 programs, each with the sanitizer's runtime and some with LLVM: a minute and a half of GNU ld on two cores.
  add_link_options(-fuse-ld=lld)
endif()
# What a fuzzer steers by.
if(NEST_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
