#pragma once

#include <stdexcept>

namespace planttwin::sim {

// Something could not be written: a full disk, a folder that vanished.
class OutputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace planttwin::sim
