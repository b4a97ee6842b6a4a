# The same bytes from every compiler and build type. A golden file holds the hashes of what random
# plants and the shipped scenarios give (scripts/update-determinism writes it); every build compares
# itself with it.
set(tests_folder "${CMAKE_CURRENT_LIST_DIR}")
file(GLOB determinism_sources CONFIGURE_DEPENDS "${tests_folder}/properties/random_*.cpp")
list(FILTER determinism_sources EXCLUDE REGEX "_test\\.cpp$")
add_executable(determinism
  "${tests_folder}/determinism/determinism.cpp"
  "${tests_folder}/properties/stock_ledger.cpp"
  "${tests_folder}/support/simulation.cpp"
  ${determinism_sources})
target_link_libraries(determinism PRIVATE planttwin_scenarios planttwin_compiling)

file(GLOB determinism_scenarios CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/scenarios/library/*/scenario.json")
list(TRANSFORM determinism_scenarios REPLACE "^${PROJECT_SOURCE_DIR}/" "")
add_test(NAME "${PLANTTWIN_TEST_PREFIX}determinism"
  COMMAND determinism tests/golden/determinism.txt ${determinism_scenarios}
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
set_tests_properties("${PLANTTWIN_TEST_PREFIX}determinism" PROPERTIES LABELS property TIMEOUT 600)
