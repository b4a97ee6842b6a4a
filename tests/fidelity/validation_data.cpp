#include "tests/fidelity/validation_data.h"

#include <cstdlib>
#include <fstream>

namespace planttwin::testing {
namespace {

std::filesystem::path shared_folder() {
  const char* named = std::getenv("PLANTTWIN_SHARED");
  if (named != nullptr && *named != '\0') return named;
  return std::filesystem::path(PLANTTWIN_SOURCE_DIR) / ".." / "shared";
}

}  // namespace

std::filesystem::path validation_folder() {
  const std::filesystem::path folder = shared_folder() / "validation";
  return std::filesystem::is_directory(folder) ? folder : std::filesystem::path();
}

Json validation_file(const std::string& name) {
  const std::filesystem::path folder = validation_folder();
  if (folder.empty() || !std::filesystem::exists(folder / name)) return nullptr;
  std::ifstream in(folder / name);
  return Json::parse(in);
}

std::string missing_data_text() {
  return "NOT TESTED: the published cases are not in " + (shared_folder() / "validation").string() +
         ". Set PLANTTWIN_SHARED to the folder that holds validation/.";
}

}  // namespace planttwin::testing
