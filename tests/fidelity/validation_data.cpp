#include "tests/fidelity/validation_data.h"

#include <fstream>

#include "tests/support/shared_data.h"

namespace planttwin::testing {

std::filesystem::path validation_folder() {
  const std::filesystem::path folder = shared_data("validation");
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

Json validation_file(const std::string& name) {
  const std::filesystem::path folder = validation_folder();
  if (folder.empty() || !std::filesystem::exists(folder / name)) return nullptr;
  std::ifstream in(folder / name);
  return Json::parse(in);
}

}  // namespace planttwin::testing
