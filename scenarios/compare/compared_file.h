#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compare/figure.h"
#include "sim/diagnostics.h"

namespace planttwin::compare {

// What is compared: result.json of a run, or experiment.json.
enum class FileKind : std::uint8_t { kResult, kExperiment };
std::string_view name_of(FileKind kind);  // "result", "experiment"

// One of the two sides.
struct ComparedFile {
  std::string file;
  FileKind kind = FileKind::kResult;
  std::string id;  // of the scenario, or of the experiment
  std::string program_version;
  std::string input_sha256;
  std::uint64_t seed = 0;
  // Observations of equal number have the same luck when the seed is the same, if both are
  // replications and both or neither are means of antithetic pairs.
  bool replicated = true;
  bool antithetic = false;
  std::vector<Figure> figures;  // each once
};

// Reads a file, or the one in a folder. Errors are recorded; what is returned may be used only when
// there was none.
ComparedFile load_compared_file(const std::string& path, sim::Diagnostics& diagnostics);

// Records why two files can't be compared. With `force` it is no error that they are of different
// scenarios or experiments, or that a figure leads elsewhere.
void check_comparable(const ComparedFile& base, const ComparedFile& candidate, bool force,
                      sim::Diagnostics& diagnostics);

}  // namespace planttwin::compare
