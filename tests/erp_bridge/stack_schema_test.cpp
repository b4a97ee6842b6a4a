#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "erp_bridge/audit/record_resolution.h"
#include "erp_bridge/mapping/body_formats.h"
#include "erp_bridge/messages/messages.h"
#include "erp_bridge/postings/posting.h"

// The schemas of mappings list what the program knows.
namespace planttwin::bridge {
namespace {

using Names = std::vector<std::string>;

Names sorted(Names names) {
  std::sort(names.begin(), names.end());
  return names;
}

Names listed(const std::string& pointer) {
  std::ifstream in(std::string(PLANTTWIN_SOURCE_DIR) + "/data/schemas/mapping.schema.json");
  const auto schema = nlohmann::json::parse(in);
  return sorted(schema.at(nlohmann::json::json_pointer(pointer)).get<Names>());
}

TEST(MappingSchema, ListsAllMessages) {
  EXPECT_EQ(listed("/definitions/message/enum"), sorted(message_names()));
}

TEST(MappingSchema, ListsAllFormats) {
  Names names;
  for (const BodyFormatName& format : kBodyFormats) names.emplace_back(format.name);
  EXPECT_EQ(listed("/definitions/step/properties/format/enum"), sorted(names));
  EXPECT_EQ(listed("/definitions/step/properties/expect/enum"), sorted(names));
}

TEST(MappingSchema, ListsAllPostingsAndTheirMembers) {
  Names types = {"*"};
  for (int i = 0; i < kPostingTypes; ++i) {
    types.emplace_back(posting_name(static_cast<PostingType>(i)));
  }
  Names members;
  for (int i = 0; i < kPostingMembers; ++i) {
    members.emplace_back(member_name(static_cast<PostingMember>(i)));
  }
  const std::string row = "/properties/not_kept/items/properties";
  EXPECT_EQ(listed(row + "/id/enum"), sorted(types));
  EXPECT_EQ(listed(row + "/members/items/enum"), sorted(members));
}

}  // namespace
}  // namespace planttwin::bridge
