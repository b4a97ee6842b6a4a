// Within a version messages only grow: what version 1 has stays as it is, and what is added is
// optional. messages_v1.txt keeps what version 1 has.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace planttwin::bridge {
namespace {

using Members = std::set<std::string>;

constexpr const char* kFrozen = PLANTTWIN_SOURCE_DIR "/tests/erp_bridge/messages_v1.txt";

std::string type_of(const nlohmann::json& member) {
  std::string type = member.at("type");
  if (type == "array") {
    const nlohmann::json& items = member.at("items");
    return items.contains("properties") ? "rows" : "list of " + type_of(items);
  }
  if (member.contains("minimum")) type += " from " + member.at("minimum").dump();
  if (member.contains("enum")) type += " of " + member.at("enum").dump();
  return type;
}

// "MaterialIssued.quantity: number from 0, required", and for rows "BillOfMaterial.lines[].item".
void list(const std::string& name, const nlohmann::json& object, Members& members) {
  Members required;
  for (const nlohmann::json& member : object.at("required")) required.insert(member);
  for (const auto& [field, member] : object.at("properties").items()) {
    const std::string place = name + "." + field;
    members.insert(place + ": " + type_of(member) +
                   (required.contains(field) ? ", required" : ", optional"));
    if (type_of(member) == "rows") list(place + "[]", member.at("items"), members);
  }
}

Members shipped() {
  Members members;
  const std::filesystem::path folder = PLANTTWIN_SOURCE_DIR "/data/schemas/messages";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    const nlohmann::json schema = nlohmann::json::parse(in);
    list(schema.at("title"), schema, members);
  }
  return members;
}

Members lines_of(const char* path) {
  Members lines;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

// "BillOfMaterial.lines[]" of "BillOfMaterial.lines[].item: string, required".
std::string owner(const std::string& line) {
  return line.substr(0, line.rfind('.', line.find(':')));
}

std::vector<std::string> broken(const Members& before, const Members& after) {
  Members owners;
  for (const std::string& line : before) owners.insert(owner(line));
  std::vector<std::string> faults;
  for (const std::string& line : before) {
    if (!after.contains(line)) faults.push_back("gone or changed: " + line);
  }
  for (const std::string& line : after) {
    if (!before.contains(line) && line.ends_with(", required") && owners.contains(owner(line))) {
      faults.push_back("new and required: " + line);
    }
  }
  return faults;
}

// PLANTTWIN_WRITE_MEMBERS=1 freezes what has been added.
TEST(MessageMembers, AreThoseOfVersionOneAndOptionalOnes) {
  if (std::getenv("PLANTTWIN_WRITE_MEMBERS") != nullptr) {
    std::ofstream out(kFrozen);
    for (const std::string& line : shipped()) out << line << "\n";
  }
  const Members frozen = lines_of(kFrozen);
  EXPECT_GT(frozen.size(), 300U);
  EXPECT_EQ(broken(frozen, shipped()), std::vector<std::string>());
}

TEST(MessageMembers, MayNotBeRemovedRetypedOrRequired) {
  const Members before = {"A.x: string, required", "A.y: number, optional", "A.z: rows, required",
                          "A.z[].q: number, required"};
  const auto changed = [&](const std::string& from, const std::string& to) {
    Members after = before;
    if (!from.empty()) after.erase(from);
    if (!to.empty()) after.insert(to);
    return broken(before, after);
  };
  using Faults = std::vector<std::string>;
  EXPECT_EQ(changed("A.x: string, required", ""), Faults{"gone or changed: A.x: string, required"});
  EXPECT_EQ(changed("A.y: number, optional", "A.y: string, optional"),
            Faults{"gone or changed: A.y: number, optional"});
  EXPECT_EQ(changed("A.y: number, optional", "A.y: number, required").size(), 2U);
  EXPECT_EQ(changed("", "A.z[].r: string, required"),
            Faults{"new and required: A.z[].r: string, required"});
}

TEST(MessageMembers, MayBeAddedWhereTheyAreOptionalOrTheMessageIsNew) {
  const Members before = {"A.x: string, required"};
  Members after = before;
  after.insert({"A.y: number, optional", "A.z: rows, optional", "A.z[].q: number, required",
                "B.x: string, required"});
  EXPECT_EQ(broken(before, after), std::vector<std::string>());
}

}  // namespace
}  // namespace planttwin::bridge
