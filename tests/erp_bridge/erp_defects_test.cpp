// Every defect that the reference ERP can have is found, named and explained down to the last piece
// of stock: always and rarely, and beside another one.

#include "erp_bridge/systems/erp_defects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/systems/reference_erp.h"
#include "sim/random.h"
#include "tests/support/audited_plant.h"
#include "tests/support/thinned.h"

namespace planttwin::bridge {

// Tests are named after it.
static void PrintTo(const ErpDefect& defect, std::ostream* out) { *out << defect.name; }

namespace {

using testing::AuditOutcome;

// People take more than they need and return it, and scan twice and take that back.
AuditOutcome audited(std::vector<InjectedDefect> defects) {
  ReportingHabits habits;
  habits.errors = {{ReportingError::kDoubleScan, 0.03, sim::Duration::hours(3)}};
  habits.over_issues = 0.1;
  return testing::audited(std::move(defects), 3, std::move(habits));
}

void expect_explained(const AuditOutcome& audit) {
  EXPECT_EQ(audit.result.residual, 0) << audit.listed();
  EXPECT_TRUE(audit.result.cost.residual.is_zero()) << audit.result.cost.residual.count();
  EXPECT_EQ(audit.result.unattributed, 0);
  EXPECT_TRUE(audit.ledger_sum.is_zero());
  for (const Finding& finding : audit.result.findings) {
    if (!against_stack(finding.finding)) continue;
    EXPECT_EQ(finding.last_right, Hop::kBridge) << finding.detail;
    EXPECT_EQ(finding.first_wrong, Hop::kRecord) << finding.detail;
  }
}

class Defects : public ::testing::TestWithParam<ErpDefect> {};

// Rarely: about one posting in a thousand, and so often that it strikes.
TEST_P(Defects, OfTheRecordAreFoundNamedAndExplained) {
  const ErpDefect& defect = erp_defect(GetParam().name);
  double share = 1;
  for (const bool always : {true, false}) {
    SCOPED_TRACE(always ? "always" : "rarely, a share of " + std::to_string(share));
    const AuditOutcome audit = audited({{&defect, share}});
    const std::int64_t struck = audit.misbooked.front();
    EXPECT_GT(struck, 0);
    // A document too many is taken for the same report made twice, where the record refused that.
    const std::int64_t taken_for = audit.found("booked_though_rejected");
    EXPECT_GE(audit.found(defect.found_as) + taken_for, struck) << audit.listed();
    expect_explained(audit);
    constexpr double kStrikes = 6;
    share = std::min(1.0, kStrikes / static_cast<double>(std::max<std::int64_t>(struck, 1)));
  }
}

// Those that strike a posting when it comes, and not when it comes again or as an order of the ERP.
std::vector<ErpDefect> defects_of_postings() {
  std::vector<ErpDefect> all = erp_defects();
  std::erase_if(all,
                [](const ErpDefect& defect) { return defect.when != ErpDefect::When::kFirst; });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Named, Defects, ::testing::ValuesIn(defects_of_postings()),
                         [](const ::testing::TestParamInfo<ErpDefect>& defect) {
                           return std::string(defect.param.name);
                         });

struct Pair {
  std::string first;
  std::string second;
  double share = 0.05;
};

void PrintTo(const Pair& pair, std::ostream* out) { *out << pair.first << "+" << pair.second; }

// What makes up for each other in the sum.
std::vector<Pair> compensating_pairs() {
  return {{"loses_posting", "doubles_posting"},
          {"loses_posting", "doubles_with_new_key"},
          {"wrong_pack_factor", "wrong_pack_divisor"},
          {"scrap_as_yield", "drops_scrap", 0.5},
          {"scrap_as_yield", "yield_without_scrap", 0.5},
          {"rounds_quantity", "cuts_decimals", 0.5},
          {"receipt_instead_of_issue", "backflushes_as_well", 0.2},
          {"invents_posting", "undocumented_change", 0.2},
          {"wrong_unit", "wrong_pack_divisor"},
          {"forgets_by_products", "doubles_posting", 0.2}};
}

// Other ones for every number.
std::vector<Pair> some_pairs(std::uint64_t count) {
  // Those that show with time have pairs of their own (middleware_defects_test.cpp).
  std::vector<ErpDefect> all;
  for (const auto& topic :
       {defects_of_booking(), defects_of_quantity(), defects_of_identity(), defects_of_header()}) {
    all.insert(all.end(), topic.begin(), topic.end());
  }
  std::vector<Pair> pairs;
  for (std::uint64_t i = 0; pairs.size() < count; ++i) {
    const ErpDefect& first = all[sim::mix_bits(2 * i + 1) % all.size()];
    const ErpDefect& second = all[sim::mix_bits(2 * i + 2) % all.size()];
    if (&first != &second) pairs.push_back({std::string(first.name), std::string(second.name)});
  }
  return pairs;
}

class PairsOfDefects : public ::testing::TestWithParam<Pair> {};

// Each posting is struck by one of them at most, so each finding is one of theirs or comes of it.
TEST_P(PairsOfDefects, AreBothFoundAndNeverNetted) {
  const ErpDefect& first = erp_defect(GetParam().first);
  const ErpDefect& second = erp_defect(GetParam().second);
  const AuditOutcome audit = audited({{&first, GetParam().share}, {&second, GetParam().share}});
  const std::int64_t both =
      first.found_as == second.found_as ? audit.misbooked[0] + audit.misbooked[1] : 0;
  EXPECT_GE(audit.found(first.found_as), std::max(both, audit.misbooked[0])) << audit.listed();
  EXPECT_GE(audit.found(second.found_as), std::max(both, audit.misbooked[1])) << audit.listed();
  expect_explained(audit);
}

std::string name_of_pair(const ::testing::TestParamInfo<Pair>& pair) {
  return std::to_string(pair.index) + "_" + pair.param.first + "_" + pair.param.second;
}

INSTANTIATE_TEST_SUITE_P(Compensating, PairsOfDefects, ::testing::ValuesIn(compensating_pairs()),
                         name_of_pair);
INSTANTIATE_TEST_SUITE_P(Random, PairsOfDefects,
                         ::testing::ValuesIn(testing::thinned(some_pairs(100), 10)), name_of_pair);

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(ErpDefects, HaveNamesOfTheirOwnAndAreFoundAsAClassThatThereIs) {
  std::set<std::string_view> names;
  std::set<std::string_view> classes;
  for (int i = 0; i < kFindingClasses; ++i) {
    classes.insert(finding_name(static_cast<FindingClass>(i)));
  }
  EXPECT_EQ(classes.size(), static_cast<std::size_t>(kFindingClasses));
  for (const ErpDefect& defect : erp_defects()) {
    EXPECT_TRUE(names.insert(defect.name).second) << defect.name;
    EXPECT_TRUE(classes.contains(defect.found_as)) << defect.found_as;
  }
}

TEST(ErpDefects, StandInTheDocumentationAsTheyAre) {
  std::ostringstream table;
  table << "| `id` | what the ERP does | found as |\n| --- | --- | --- |\n";
  for (const ErpDefect& defect : erp_defects()) {
    table << "| `" << defect.name << "` | " << defect.does << " | `" << defect.found_as << "` |\n";
  }
  EXPECT_NE(text_of("docs/bridge.md").find(table.str() + "\n"), std::string::npos)
      << "docs/bridge.md should have this table:\n"
      << table.str();
}

TEST(ErpDefects, StandInTheSchemaOfScenarios) {
  const std::string schema = text_of("data/schemas/scenario.schema.json");
  for (const ErpDefect& defect : erp_defects()) {
    EXPECT_NE(schema.find("\"" + std::string(defect.name) + "\""), std::string::npos)
        << defect.name;
  }
}

TEST(ErpDefects, AreFoundAsClassesThatTheDocumentationExplains) {
  const std::string guide = text_of("docs/bridge.md");
  const std::string audit = guide.substr(guide.find("| class | what it says |"));
  for (int i = 0; i < kFindingClasses; ++i) {
    const std::string name(finding_name(static_cast<FindingClass>(i)));
    EXPECT_NE(audit.find("`" + name + "`"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace planttwin::bridge
