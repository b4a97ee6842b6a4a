#include "scenarios/scenario_documents.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "scenarios/exit_code.h"
#include "sim/sha256.h"

namespace planttwin::scenario {

using sim::Diagnostics;
using sim::JsonNode;

namespace {

constexpr std::string_view kPlantPrefix = "/plant/";

// A plant that was given in place of a scenario: one sentence says more than all its keys.
bool is_plant(const JsonNode& root) {
  return root.member("scenario") == nullptr && root.member("plant") == nullptr &&
         root.member("work_centers") != nullptr;
}

bool addresses_plant(const InputEdit& edit) { return edit.pointer.starts_with(kPlantPrefix); }

// Adds the contents of every table of values that a document names ({"file": "times.csv"}).
void hash_tables(const JsonNode& node, const std::filesystem::path& directory,
                 sim::Sha256& digest) {
  for (const JsonNode& element : node.elements) hash_tables(element, directory, digest);
  for (const sim::JsonMember& member : node.members) {
    hash_tables(member.value, directory, digest);
    if (member.name != "file" || member.value.kind != JsonNode::Kind::kString) continue;
    std::ifstream table(directory / member.value.text, std::ios::binary);
    if (table) digest.update(std::string(std::istreambuf_iterator<char>(table), {}));
  }
}

}  // namespace

InputEdit parse_edit(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || !text.starts_with('/')) {
    throw UsageError("--set " + text + ": expected POINTER=JSON, such as /seed=7 or " +
                     "'/plant/work_centers/LATHE/machines=3'");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

std::vector<InputEdit> parse_edits(const std::vector<std::string>& texts) {
  std::vector<InputEdit> edits;
  edits.reserve(texts.size());
  for (const std::string& text : texts) edits.push_back(parse_edit(text));
  return edits;
}

std::optional<ScenarioDocuments> ScenarioDocuments::load(const std::string& path,
                                                         const std::vector<InputEdit>& edits,
                                                         Diagnostics& diagnostics) {
  std::optional<sim::JsonDocument> document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return std::nullopt;
  if (is_plant(document->root())) {
    diagnostics.add({path, document->root().position, "",
                     "this is a plant; expected a scenario, which names its plant: "
                     "\"plant\": \"plant.json\""});
    return std::nullopt;
  }
  ScenarioDocuments documents;
  documents.scenario_ = std::move(*document);
  for (const InputEdit& edit : edits) {
    if (!addresses_plant(edit)) {
      documents.scenario_.set(edit.pointer, edit.json, diagnostics);
    }
  }
  if (!documents.load_plant(diagnostics)) return std::nullopt;
  documents.apply_plant_changes(diagnostics);
  for (const InputEdit& edit : edits) {
    if (addresses_plant(edit)) documents.edit(edit, diagnostics);
  }
  return documents;
}

// False when there is a path to a plant that can't be loaded. A missing plant is reported by the
// reader.
bool ScenarioDocuments::load_plant(Diagnostics& diagnostics) {
  const JsonNode* plant = scenario_.root().member("plant");
  if (plant == nullptr || plant->kind != JsonNode::Kind::kString || plant->text.empty()) {
    return true;
  }
  const std::filesystem::path path = scenario_directory() / plant->text;
  if (!std::filesystem::exists(path)) {
    diagnostics.add(
        {scenario_.file(), plant->position, "/plant", "no file " + sim::in_quotes(path.string())});
    return false;
  }
  plant_ = sim::JsonDocument::load(path.string(), diagnostics);
  return plant_.has_value();
}

// An edit below "/plant", in the document that holds the plant.
bool ScenarioDocuments::edit(const InputEdit& edit, Diagnostics& diagnostics) {
  if (!plant_) return scenario_.set(edit.pointer, edit.json, diagnostics);
  Diagnostics errors;
  const bool done = plant_->set(edit.pointer.substr(kPlantPrefix.size() - 1), edit.json, errors);
  for (sim::Diagnostic error : errors.all()) {
    error.pointer = "/plant" + error.pointer;
    diagnostics.add(std::move(error));
  }
  return done;
}

// Errors of a change stand where the change stands.
void ScenarioDocuments::apply_plant_changes(Diagnostics& diagnostics) {
  const JsonNode* found = scenario_.root().member("plant_changes");
  if (found == nullptr || !found->is_object()) return;
  const JsonNode changes = *found;  // an inline plant is edited in the same document
  for (const sim::JsonMember& change : changes.members) {
    Diagnostics errors;
    if (!change.name.starts_with('/')) {
      errors.add({"", {}, "", "a pointer begins with a slash, such as \"/work_centers/LATHE\""});
    } else {
      edit({"/plant" + change.name, sim::pretty_json(change.value)}, errors);
    }
    for (const sim::Diagnostic& error : errors.all()) {
      diagnostics.add({scenario_.file(), change.name_position,
                       "/plant_changes/" + sim::escape_pointer(change.name), error.message});
    }
  }
}

sim::JsonReader ScenarioDocuments::plant_reader(sim::JsonReader& scenario_reader,
                                                Diagnostics& diagnostics) const {
  const sim::JsonValue plant = scenario_reader.required_value("plant");
  return plant_ ? sim::JsonReader(*plant_, diagnostics) : sim::JsonReader(plant);
}

std::filesystem::path ScenarioDocuments::scenario_directory() const {
  return std::filesystem::path(scenario_.file()).parent_path();
}

std::filesystem::path ScenarioDocuments::plant_directory() const {
  return plant_ ? std::filesystem::path(plant_->file()).parent_path() : scenario_directory();
}

std::string ScenarioDocuments::sha256() const {
  // The path of the plant file does not count, its content does: inline and beside are the same.
  JsonNode root = scenario_.root();
  if (plant_) *root.member("plant") = plant_->root();
  sim::Sha256 digest;
  digest.update(sim::canonical_json(root));
  hash_tables(scenario_.root(), scenario_directory(), digest);
  if (plant_) hash_tables(plant_->root(), plant_directory(), digest);
  return digest.finish();
}

}  // namespace planttwin::scenario
