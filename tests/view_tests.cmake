# Tests of the 3D view. Those without OpenGL are in viz/, those that draw pictures in viz/pictures/:
# they need Mesa, whose leaks are not ours, and so have no sanitizers.
if(PLANTTWIN_UNIT_TESTS)
  file(GLOB view_sources CONFIGURE_DEPENDS "viz/*.cpp")
  add_executable(view_tests ${view_sources})
  target_link_libraries(view_tests PRIVATE planttwin_viz planttwin_test_support GTest::gmock
                                           GTest::gtest_main planttwin_compiling)
  planttwin_compile_as_tests(view_tests)
  planttwin_discover(view_tests viz unit 300)
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_executable(picture_tests viz/pictures/pictures_test.cpp)
  target_link_libraries(picture_tests PRIVATE planttwin_test_support GTest::gtest_main
                                              planttwin_compiling)
  add_dependencies(picture_tests planttwin planttwin-view)
  target_compile_definitions(picture_tests PRIVATE
    PLANTTWIN_PROGRAM="$<PATH:RELATIVE_PATH,$<TARGET_FILE:planttwin>,${PROJECT_SOURCE_DIR}>"
    PLANTTWIN_VIEW="$<PATH:RELATIVE_PATH,$<TARGET_FILE:planttwin-view>,${PROJECT_SOURCE_DIR}>")
  planttwin_discover(picture_tests pictures unit 300)

  # The window, on a display of its own.
  add_test(NAME "${PLANTTWIN_TEST_PREFIX}viz/window"
    COMMAND python3 viz/window/window_test.py $<TARGET_FILE:planttwin> $<TARGET_FILE:planttwin-view>
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
  set_tests_properties("${PLANTTWIN_TEST_PREFIX}viz/window" PROPERTIES
    LABELS unit TIMEOUT 300 RUN_SERIAL ON)
endif()
