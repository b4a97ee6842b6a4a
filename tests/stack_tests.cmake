# Tests against real servers, which they start. All tests of RabbitMQ run in one process and share
# one, because it takes seconds to start, and two cores for themselves: they measure times.
file(GLOB stack_sources CONFIGURE_DEPENDS "stack/*.cpp")
add_executable(stack_tests ${stack_sources} scenarios/program.cpp)
add_dependencies(stack_tests planttwin)
target_link_libraries(stack_tests
  PRIVATE planttwin_erp_bridge nlohmann_json::nlohmann_json PkgConfig::rdkafka
    PkgConfig::cpp_httplib
    GTest::gmock GTest::gtest_main planttwin_compiling)
planttwin_compile_as_tests(stack_tests)
target_compile_definitions(stack_tests PRIVATE PLANTTWIN_SOURCE_DIR="."
  PLANTTWIN_PROGRAM="$<PATH:RELATIVE_PATH,$<TARGET_FILE:planttwin>,${PROJECT_SOURCE_DIR}>")
gtest_discover_tests(stack_tests
  TEST_FILTER "-*amqp*:*Amqp*"
  TEST_PREFIX "${PLANTTWIN_TEST_PREFIX}stack/"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  DISCOVERY_TIMEOUT 60
  PROPERTIES LABELS stack TIMEOUT 600 ENVIRONMENT "TZ=America/St_Johns")
add_test(NAME "${PLANTTWIN_TEST_PREFIX}stack/amqp"
  COMMAND stack_tests "--gtest_filter=*amqp*:*Amqp*"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
set_tests_properties("${PLANTTWIN_TEST_PREFIX}stack/amqp" PROPERTIES
  LABELS stack PROCESSORS 2 TIMEOUT 600 ENVIRONMENT "TZ=America/St_Johns")
