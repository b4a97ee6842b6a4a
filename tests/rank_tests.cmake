# Experiments over several ranks: under mpirun, and under a Slurm that the test starts. Of this build
# alone: what MPI leaves behind at its end is no leak of ours.
foreach(launcher mpirun slurm)
  set(test "${PLANTTWIN_TEST_PREFIX}ranks/${launcher}")
  add_test(NAME "${test}"
    COMMAND python3 ranks/${launcher}_test.py $<TARGET_FILE:planttwin>
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set_tests_properties("${test}" PROPERTIES
    LABELS stack PROCESSORS 2 TIMEOUT 600 SKIP_REGULAR_EXPRESSION "SKIPPED: ")
endforeach()
