# nest_antlr_grammar(): Debian's tool (4.7.2) with Debian's C++ runtime (4.9). Both read the same serialised
# form (version 3); code of a 4.10+ tool would not. The output goes into the build tree and is never committed.
find_program(NEST_ANTLR antlr4 REQUIRED)
find_path(NEST_ANTLR_INCLUDE antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(NEST_ANTLR_LIBRARY antlr4-runtime REQUIRED)

function(nest_antlr_grammar target)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/generated)
  set(lexer ${CMAKE_CURRENT_SOURCE_DIR}/NestLexer.g4)
  set(parser ${CMAKE_CURRENT_SOURCE_DIR}/NestParser.g4)
  set(lexer_files ${out}/NestLexer.cpp ${out}/NestLexer.h ${out}/NestLexer.tokens)
  set(parser_files ${out}/NestParser.cpp ${out}/NestParser.h)
  set(flags -Dlanguage=Cpp -package nest_grammar -no-listener -no-visitor -Werror -o ${out})
  # -Xexact-output-dir would be simpler, but 4.7.2 knows it only with -lib set; running in the folder is enough.
  add_custom_command(OUTPUT ${lexer_files}
    COMMAND ${NEST_ANTLR} ${flags} NestLexer.g4
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} DEPENDS ${lexer} VERBATIM)
  add_custom_command(OUTPUT ${parser_files}
    COMMAND ${NEST_ANTLR} ${flags} -lib ${out} NestParser.g4
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} DEPENDS ${parser} ${lexer_files} VERBATIM)
  add_library(${target} STATIC ${out}/NestLexer.cpp ${out}/NestParser.cpp)
  target_include_directories(${target} SYSTEM PUBLIC ${out} ${NEST_ANTLR_INCLUDE})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})  # the parser's base class: compiler/syntax/tree_parser.h
  target_link_libraries(${target} PUBLIC ${NEST_ANTLR_LIBRARY})
  # The 4.9 runtime uses u8 literals as plain char, which C++20 took away.
  target_compile_options(${target} PUBLIC -fno-char8_t PRIVATE -w $<$<STREQUAL:${NEST_SANITIZE},address>:-O1>)
endfunction()
