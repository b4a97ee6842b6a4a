#include "scenarios/version.h"

namespace planttwin::scenario {

std::string_view program_version() { return PLANTTWIN_VERSION; }

}  // namespace planttwin::scenario
