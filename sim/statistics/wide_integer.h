#pragma once

namespace planttwin::sim {

// Sums that stay exact: 128-bit integers of g++ and clang.
__extension__ using WideInteger = __int128;
__extension__ using WideUnsigned = unsigned __int128;

}  // namespace planttwin::sim
