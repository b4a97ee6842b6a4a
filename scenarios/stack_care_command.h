#pragma once

#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin stack reset` and `planttwin stack clean`, as typed.
struct StackCareOptions {
  std::string run;  // folder of a driven run
  bool json = false;
  bool quiet = false;
};

// Both are for runs whose parts planttwin has started, of a stack that is not for production, while
// nobody drives them. They throw UsageError and sim::InputError before anything is changed, and
// sim::OutputError.

// Brings the parts back to where they were before their first message, and starts each once, so
// that the next drive of the run, which begins anew, finds them ready. Throws bridge::SystemError
// when one does not come up.
ExitCode stack_reset_command(const StackCareOptions& options);

// Removes what the parts have written. The evidence of the run stays: it can be replayed, and not
// go on.
ExitCode stack_clean_command(const StackCareOptions& options);

}  // namespace planttwin::scenario
