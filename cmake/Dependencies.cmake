# Every library that is not ours, found once. All come from Debian's packages (scripts/setup).
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlidec)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(NGHTTP2 REQUIRED IMPORTED_TARGET libnghttp2)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(LIBEDIT REQUIRED IMPORTED_TARGET libedit)
pkg_check_modules(URING REQUIRED IMPORTED_TARGET liburing)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
# Its -pthread is in the link as well; as an option of the compiler it would keep the precompiled header out.
set_property(TARGET PkgConfig::RE2 PROPERTY INTERFACE_COMPILE_OPTIONS)

# Debian installs two LLVMs; only the one pinned here is supported.
find_package(LLVM 19.1 REQUIRED CONFIG HINTS /usr/lib/llvm-19)
add_library(nest_llvm INTERFACE)
target_include_directories(nest_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
# Only the include folder: llvm-config's flags carry -fno-exceptions and another standard, and LLVM's definitions
# (_GNU_SOURCE, __STDC_LIMIT_MACROS, ...) say what C++11 and its Linux compilers say anyway.
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(nest_llvm INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
endif()
# The archives, never the shared library beside them, which would register every option twice. Loading that library
# took more than half of `nestc --version`: it brings everything LLVM has, and its own dependencies.
llvm_map_components_to_libnames(NEST_LLVM_LIBRARIES orcjit native passes)
target_link_libraries(nest_llvm INTERFACE ${NEST_LLVM_LIBRARIES})
