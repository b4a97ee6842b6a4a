#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "sim/distribution_reader.h"

namespace planttwin::plant {
namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

const std::string kRoot = PLANTTWIN_SOURCE_DIR "/";
const std::string kSchemas = kRoot + "data/schemas/";
const std::string kData = kRoot + "tests/plant_models/data/";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_TRUE(in) << path;
  return text.str();
}

json json_of(const std::string& path) { return json::parse(text_of(path), nullptr, true, true); }

// What a file breaks of a schema, as one text.
std::string violations(const std::string& schema_file, const json& document) {
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  const json schema_document = json_of(kSchemas + schema_file);
  parser.populateSchema(
      Adapter(schema_document), schema,
      [](const std::string& name) { return new json(json_of(kSchemas + name)); },
      [](const json* fetched) { delete fetched; });
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes)
      .validate(schema, Adapter(document), &results);
  std::string text;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& part : error.context) text += part;
    text += ": " + error.description + "\n";
  }
  return text;
}

// The names of all properties in a schema.
void collect_properties(const json& schema, std::set<std::string>& names) {
  if (schema.is_object() && schema.contains("properties") && schema["properties"].is_object()) {
    for (const auto& [name, ignored] : schema["properties"].items()) names.insert(name);
  }
  if (!schema.is_structured()) return;
  for (const auto& [ignored, part] : schema.items()) collect_properties(part, names);
}

// Follows a file along its schema: for each place in the schema, which of its properties occur.
class Coverage {
 public:
  explicit Coverage(const std::string& schema_file) : schema_(json_of(kSchemas + schema_file)) {}

  void visit(const json& document) { visit(schema_, document, ""); }

  // Properties that no visited file had.
  std::vector<std::string> missing() const {
    std::vector<std::string> result;
    for (const std::string& property : possible_) {
      if (found_.count(property) == 0) result.push_back(property);
    }
    return result;
  }

 private:
  void visit(const json& schema, const json& value, const std::string& place) {
    if (schema.contains("$ref")) {
      const std::string target = schema["$ref"];
      if (target.front() != '#') return;  // distributions have a test of their own
      visit(schema_.at(json::json_pointer(target.substr(1))), value, target);
      return;
    }
    for (const char* several : {"allOf", "anyOf"}) {
      if (!schema.contains(several)) continue;
      for (const json& part : schema[several]) visit(part, value, place);
    }
    if (schema.contains("items") && value.is_array()) {
      for (const json& element : value) visit(schema["items"], element, place + "[]");
    }
    if (!schema.contains("properties") || !value.is_object()) return;
    for (const auto& [name, part] : schema["properties"].items()) {
      possible_.insert(place + "/" + name);
      if (!value.contains(name)) continue;
      found_.insert(place + "/" + name);
      visit(part, value[name], place + "/" + name);
    }
  }

  json schema_;
  std::set<std::string> possible_;
  std::set<std::string> found_;
};

// The keys that readers ask for, taken from their sources: in.anything("key"...).
std::set<std::string> keys_in_sources(const std::function<bool(const std::string&)>& chosen) {
  static const std::regex kAsk(
      R"re((?:\bin|->|\.)(?:\.|->)?(?:id|[a-z_]+)\((?:[a-z_.]+, )*"([a-z_$]+)"[,)])re");
  static const std::regex kRead(
      R"re(\b(?:read|open|resolve)[a-z_]*\((?:[a-z_.*]+, )*"([a-z_]+)")re");
  std::set<std::string> keys;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "plant_models/load")) {
    if (entry.path().extension() != ".cpp" || !chosen(entry.path().filename())) continue;
    const std::string source = std::regex_replace(text_of(entry.path()), std::regex(R"(\s+)"), " ");
    for (const std::regex& pattern : {kAsk, kRead}) {
      for (std::sregex_iterator match(source.begin(), source.end(), pattern), end; match != end;
           ++match) {
        keys.insert((*match)[1]);
      }
    }
  }
  return keys;
}

TEST(PlantSchema, HoldsForAPlantThatUsesEveryKey) {
  EXPECT_EQ(violations("plant.schema.json", json_of(kData + "everything.json")), "");
}

TEST(PlantSchema, HoldsForARunInputThatUsesEveryKey) {
  EXPECT_EQ(violations("run_input.schema.json", json_of(kData + "everything_run.json")), "");
}

TEST(PlantSchema, RefusesUnknownKeys) {
  json plant = json_of(kData + "everything.json");
  plant["work_centers"][0]["kynd"] = "lathe";
  EXPECT_NE(violations("plant.schema.json", plant), "");
}

TEST(PlantSchema, RefusesTimesWithoutUnit) {
  json plant = json_of(kData + "everything.json");
  plant["routings"][1]["operations"][0]["time"] = 4;
  EXPECT_NE(violations("plant.schema.json", plant), "");
}

// The loader accepts the same file (see RunInputLoader), hence every key of the schema.
TEST(PlantSchema, NamesNoKeyThatTheFileOfAllKeysLacks) {
  Coverage coverage("plant.schema.json");
  coverage.visit(json_of(kData + "everything.json"));
  EXPECT_EQ(coverage.missing(), std::vector<std::string>());
}

TEST(PlantSchema, OfRunInputsNamesNoKeyThatTheFileOfAllKeysLacks) {
  Coverage coverage("run_input.schema.json");
  coverage.visit(json_of(kData + "everything_run.json"));
  EXPECT_EQ(coverage.missing(), std::vector<std::string>{"/until"});  // excludes "horizon"
}

TEST(PlantSchema, NamesEveryKeyThatTheLoaderAsksFor) {
  std::set<std::string> described;
  collect_properties(json_of(kSchemas + "plant.schema.json"), described);
  collect_properties(json_of(kSchemas + "run_input.schema.json"), described);
  const std::set<std::string> asked = keys_in_sources([](const std::string&) { return true; });
  EXPECT_GT(asked.size(), 200u);
  for (const std::string& key : asked) EXPECT_EQ(described.count(key), 1u) << key;
}

TEST(PlantSchema, NamesEveryDistribution) {
  const json schema = json_of(kSchemas + "distribution.schema.json");
  for (const char* kind : {"time", "number"}) {
    const json& forms = schema["definitions"][kind]["anyOf"][1]["properties"];
    EXPECT_EQ(forms.size(), sim::distribution_forms().size());
    for (const sim::DistributionForm& form : sim::distribution_forms()) {
      EXPECT_TRUE(forms.contains(form.name)) << kind << " " << form.name;
    }
  }
}

}  // namespace
}  // namespace planttwin::plant
