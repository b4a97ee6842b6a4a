#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::scenario {

// One edit from the command line: --set POINTER=JSON.
struct InputEdit {
  std::string pointer;
  std::string json;
};

// Splits "POINTER=JSON" at the first equals sign. Throws UsageError when there is none or the
// pointer does not begin with a slash.
InputEdit parse_edit(const std::string& text);
std::vector<InputEdit> parse_edits(const std::vector<std::string>& texts);

// The JSON documents that make up a scenario: its own and, unless it stands inline, the plant's.
// Edits have been applied: first those of the scenario, then its "plant_changes", then the edits
// below "/plant".
class ScenarioDocuments {
 public:
  // Nothing, after diagnostics, when a document is missing or no JSON.
  static std::optional<ScenarioDocuments> load(const std::string& path,
                                               const std::vector<InputEdit>& edits,
                                               sim::Diagnostics& diagnostics);

  const sim::JsonDocument& scenario() const { return scenario_; }
  // A reader of the plant, in its own document or inline in `scenario_reader`'s.
  sim::JsonReader plant_reader(sim::JsonReader& scenario_reader,
                               sim::Diagnostics& diagnostics) const;
  std::filesystem::path scenario_directory() const;
  std::filesystem::path plant_directory() const;

  // SHA-256 over the canonical texts of all documents as edited and over the tables of values
  // that they name. Layout, comments and the order of keys do not matter.
  std::string sha256() const;

 private:
  bool load_plant(sim::Diagnostics& diagnostics);
  bool edit(const InputEdit& edit, sim::Diagnostics& diagnostics);
  void apply_plant_changes(sim::Diagnostics& diagnostics);

  sim::JsonDocument scenario_;
  std::optional<sim::JsonDocument> plant_;  // empty: inline
};

}  // namespace planttwin::scenario
