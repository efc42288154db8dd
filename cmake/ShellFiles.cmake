# What shells and man(1) know about a program, printed by the program itself, so that it is never anything but its
# command line: completions for bash, zsh and fish, and the manual page. Installed in the standard folders.
#   nest_shell_files(nestc)
include(GNUInstallDirs)
function(nest_shell_files program)
  set(folder ${CMAKE_BINARY_DIR}/shell)
  set(files)
  foreach(form_and_file IN ITEMS bash|${program} zsh|_${program} fish|${program}.fish man|${program}.1)
    string(REPLACE "|" ";" parts ${form_and_file})
    list(GET parts 0 form)
    list(GET parts 1 name)
    set(file ${folder}/${form}/${name})
    add_custom_command(OUTPUT ${file}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}/${form}
      COMMAND $<TARGET_FILE:${program}> completion ${form} > ${file}
      DEPENDS ${program} VERBATIM)
    list(APPEND files ${file})
  endforeach()
  add_custom_target(${program}_shell_files ALL DEPENDS ${files})
  install(FILES ${folder}/bash/${program} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${folder}/zsh/_${program} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
  install(FILES ${folder}/fish/${program}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
  install(FILES ${folder}/man/${program}.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endfunction()
