# What several threads touch runs once more under the thread sanitizer, which excludes the address
# sanitizer: the tests of outside input, of the served ERP, and of the bridge and the views of a live
# run, with the sources that they exercise compiled anew.
find_package(fmt REQUIRED)
set(threaded_sources)
foreach(noun feed_message feed_server live_feed live_floor live_run local_socket)
  list(APPEND threaded_sources "${PROJECT_SOURCE_DIR}/scenarios/playback/${noun}.cpp")
endforeach()
foreach(noun outside_input paced_driver input_journal)
  list(APPEND threaded_sources "${PROJECT_SOURCE_DIR}/sim/${noun}.cpp" sim/${noun}_test.cpp)
endforeach()
file(GLOB served_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/erp_bridge/systems/*.cpp")
file(GLOB live_sources CONFIGURE_DEPENDS
  "${PROJECT_SOURCE_DIR}/erp_bridge/delivery/*.cpp" "${PROJECT_SOURCE_DIR}/erp_bridge/live/*.cpp"
  "${PROJECT_SOURCE_DIR}/erp_bridge/mapping/*.cpp")
list(APPEND threaded_sources ${served_sources} ${live_sources}
  "${PROJECT_SOURCE_DIR}/sim/database.cpp" erp_bridge/erp_server_test.cpp
  erp_bridge/live_bridge_test.cpp scenarios/live_feed_test.cpp scenarios/program.cpp
  thread_sanitizer.cpp)
add_executable(thread_tests ${threaded_sources})
planttwin_embed(thread_tests reference_erp_openapi
                "${PROJECT_SOURCE_DIR}/data/openapi/reference_erp.json")
# As with other sanitizers, g++ 12 sees uninitialised reads that are not there.
target_compile_options(thread_tests PRIVATE -fsanitize=thread -O0 -g1 -Wno-maybe-uninitialized)
target_link_options(thread_tests PRIVATE -fsanitize=thread)
target_compile_definitions(thread_tests PRIVATE PLANTTWIN_PROGRAM="")
target_link_libraries(thread_tests
  PRIVATE planttwin_scenarios planttwin_test_support fmt::fmt PkgConfig::cpp_httplib SQLite::SQLite3
    GTest::gmock GTest::gtest_main planttwin_compiling)
planttwin_discover(thread_tests threads unit 300)
