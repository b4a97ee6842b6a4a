# Checks of sources and data files. clang-tidy uses every core and comes first, being the longest.
function(planttwin_check name)
  add_test(NAME "check/${name}" COMMAND ${ARGN} WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties("check/${name}" PROPERTIES LABELS check TIMEOUT 300)
endfunction()

set(checks "${PROJECT_SOURCE_DIR}/scripts/checks")
planttwin_check(docs "${checks}/docs.py" "$<TARGET_FILE:planttwin>")
planttwin_check(format "${checks}/format")
planttwin_check(include_direction "${checks}/include_direction.py")
planttwin_check(schemas "${checks}/schemas.py")
planttwin_check(text "${checks}/text.py")
planttwin_check(tidy "${checks}/tidy.py" "${PROJECT_BINARY_DIR}")

cmake_host_system_information(RESULT cores QUERY NUMBER_OF_LOGICAL_CORES)
set_tests_properties(check/tidy PROPERTIES TIMEOUT 2400 PROCESSORS ${cores} COST 10000)
