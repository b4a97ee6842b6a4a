#include "tests/support/shared_data.h"

#include <cstdlib>

namespace planttwin::testing {

std::filesystem::path shared_data(const std::string& path) {
  const char* named = std::getenv("PLANTTWIN_SHARED");
  const bool told = named != nullptr && *named != '\0';
  const std::filesystem::path folder = told ? named : "../shared";
  return folder / path;
}

std::string missing_data_text(const std::string& path) {
  return "NOT TESTED: " + shared_data(path).string() +
         " is not there. Set PLANTTWIN_SHARED to the folder that holds " + path + ".";
}

}  // namespace planttwin::testing
