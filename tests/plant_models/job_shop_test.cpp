#include "plant_models/import/job_shop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planttwin::plant {
namespace {

using ::testing::HasSubstr;

bool operator==(const JobShopStep& a, const JobShopStep& b) {
  return a.machine == b.machine && a.time == b.time;
}

std::vector<JobShop> read_good(const std::string& text) {
  sim::Diagnostics diagnostics;
  std::vector<JobShop> shops = read_job_shops(text, "shop.txt", diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << diagnostics.text();
  return shops;
}

TEST(JobShopFiles, ReadTheStandardFormWithMachinesFromZero) {
  const auto shops = read_good("2 3\n 0 5  1 0  2 7\n2 1 1 2 0 3\n");
  ASSERT_EQ(shops.size(), 1u);
  EXPECT_EQ(shops[0].machines, 3);
  ASSERT_EQ(shops[0].jobs.size(), 2u);
  EXPECT_TRUE(shops[0].jobs[0][2] == (JobShopStep{2, 7}));
  EXPECT_TRUE(shops[0].jobs[1][0] == (JobShopStep{2, 1}));
}

// The layout of the OR-Library's file of several instances.
TEST(JobShopFiles, ReadSeveralInstancesByName) {
  const auto shops = read_good(
      " This file contains JSP test instances.\r\n"
      " +++++++++++++++++++++++++++++\n\n instance ft01\n\n"
      " +++++++++++++++++++++++++++++\n Fisher and Thompson 1x2 instance\n 1 2\n 1 4 0 2\n"
      " +++++++++++++++++++++++++++++\n instance ft02\n # a comment\n 2 1  # jobs, machines\n"
      " 0 8\n 0 9\n");
  ASSERT_EQ(shops.size(), 2u);
  EXPECT_EQ(shops[0].name, "ft01");
  EXPECT_EQ(shops[1].name, "ft02");
  EXPECT_EQ(shops[1].jobs[1][0].time, 9);
}

TEST(JobShopFiles, ReadTaillardsFormWithMachinesFromOne) {
  const auto shops = read_good(
      "Nb of jobs, Nb of Machines, Time seed, Machine seed, Upper bound, Lower bound\n"
      "2 3 840612802 398197754 1231 1005\n"
      "Times\n94 66 10\n74 31 88\nMachines\n3 1 2\n2 3 1\n");
  ASSERT_EQ(shops.size(), 1u);
  EXPECT_TRUE(shops[0].jobs[0][0] == (JobShopStep{2, 94}));
  EXPECT_TRUE(shops[0].jobs[1][2] == (JobShopStep{0, 88}));
}

struct BadFile {
  std::string name;
  std::string text;
  std::string error;
};

void PrintTo(const BadFile& file, std::ostream* out) { *out << file.name; }

class BadJobShop : public ::testing::TestWithParam<BadFile> {};

TEST_P(BadJobShop, IsReportedWithItsLine) {
  sim::Diagnostics diagnostics;
  read_job_shops(GetParam().text, "shop.txt", diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadJobShop,
    ::testing::Values(
        BadFile{"empty", "", "shop.txt: holds no job-shop instance"},
        BadFile{"only words", "hello\nworld\n", "shop.txt: holds no job-shop instance"},
        BadFile{"size of one number", "5\n", "shop.txt:1:1: expected two numbers"},
        BadFile{"no jobs", "0 5\n", "shop.txt:1:1: expected 1 to 100000 jobs"},
        BadFile{"absurd size", "99999 9999\n", "shop.txt:1:1: expected 1 to"},
        BadFile{"number too large", "99999999999999999999 1\n", "shop.txt: holds no"},
        BadFile{"short line", "1 2\n0 1 1\n",
                "shop.txt:2:1: expected 4 numbers, pairs of machine and time, for job 1 of 1, "
                "found 3"},
        BadFile{"ends early", "2 1\n0 1\n", "shop.txt: the file ends before job 2 of 2"},
        BadFile{"no such machine", "1 2\n0 1 2 1\n",
                "shop.txt:2:1: no machine 2: they count from 0 to 1"},
        BadFile{"negative time", "1 1\n0 -4\n", "shop.txt:2:1: expected a time from 0"},
        BadFile{"a fraction", "1 1\n0 1.5\n",
                "shop.txt:2:3: expected pairs of machine and time "
                "for job 1 of 1, found \"1.5\""},
        BadFile{"a word", "1 1\nx 1\n", "shop.txt:2:1: expected pairs"},
        BadFile{"Taillard without machines", "Nb of jobs\n1 1 5\nTimes\n4\n",
                "expected \"Machines\""},
        BadFile{"Taillard with machine zero", "Nb of jobs\n1 1 5\nTimes\n4\nMachines\n0\n",
                "shop.txt:6:1: no machine 0: they count from 1 to 1"}));

TEST(JobShopFiles, ReportAllErrorsWithinTheirJobs) {
  sim::Diagnostics diagnostics;
  read_job_shops("2 1\n5 1\n0 -1\n", "shop.txt", diagnostics);
  EXPECT_EQ(diagnostics.count(), 2u) << diagnostics.text();
}

}  // namespace
}  // namespace planttwin::plant
