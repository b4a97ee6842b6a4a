#pragma once

#include <string>
#include <vector>

#include "tests/fidelity/statistical_case.h"

// What the tests found, for docs/fidelity.md: each test writes its rows beside the program, and
// scripts/update-fidelity makes the document of them.
namespace planttwin::testing {

struct FidelityRow {
  std::string quantity;
  std::string expected;
  std::string measured;
  bool agrees = false;
};

struct FidelityRows {
  std::string name;   // of the file: letters, digits and _
  std::string title;  // the case
  std::string source;
  std::vector<FidelityRow> rows;
};

// "0.8890", with so many digits as the half-width justifies.
std::string rounded(double value);

// Replaces the rows of the case.
void write_rows(const FidelityRows& rows);

// The titles of the cases in docs/fidelity.md.
std::vector<std::string> documented_titles();

}  // namespace planttwin::testing
