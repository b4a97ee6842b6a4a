#include "tests/fidelity/fidelity_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

namespace planttwin::testing {

std::string rounded(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.5g", value);
  return text.data();
}

void write_rows(const FidelityRows& rows) {
  const std::filesystem::path folder =
      std::filesystem::path(PLANTTWIN_PROGRAM).parent_path() / "fidelity";
  std::filesystem::create_directories(folder);
  Json file = {{"title", rows.title}, {"source", rows.source}, {"rows", Json::array()}};
  for (const FidelityRow& row : rows.rows) {
    file["rows"].push_back({{"quantity", row.quantity},
                            {"expected", row.expected},
                            {"measured", row.measured},
                            {"agrees", row.agrees}});
  }
  std::ofstream(folder / (rows.name + ".json")) << file.dump(1) << "\n";
}

// Every case is a heading of the third level.
std::vector<std::string> documented_titles() {
  std::ifstream in(std::filesystem::path(PLANTTWIN_SOURCE_DIR) / "docs" / "fidelity.md");
  std::vector<std::string> titles;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("### ")) titles.push_back(line.substr(4));
  }
  std::sort(titles.begin(), titles.end());
  return titles;
}

}  // namespace planttwin::testing
