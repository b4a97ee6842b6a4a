# planttwin_embed(TARGET NAME FILE): puts the bytes of FILE into TARGET. The sources of TARGET read
# them with
#   #include "embedded/NAME.h"
#   std::string_view text = planttwin::embedded::NAME();
# The assembler copies the bytes, so a file of many megabytes costs nothing to compile. TARGET is
# built anew when FILE changes.
function(planttwin_embed target name file)
  get_filename_component(EMBEDDED_FILE "${file}" ABSOLUTE)
  if(NOT EXISTS "${EMBEDDED_FILE}")
    message(FATAL_ERROR "${EMBEDDED_FILE} is missing; scripts/setup.sh installs what is not in the "
                        "repository")
  endif()
  set(EMBEDDED_NAME "${name}")
  set(folder "${PROJECT_BINARY_DIR}/generated/${target}")
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.h.in" "${folder}/embedded/${name}.h" @ONLY)
  configure_file("${PROJECT_SOURCE_DIR}/cmake/embedded.cpp.in" "${folder}/embedded/${name}.cpp"
                 @ONLY)
  set_source_files_properties("${folder}/embedded/${name}.cpp" PROPERTIES
    OBJECT_DEPENDS "${EMBEDDED_FILE}")
  target_sources(${target} PRIVATE "${folder}/embedded/${name}.cpp")
  target_include_directories(${target} PRIVATE "${folder}")
endfunction()
