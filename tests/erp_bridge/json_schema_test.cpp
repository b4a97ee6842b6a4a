// The schemas of messages: every message obeys its own, what a schema asks for can't be left out,
// and the files in data/schemas/messages/ are up to date.

#include "erp_bridge/formats/json_schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "erp_bridge/formats/json_format.h"
#include "tests/erp_bridge/random_messages.h"

namespace planttwin::bridge {
namespace {

bool obeys(const nlohmann::json& data, const valijson::Schema& schema) {
  return valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(data),
                                        nullptr);
}

std::map<std::string, nlohmann::json> schemas() {
  std::map<std::string, nlohmann::json> all;
  for (const std::string& name : message_names()) {
    all[name] = nlohmann::json::parse(json_schema(name).value());
  }
  return all;
}

TEST(JsonSchema, IsObeyedByEveryMessageAndAsksForWhatItRequires) {
  std::map<std::string, valijson::Schema> compiled;
  const std::map<std::string, nlohmann::json> texts = schemas();
  for (const auto& [name, text] : texts) {
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text),
                                            compiled[name]);
  }
  for_random_messages(20, [&](const Message& message) {
    const std::string name(name_of(message.body));
    const nlohmann::json data = nlohmann::json::parse(to_json(message)).at("data");
    ASSERT_TRUE(obeys(data, compiled.at(name))) << name << " " << data;
    for (const nlohmann::json& required : texts.at(name).at("required")) {
      nlohmann::json without = data;
      without.erase(required.get<std::string>());
      EXPECT_FALSE(obeys(without, compiled.at(name))) << name << " without " << required;
    }
  });
}

// Calls `use` with the message after each member of an object in it, however deep, was replaced by
// each of the values.
void replace_each(const nlohmann::json& message, const nlohmann::json::json_pointer& place,
                  const std::function<void(const nlohmann::json&, const nlohmann::json&)>& use) {
  const nlohmann::json values = {
      nullptr, true, -1, 1.5, "", "x", nlohmann::json::array(), nlohmann::json::object()};
  for (const auto& [name, member] : message.at(place).items()) {
    const nlohmann::json::json_pointer below =
        message.at(place).is_array() ? place / std::stoul(name) : place / name;
    if (member.is_structured()) replace_each(message, below, use);
    for (const nlohmann::json& value : values) {
      nlohmann::json changed = message;
      changed[below] = value;
      use(changed, value);
    }
  }
}

TEST(JsonSchema, RefusesWhatTheReaderRefusesAndNothingElse) {
  int refused = 0;
  int accepted = 0;
  for_random_messages(5, [&](const Message& message) {
    const std::string name(name_of(message.body));
    const nlohmann::json text = nlohmann::json::parse(json_schema(name).value());
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
    const nlohmann::json written = nlohmann::json::parse(to_json(message));
    replace_each(
        written, nlohmann::json::json_pointer("/data"),
        [&](const nlohmann::json& changed, const nlohmann::json& value) {
          sim::Diagnostics diagnostics;
          const bool read = from_json(changed.dump(), diagnostics).has_value();
          const bool valid = obeys(changed.at("data"), schema);
          ++(valid ? accepted : refused);
          // Draft 07 has no word for an instant: there the reader is stricter.
          EXPECT_TRUE(read == valid || (valid && value == "x" &&
                                        diagnostics.text().find("instant") != std::string::npos))
              << name << " " << value << " " << valid << " " << diagnostics.text();
        });
  });
  EXPECT_GT(refused, 1'000);
  EXPECT_GT(accepted, 1'000);
}

TEST(JsonSchema, SaysOfEveryMemberWhatItMeans) {
  const auto check = [](const auto& self, const nlohmann::json& object) -> void {
    for (const auto& [name, member] : object.at("properties").items()) {
      EXPECT_NE(member.at("description"), "") << name;
      if (member.contains("items") && member.at("items").contains("properties")) {
        self(self, member.at("items"));
      }
    }
  };
  for (const auto& [name, schema] : schemas()) check(check, schema);
}

// PLANTTWIN_WRITE_SCHEMAS=1 writes the files anew.
TEST(JsonSchema, LiesInAFileOfItsOwn) {
  const std::filesystem::path folder = PLANTTWIN_SOURCE_DIR "/data/schemas/messages";
  for (const std::string& name : message_names()) {
    const std::filesystem::path path = folder / (name + ".schema.json");
    const std::string schema = json_schema(name).value();
    if (std::getenv("PLANTTWIN_WRITE_SCHEMAS") != nullptr) std::ofstream(path) << schema;
    std::ifstream in(path);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    EXPECT_EQ(text, schema) << path;
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}),
            static_cast<std::ptrdiff_t>(message_names().size()));
}

}  // namespace
}  // namespace planttwin::bridge
