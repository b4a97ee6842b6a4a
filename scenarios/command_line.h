#pragma once

namespace planttwin::scenario {

// The program: reads the arguments, runs one command and returns the exit code of exit_code.h.
// Every error becomes a text on standard error; nothing is thrown.
int run_program(int argument_count, const char* const* arguments);

}  // namespace planttwin::scenario
