# Tests of the program as a whole: the report in a browser, and the shipped scenarios.
file(GLOB browser_tests CONFIGURE_DEPENDS "browser/*_test.mjs" "browser/*_test.js")
foreach(path ${browser_tests})
  get_filename_component(name "${path}" NAME_WE)
  add_test(NAME "${PLANTTWIN_TEST_PREFIX}browser/${name}" COMMAND node "${path}"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
  set_tests_properties("${PLANTTWIN_TEST_PREFIX}browser/${name}" PROPERTIES
    LABELS browser TIMEOUT 300 ENVIRONMENT "PLANTTWIN_PROGRAM=$<TARGET_FILE:planttwin>")
endforeach()

file(GLOB scenarios CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/scenarios/library/*/scenario.json")
foreach(path ${scenarios})
  get_filename_component(folder "${path}" DIRECTORY)
  get_filename_component(name "${folder}" NAME)
  set(test "${PLANTTWIN_TEST_PREFIX}ladder/${name}")
  add_test(NAME "${test}"
    COMMAND planttwin run "${path}" --out "${PROJECT_BINARY_DIR}/runs/${name}")
  set_tests_properties("${test}" PROPERTIES LABELS unit TIMEOUT 120)
endforeach()

file(GLOB shipped CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/scenarios/library/*/*.json" "${PROJECT_SOURCE_DIR}/data/plants/*.json"
  "${PROJECT_SOURCE_DIR}/data/experiments/*.json" "${PROJECT_SOURCE_DIR}/data/studies/*.json"
  "${PROJECT_SOURCE_DIR}/data/stacks/*/stack.json" "${PROJECT_SOURCE_DIR}/data/stacks/*/naive.json"
  "${PROJECT_SOURCE_DIR}/data/stacks/*/mapping.json")
if(shipped)
  set(test "${PLANTTWIN_TEST_PREFIX}check/shipped_files")
  add_test(NAME "${test}" COMMAND planttwin check ${shipped})
  set_tests_properties("${test}" PROPERTIES LABELS check TIMEOUT 120)
endif()

# The soak: what it says, and half a minute of it.
add_test(NAME "${PLANTTWIN_TEST_PREFIX}soak/judgement" COMMAND python3 tests/soak/soak_test.py
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
set_tests_properties("${PLANTTWIN_TEST_PREFIX}soak/judgement" PROPERTIES LABELS unit TIMEOUT 60)
add_test(NAME "${PLANTTWIN_TEST_PREFIX}soak/half_a_minute"
  COMMAND python3 tests/soak/soak.py --minutes 0.3 --naive-minutes 0.2 --seed 3
    --program "$<TARGET_FILE:planttwin>" --out "${PROJECT_BINARY_DIR}/soak"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
set_tests_properties("${PLANTTWIN_TEST_PREFIX}soak/half_a_minute" PROPERTIES
  LABELS stack PROCESSORS 2 TIMEOUT 300)
