#pragma once

namespace planttwin::scenario {

// A function of a module: a shared library beside the program that is loaded when it is needed
// first, so that starts which do not need it cost nothing, and stays loaded. `options`: of dlopen,
// beside RTLD_NOW. Throws std::runtime_error.
void* function_of_module(const char* module, const char* function, int options = 0);

}  // namespace planttwin::scenario
