#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/scenarios/program.h"

// Which fields of messages Tryton keeps, tried with one message at the limits of each type.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

TEST(ProbeOfTryton, ShowsWhichFieldsTrytonKeeps) {
  const TemporaryFolder folder;
  const ProgramOutcome outcome =
      run_program({"probe", shipped("scenarios/library/12_real_erp/scenario.json"), "--stack",
                   shipped("data/stacks/tryton/stack.json"), "--write", "--manage", "--json"},
                  folder.path());
  ASSERT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  const json matrix = json::parse(outcome.standard_output);
  std::map<std::string, json> messages;
  std::map<std::string, json> fields;
  for (const json& one : matrix["messages"]) {
    messages[one["type"]] = one;
    for (const json& field : one["fields"]) {
      fields[one["type"].get<std::string>() + "." + field["field"].get<std::string>()] = field;
      EXPECT_NE(field["fate"], "changed") << one["type"] << field;
    }
  }
  ASSERT_EQ(messages.size(), 8);
  EXPECT_EQ(messages["GoodsReceived"]["confidence"], "key");
  EXPECT_EQ(messages["MaterialIssued"]["confidence"], "derived");
  EXPECT_EQ(fields["GoodsReceived.quantity"]["read"], 12.345);
  EXPECT_THAT(fields["GoodsReceived.lot"]["read"].get<std::string>(), HasSubstr("Ä"));
  EXPECT_EQ(fields["MaterialIssued.order"]["read"].get<std::string>().size(), 40);
  EXPECT_EQ(fields["GoodsReceived.postingdate"]["read"], "2025-10-26");
  EXPECT_EQ(fields["OperationCompleted.machine_time_s"]["fate"], "kept");
  EXPECT_EQ(fields["MaterialIssued.into_lot"]["fate"], "not_kept");
  EXPECT_EQ(fields["ProductCompleted.completion"]["fate"], "lost");
}

}  // namespace
}  // namespace planttwin::testing
