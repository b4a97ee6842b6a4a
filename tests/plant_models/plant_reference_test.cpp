#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

namespace planttwin::plant {
namespace {

using json = nlohmann::ordered_json;

const std::string kRoot = PLANTTWIN_SOURCE_DIR "/";
const std::string kReference = kRoot + "docs/plant-reference.md";

std::string text_of(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The last part of a reference such as "#/definitions/work_center".
std::string last_part(const std::string& reference) {
  return reference.substr(reference.find_last_of('/') + 1);
}

std::string link(const std::string& reference) {
  const std::string name = last_part(reference);
  std::string title = name;
  for (char& c : title) c = c == '_' ? ' ' : c;
  return "[" + title + "](#" + name + ")";
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

std::string type_of(const json& schema);

std::string type_of_names(const json& type) {
  if (type.is_string() && type == "string") return "text";
  if (type.is_string() && type == "boolean") return "true or false";
  if (type.is_string() && type == "integer") return "whole number";
  if (type.is_string()) return type;
  return "name";  // a string or an integer
}

std::string type_of_choices(const json& choices) {
  std::vector<std::string> names;
  for (const json& choice : choices) names.push_back("`" + choice.get<std::string>() + "`");
  return joined(names, ", ");
}

// What a value may be, in words.
std::string type_of(const json& schema) {
  if (schema.contains("$ref")) return link(schema["$ref"]);
  if (schema.contains("allOf")) return type_of(schema["allOf"][0]);
  if (schema.contains("const")) return "`\"" + schema["const"].get<std::string>() + "\"`";
  if (schema.contains("enum")) return type_of_choices(schema["enum"]);
  if (schema.contains("anyOf")) {
    std::vector<std::string> ways;
    for (const json& way : schema["anyOf"]) ways.push_back(type_of(way));
    return joined(ways, " or ");
  }
  if (schema["type"] == "array") return "list of " + type_of(schema["items"]);
  return type_of_names(schema["type"]);
}

std::string range_of(const json& schema) {
  if (schema.contains("exclusiveMinimum")) return ", above 0";
  const bool from = schema.contains("minimum");
  if (from && schema.contains("maximum")) {
    return ", " + schema["minimum"].dump() + " to " + schema["maximum"].dump();
  }
  return from ? ", at least " + schema["minimum"].dump() : "";
}

std::string default_of(const json& object, const std::string& name, const json& schema) {
  for (const json& required : object.value("required", json::array())) {
    if (required == name) return "**required**";
  }
  if (!schema.contains("default")) return "";
  const json& value = schema["default"];
  return "`" + (value.is_string() ? value.get<std::string>() : value.dump()) + "`";
}

void write_table(const json& object, std::string& out) {
  out += "| key | what it is | value | default |\n| --- | --- | --- | --- |\n";
  for (const auto& [name, schema] : object["properties"].items()) {
    out += "| `" + name + "` | " + schema["description"].get<std::string>() + " | " +
           type_of(schema) + range_of(schema) + " | " + default_of(object, name, schema) + " |\n";
  }
  out += "\n";
}

void write_definitions(const json& schema, std::string& out) {
  for (const auto& [name, definition] : schema["definitions"].items()) {
    std::string title = name;
    for (char& c : title) c = c == '_' ? ' ' : c;
    out += "### <a id=\"" + name + "\"></a>" + title + "\n\n" +
           definition["description"].get<std::string>() + "\n\n";
    if (definition.contains("properties")) {
      write_table(definition, out);
    } else if (definition.contains("anyOf") && definition["anyOf"].size() == 2 &&
               definition["anyOf"][1].contains("properties")) {
      write_table(definition["anyOf"][1], out);
    }
  }
}

std::string reference() {
  std::string out =
      "# Plant reference\n\n"
      "Every key of plant files and run inputs. Written by `scripts/update-plant-reference` from "
      "the schemas in `data/schemas/`; do not edit it by hand.\n\n";
  for (const char* file : {"plant", "run_input", "distribution"}) {
    const json schema =
        json::parse(text_of(kRoot + "data/schemas/" + std::string(file) + ".schema.json"));
    out += "## " + schema["title"].get<std::string>() + "\n\n" +
           schema["description"].get<std::string>() + "\n\n";
    if (schema.contains("properties")) write_table(schema, out);
    write_definitions(schema, out);
  }
  return out.substr(0, out.size() - 1);
}

TEST(PlantReference, IsWhatTheSchemasSay) {
  if (std::getenv("PLANTTWIN_UPDATE_REFERENCE") != nullptr) {
    std::ofstream(kReference) << reference();
  }
  EXPECT_TRUE(text_of(kReference) == reference())
      << "docs/plant-reference.md is not current: run scripts/update-plant-reference";
}

}  // namespace
}  // namespace planttwin::plant
