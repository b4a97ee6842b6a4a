// Every defect that the simulated middleware can have is found, named, explained down to the last
// piece of stock, and laid at its door: always and rarely, with taps and without.

#include "erp_bridge/stack/middleware_defects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/random.h"
#include "tests/support/audited_stack.h"
#include "tests/support/thinned.h"

namespace planttwin::bridge {

// Tests are named after it.
static void PrintTo(const MiddlewareDefect& defect, std::ostream* out) { *out << defect.name; }

namespace {

using testing::AuditedStack;
using testing::kAllTaps;
using testing::kNoTaps;

constexpr BlameInterval kMiddleware = {Hop::kMiddlewareIn, Hop::kMiddlewareOut};
constexpr BlameInterval kAnywhere = {Hop::kBridge, Hop::kRecord};

bool counts(const Finding& finding) {
  return against_stack(finding.finding) && !finding.from_floor;
}

void expect_explained(const Reconciliation& audit) {
  EXPECT_EQ(audit.residual, 0) << testing::listed(audit);
  EXPECT_EQ(audit.unattributed, 0) << testing::listed(audit);
}

// All findings lie between two hops, as one defect has caused them.
void expect_all_at(const Reconciliation& audit, const BlameInterval& at, std::string_view fault) {
  Reconciliation others;
  for (const Finding& finding : audit.findings) {
    const bool as_expected = BlameInterval{finding.last_right, finding.first_wrong} == at &&
                             finding.fault == fault &&
                             finding.would_narrow.has_value() == (at == kAnywhere);
    if (counts(finding) && !as_expected) others.findings.push_back(finding);
  }
  EXPECT_EQ(others.findings.size(), 0U) << testing::listed(others);
}

TEST(AuditedStack, OfHonestSystemsHasNotOneFindingAgainstIt) {
  AuditedStack stack({}, {});
  for (const HopSet& taps : {kAllTaps, kNoTaps}) {
    const Reconciliation audit = stack.audit(taps);
    EXPECT_EQ(audit.against_stack, 0) << testing::listed(audit);
    EXPECT_GT(audit.postings, 3000);
    expect_explained(audit);
  }
}

class MiddlewareDefects : public ::testing::TestWithParam<MiddlewareDefect> {};

// Rarely: about one posting in a thousand, and so often that it strikes.
TEST_P(MiddlewareDefects, AreFoundNamedExplainedAndLaidAtItsDoor) {
  const MiddlewareDefect& defect = middleware_defect(GetParam().name);
  double share = 1;
  for (const bool always : {true, false}) {
    SCOPED_TRACE(always ? "always" : "rarely, a share of " + std::to_string(share));
    AuditedStack stack({}, {{&defect, share}});
    const std::int64_t struck = stack.struck(defect.name);
    ASSERT_GT(struck, 0);
    const Reconciliation seen = stack.audit(kAllTaps);
    expect_explained(seen);
    expect_all_at(seen, kMiddleware, defect.name);
    const Reconciliation unseen = stack.audit(kNoTaps);
    expect_explained(unseen);
    expect_all_at(unseen, kAnywhere, defect.name);
    EXPECT_EQ(seen.against_stack, unseen.against_stack);
    if (defect.found_as.empty()) {
      EXPECT_EQ(seen.against_stack, 0) << testing::listed(seen);
    } else {
      EXPECT_GT(testing::found(seen, defect.found_as) + testing::found(seen, "rejected"), 0);
    }
    ASSERT_EQ(seen.faults.size(), 1U);
    EXPECT_EQ(seen.faults.front().struck, struck);
    EXPECT_LE(seen.faults.front().surfaced, struck);
    EXPECT_EQ(seen.faults.front().surfaced > 0, !defect.found_as.empty());
    constexpr double kStrikes = 6;
    share = std::min(1.0, kStrikes / static_cast<double>(struck));
  }
}

INSTANTIATE_TEST_SUITE_P(Named, MiddlewareDefects,
                         ::testing::ValuesIn(testing::thinned(middleware_defects(), 3)),
                         [](const ::testing::TestParamInfo<MiddlewareDefect>& defect) {
                           return std::string(defect.param.name);
                         });

// Those of the ERP beside a middleware that is healthy: what came was right.
class ErpDefectsBehindTaps : public ::testing::TestWithParam<ErpDefect> {};

TEST_P(ErpDefectsBehindTaps, AreLaidAtItsDoor) {
  const ErpDefect& defect = erp_defect(GetParam().name);
  AuditedStack stack({{&defect, 0.02}}, {});
  const Reconciliation seen = stack.audit(kAllTaps);
  expect_explained(seen);
  expect_all_at(seen, {Hop::kRecordIn, Hop::kRecord}, defect.name);
  const Reconciliation unseen = stack.audit(kNoTaps);
  expect_explained(unseen);
  expect_all_at(unseen, kAnywhere, defect.name);
  EXPECT_EQ(stack.misbooked(0) > 0, seen.against_stack > 0);
}

std::vector<ErpDefect> defects_of_postings() {
  std::vector<ErpDefect> all = erp_defects();
  std::erase_if(all,
                [](const ErpDefect& defect) { return defect.when != ErpDefect::When::kFirst; });
  return all;
}

INSTANTIATE_TEST_SUITE_P(Named, ErpDefectsBehindTaps,
                         ::testing::ValuesIn(testing::thinned(defects_of_postings(), 4)),
                         [](const ::testing::TestParamInfo<ErpDefect>& defect) {
                           return std::string(defect.param.name);
                         });

// The same key comes again only where the network doubles or loses something.
TEST(ErpDefects, ThatStrikeWhatComesAgainShowInABadNetwork) {
  const ErpDefect& defect = erp_defect("doubles_on_retry");
  AuditedStack quiet({{&defect, 1}}, {});
  EXPECT_EQ(quiet.audit(kAllTaps).against_stack, 0);
  bridge::StackSetup setup = AuditedStack::usual_setup();
  setup.duplication = 0.01;
  for (const double share : {1.0, 0.1}) {
    AuditedStack noisy({{&defect, share}}, {}, setup);
    EXPECT_GT(noisy.misbooked(0), 0);
    const Reconciliation seen = noisy.audit(kAllTaps);
    expect_explained(seen);
    EXPECT_GE(testing::found(seen, "duplicate"), noisy.misbooked(0)) << testing::listed(seen);
    expect_all_at(seen, {Hop::kRecordIn, Hop::kRecord}, defect.name);
  }
}

TEST(AuditedStack, OfHonestSystemsInABadNetworkHasNotOneFindingAgainstIt) {
  bridge::StackSetup setup = AuditedStack::usual_setup();
  setup.duplication = 0.02;
  setup.loss = 0.02;
  setup.delivery.most_attempts = 100;
  AuditedStack stack({}, {}, setup);
  const Reconciliation audit = stack.audit(kAllTaps);
  EXPECT_EQ(audit.against_stack, 0) << testing::listed(audit);
  expect_explained(audit);
}

// Two defects at once: of two systems, or of one.
struct DefectPair {
  std::string of_erp;          // empty: none
  std::string of_erp_as_well;  // likewise
  std::string of_middleware;
};

void PrintTo(const DefectPair& pair, std::ostream* out) {
  *out << pair.of_erp << "+" << pair.of_erp_as_well << "+" << pair.of_middleware;
}

// What makes up for each other in the sum.
std::vector<DefectPair> compensating_pairs() {
  return {{"doubles_posting", "", "drops_message"},
          {"loses_posting", "", "doubles_with_new_key"},
          {"wrong_pack_factor", "", "wrong_pack_divisor"},
          {"wrong_pack_divisor", "", "wrong_pack_factor"},
          {"wrong_unit", "", "wrong_pack_divisor"},
          {"undocumented_change", "", "invents_posting"},
          {"scrap_as_yield", "", "yield_without_scrap"},
          {"final_as_partial", "", "partial_as_final"},
          {"drops_key", "", "changes_key"},
          {"reorders", "", "reorders"},
          {"loses_posting", "doubles_posting", ""}};
}

// Other ones for every number.
std::vector<DefectPair> some_pairs(std::uint64_t count) {
  const std::vector<ErpDefect> of_erp = defects_of_postings();
  const std::vector<MiddlewareDefect>& of_middleware = middleware_defects();
  const auto any = [](const auto& all, std::uint64_t word) {
    return std::string(all[sim::mix_bits(word) % all.size()].name);
  };
  std::vector<DefectPair> pairs;
  for (std::uint64_t i = 0; pairs.size() < count; ++i) {
    DefectPair pair{any(of_erp, 3 * i + 1), "", ""};
    (i % 4 == 0 ? pair.of_erp_as_well : pair.of_middleware) =
        i % 4 == 0 ? any(of_erp, 3 * i + 2) : any(of_middleware, 3 * i + 2);
    if (pair.of_erp != pair.of_erp_as_well) pairs.push_back(pair);
  }
  return pairs;
}

class PairsInTheStack : public ::testing::TestWithParam<DefectPair> {};

// Where a finding names one fault, it lies where that fault was; without taps it lies anywhere.
TEST_P(PairsInTheStack, AreBothFoundAndEachLaidWhereItWas) {
  const DefectPair& pair = GetParam();
  constexpr double kShare = 0.03;
  std::vector<InjectedDefect> of_erp;
  for (const std::string& name : {pair.of_erp, pair.of_erp_as_well}) {
    if (!name.empty()) of_erp.push_back({&erp_defect(name), kShare});
  }
  std::vector<InjectedMiddlewareDefect> of_middleware;
  if (!pair.of_middleware.empty()) {
    of_middleware.push_back({&middleware_defect(pair.of_middleware), kShare});
  }
  const std::string in_both = pair.of_erp == pair.of_middleware ? pair.of_erp : "";
  AuditedStack stack(of_erp, of_middleware);
  const Reconciliation seen = stack.audit(kAllTaps);
  expect_explained(seen);
  expect_explained(stack.audit(kNoTaps));
  Reconciliation elsewhere;
  for (const Finding& finding : seen.findings) {
    if (!counts(finding)) continue;
    const bool several = finding.fault.find(',') != std::string::npos;
    const BlameInterval at{finding.last_right, finding.first_wrong};
    const BlameInterval guilty = finding.fault == pair.of_middleware
                                     ? kMiddleware
                                     : BlameInterval{Hop::kRecordIn, Hop::kRecord};
    const bool contains =
        at.last_right <= guilty.last_right && at.first_wrong >= guilty.first_wrong;
    const bool known = several || finding.fault == in_both || contains;
    if (!known || finding.fault == "stack") elsewhere.findings.push_back(finding);
  }
  EXPECT_EQ(elsewhere.findings.size(), 0U) << testing::listed(elsewhere);
  std::int64_t surfaced = 0;
  for (const FaultOutcome& fault : seen.faults) surfaced += fault.surfaced;
  EXPECT_EQ(surfaced > 0, seen.against_stack > 0);
}

std::string name_of_pair(const ::testing::TestParamInfo<DefectPair>& pair) {
  return std::to_string(pair.index) + "_" + pair.param.of_erp + "_" + pair.param.of_erp_as_well +
         "_" + pair.param.of_middleware;
}

INSTANTIATE_TEST_SUITE_P(Compensating, PairsInTheStack, ::testing::ValuesIn(compensating_pairs()),
                         name_of_pair);
INSTANTIATE_TEST_SUITE_P(Random, PairsInTheStack,
                         ::testing::ValuesIn(testing::thinned(some_pairs(50), 10)), name_of_pair);

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(MiddlewareDefectTable, HasNamesOfItsOwnAndClassesThatThereAre) {
  std::set<std::string_view> names;
  std::set<std::string_view> classes = {""};
  for (int i = 0; i < kFindingClasses; ++i) {
    classes.insert(finding_name(static_cast<FindingClass>(i)));
  }
  for (const MiddlewareDefect& defect : middleware_defects()) {
    EXPECT_TRUE(names.insert(defect.name).second) << defect.name;
    EXPECT_TRUE(classes.contains(defect.found_as)) << defect.found_as;
  }
}

TEST(MiddlewareDefectTable, StandsInTheDocumentationAsItIs) {
  std::ostringstream table;
  table << "| `id` | what the middleware does | found as |\n| --- | --- | --- |\n";
  for (const MiddlewareDefect& defect : middleware_defects()) {
    table << "| `" << defect.name << "` | " << defect.does << " | ";
    if (defect.found_as.empty()) {
      table << "nothing: the ERP heals it |\n";
    } else {
      table << "`" << defect.found_as << "` |\n";
    }
  }
  EXPECT_NE(text_of("docs/bridge.md").find(table.str() + "\n"), std::string::npos)
      << "docs/bridge.md should have this table:\n"
      << table.str();
}

TEST(MiddlewareDefectTable, StandsInTheSchemaOfScenarios) {
  const std::string schema = text_of("data/schemas/scenario.schema.json");
  const std::string middleware = schema.substr(schema.find("\"middleware\""));
  for (const MiddlewareDefect& defect : middleware_defects()) {
    EXPECT_NE(middleware.find("\"" + std::string(defect.name) + "\""), std::string::npos)
        << defect.name;
  }
}

}  // namespace
}  // namespace planttwin::bridge
