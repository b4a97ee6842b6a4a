#include "erp_bridge/security/audit_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "sim/output_error.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

namespace fs = std::filesystem;
using planttwin::testing::TemporaryFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

constexpr const char* kKey = "a key of thirty-two characters or more";
constexpr int kLines = 5;

class AuditLogTest : public ::testing::Test {
 protected:
  AuditLogTest() {
    AuditLog log(file_, kKey);
    for (int i = 1; i <= kLines; ++i) {
      log.add("event", JsonFields().text("what", "line \"" + std::to_string(i) + "\"\n"));
    }
    head_ = log.head();
  }
  std::vector<std::string> lines() const {
    std::ifstream in(file_);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  void write(const std::vector<std::string>& lines) const {
    std::ofstream out(file_, std::ios::trunc);
    for (const std::string& line : lines) out << line << "\n";
  }
  std::vector<std::string> faults() const { return check_audit_log(file_, kKey, head_).faults; }

  TemporaryFolder folder_;
  fs::path file_ = folder_.file("audit.log");
  AuditHead head_;
};

TEST(HmacSha256, IsThatOfRfc4231) {
  EXPECT_EQ(hmac_sha256("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_F(AuditLogTest, IsFoundAsItWasWritten) {
  EXPECT_THAT(faults(), IsEmpty());
  EXPECT_EQ(check_audit_log(file_, kKey).lines, kLines);
  int number = 0;
  for (const std::string& line : lines()) {
    EXPECT_EQ(nlohmann::json::parse(line).at("number"), ++number);
  }
  for (const char* name : {"audit.log", "audit.log.head"}) {
    struct stat status {};
    ASSERT_EQ(stat(folder_.file(name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
  }
}

TEST_F(AuditLogTest, ShowsALineThatWasChanged) {
  std::vector<std::string> all = lines();
  all[2].replace(all[2].find("line"), 4, "lie!");
  write(all);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("line 3 is not as it was written")));
}

TEST_F(AuditLogTest, ShowsEveryByteThatWasChanged) {
  const std::vector<std::string> all = lines();
  for (std::size_t at = 0; at < all[1].size(); ++at) {
    std::vector<std::string> changed = all;
    changed[1][at] = changed[1][at] == 'x' ? 'y' : 'x';
    write(changed);
    EXPECT_FALSE(faults().empty()) << changed[1];
  }
}

TEST_F(AuditLogTest, ShowsThatTheEndIsMissing) {
  std::vector<std::string> all = lines();
  all.resize(3);
  write(all);
  EXPECT_THAT(faults(), ElementsAre("the end is missing: the head says 5 lines, and there are 3"));
  // Without the head nobody can tell.
  EXPECT_THAT(check_audit_log(file_, kKey).faults, IsEmpty());
}

TEST_F(AuditLogTest, ShowsLinesInAnotherOrder) {
  std::vector<std::string> all = lines();
  std::swap(all[1], all[3]);
  write(all);
  EXPECT_THAT(faults(), ::testing::Contains(HasSubstr("line 2 has the number 4")));
  EXPECT_THAT(faults(), ::testing::Contains(HasSubstr("line 4 has the number 2")));
}

TEST_F(AuditLogTest, ShowsALineThatIsMissingOrWasAdded) {
  const std::vector<std::string> all = lines();
  std::vector<std::string> fewer = all;
  fewer.erase(fewer.begin());
  write(fewer);
  EXPECT_THAT(faults(), ::testing::Contains(HasSubstr("line 1 has the number 2")));
  std::vector<std::string> more = all;
  more.push_back(R"({"number":6,"event":"invented","mac":")" + std::string(64, 'a') + "\"}");
  write(more);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("line 6 is not as it was written")));
  more.back() = "no line at all";
  write(more);
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("line 6 is no line of an audit log")));
}

TEST_F(AuditLogTest, ShowsALineThatIsCutOff) {
  std::ofstream(file_, std::ios::app) << "{\"number\":6";
  EXPECT_THAT(faults(), ElementsAre("line 6 is cut off"));
}

// Whoever has a line has no head of it.
TEST_F(AuditLogTest, ShowsAHeadThatWasMadeOfALine) {
  std::vector<std::string> all = lines();
  all.resize(3);
  write(all);
  head_.lines = 3;
  head_.mac = nlohmann::json::parse(all.back()).at("mac");
  EXPECT_THAT(faults(), ElementsAre(HasSubstr("the head is not of this key")));
}

TEST_F(AuditLogTest, FitsNoOtherKey) {
  const AuditCheck check = check_audit_log(file_, "another key of thirty-two characters");
  EXPECT_EQ(check.faults.size(), std::size_t{kLines});
}

TEST_F(AuditLogTest, GoesOnWhereItWasLeft) {
  std::ofstream(file_, std::ios::app) << "{\"number\":6";  // a full disk has left it
  AuditLog(file_, kKey).add("again");
  EXPECT_EQ(lines().size(), std::size_t{kLines + 1});
  EXPECT_THAT(faults(), IsEmpty());  // an older head still fits
  sim::Diagnostics diagnostics;
  head_ = load_audit_head(file_.string() + ".head", diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(head_.lines, kLines + 1);
  EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(AuditLogTest, DoesNotGoOnWithALogThatWasChanged) {
  std::vector<std::string> all = lines();
  all[0].replace(all[0].find("event"), 5, "tnevE");
  write(all);
  EXPECT_THROW(AuditLog(file_, kKey), sim::InputError);
  EXPECT_THROW(AuditLog("/nowhere/audit.log", kKey).add("event"), sim::OutputError);
}

TEST(AuditKey, IsRandom) {
  EXPECT_THAT(random_audit_key(), MatchesRegex("[0-9a-f]{64}"));
  EXPECT_NE(random_audit_key(), random_audit_key());
}

}  // namespace
}  // namespace planttwin::bridge
