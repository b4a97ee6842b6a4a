#pragma once

#include <functional>

namespace planttwin {

// Runs a part of a test in a process of its own, for what can be done once in a process. A failed
// assertion, an exception or a crash in it fails the test; what it says is printed.
void in_own_process(const std::function<void()>& part);

}  // namespace planttwin
