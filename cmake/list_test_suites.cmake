# Writes FILE, which tells ctest of one test for each suite of the GoogleTest binary BINARY:
#   cmake -D BINARY=... -D FILE=... -D PREFIX=... -D FOLDER=... -D "PROPERTIES=..." -D "WITHOUT=..."
#     -P list_test_suites.cmake
# WITHOUT is a regular expression of whole names of suites that are left out.
# Under sanitizers a binary takes a second to start, so that a process for each of some thousand
# tests would cost more than the tests.
execute_process(COMMAND "${BINARY}" --gtest_list_tests
  WORKING_DIRECTORY "${FOLDER}" OUTPUT_VARIABLE listing COMMAND_ERROR_IS_FATAL ANY TIMEOUT 120)
string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_/]+\\." suites "${listing}")
set(text "")
foreach(suite ${suites})
  string(REGEX REPLACE "[\n.]" "" suite "${suite}")
  if(suite MATCHES "^(${WITHOUT})$")
    continue()
  endif()
  string(APPEND text
    "add_test([==[${PREFIX}${suite}]==] [==[${BINARY}]==] [==[--gtest_filter=${suite}.*]==])\n"
    "set_tests_properties([==[${PREFIX}${suite}]==] PROPERTIES"
    " WORKING_DIRECTORY [==[${FOLDER}]==] ${PROPERTIES})\n")
endforeach()
file(WRITE "${FILE}" "${text}")
