# What several threads touch runs once more under the thread sanitizer, which excludes the address
# sanitizer: the tests of outside input, with the sources that they exercise compiled anew.
set(threaded_sources)
foreach(noun outside_input paced_driver input_journal)
  list(APPEND threaded_sources "${PROJECT_SOURCE_DIR}/sim/${noun}.cpp" sim/${noun}_test.cpp)
endforeach()
add_executable(thread_tests ${threaded_sources})
target_compile_options(thread_tests PRIVATE -fsanitize=thread -g)
target_link_options(thread_tests PRIVATE -fsanitize=thread)
target_link_libraries(thread_tests
  PRIVATE planttwin_sim GTest::gmock GTest::gtest_main planttwin_compiling)
planttwin_discover(thread_tests threads unit 300)
