// Books that are right give nothing against anybody, whatever else is in them: stock that was there
// before, documents of other people, fewer decimals, postings that say just the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "erp_bridge/embedded_bridge.h"
#include "scenarios/scenario.h"
#include "tests/properties/dice.h"
#include "tests/properties/ledgers.h"
#include "tests/properties/random_plant.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {
namespace {

using bridge::EmbeddedBridge;
using bridge::FindingClass;
using bridge::Reconciliation;

#ifdef NDEBUG
constexpr std::uint64_t kPlants = 200;
#else
constexpr std::uint64_t kPlants = 60;
#endif

constexpr sim::Duration kLongest = sim::Duration::hours(150);
constexpr int kVisits = 4;  // of somebody else, per run

// What has been in the books beside what happened.
struct Beside {
  std::int64_t postings = 0;
  std::int64_t twins = 0;  // postings that say the same as an earlier one
  std::int64_t opened = 0;
  std::int64_t foreign = 0;
  std::int64_t rounded = 0;  // postings
  std::int64_t returned = 0;
  std::int64_t reversed = 0;
  std::int64_t partial = 0;
  std::int64_t months = 0;     // that ended
  std::int64_t collected = 0;  // documents less than postings
};

std::int64_t found(const Reconciliation& audit, FindingClass finding) {
  return audit.by_class[static_cast<std::size_t>(finding)];
}

// A document for several postings rounds their sum.
std::int64_t rounded_postings(const Reconciliation& audit) {
  std::int64_t count = 0;
  for (const bridge::Finding& finding : audit.findings) {
    if (finding.finding == FindingClass::kRounding) count += finding.times;
  }
  return count;
}

// Books of a run into which somebody else posts, too.
class BusyBooks {
 public:
  BusyBooks(const plant::Plant& plant, const plant::RunInput& input, plant::PlantRun& run,
            std::uint64_t seed)
      : plant_(plant),
        run_(run),
        dice_(seed),
        books_(plant, input, "R", {}, habits(), some_policies(dice_)) {
    run.add_sink(books_);
  }

  Reconciliation audit_at(sim::Time end, Beside& beside) {
    keep_fewer_decimals();
    const bool has_stock = !plant_.locations.empty() && !plant_.materials.empty();
    if (has_stock) open_with_more(beside);
    for (int i = 1; i <= kVisits; ++i) {
      run_.run(sim::Time::from_start(sim::Duration::microseconds(end.count() / kVisits * i)));
      if (has_stock) post_something(beside);
    }
    run_.run(end);
    Reconciliation audit = books_.audit(run_.state());
    beside.postings += audit.postings;
    beside.rounded += found(audit, FindingClass::kRounding);
    for (const bridge::Posting& posting : books_.truth().postings()) {
      if (!books_.names().text(posting.key).ends_with("/1")) ++beside.twins;
    }
    std::set<bridge::Name> periods;
    for (const bridge::Posting& posting : books_.books().reported()) {
      periods.insert(posting.period);
      beside.returned += posting.type == bridge::PostingType::kMaterialReturned ? 1 : 0;
      beside.reversed += posting.type == bridge::PostingType::kReversed ? 1 : 0;
      beside.partial += posting.completion == bridge::Completion::kPartial ? 1 : 0;
    }
    beside.months += periods.empty() ? 0 : static_cast<std::int64_t>(periods.size()) - 1;
    beside.collected += std::max<std::int64_t>(
        0, audit.postings - (audit.documents - found(audit, FindingClass::kForeign)));
    return audit;
  }

 private:
  // People take too much and return it, and scan twice and take that back.
  static bridge::ReportingHabits habits() {
    bridge::ReportingHabits habits;
    habits.errors = {{bridge::ReportingError::kDoubleScan, 0.03, sim::Duration::minutes(30)}};
    habits.over_issues = 0.1;
    return habits;
  }

  // Half of the books have a document for every posting.
  static bridge::PostingPolicies some_policies(Dice& dice) {
    bridge::PostingPolicies policies;
    if (dice.chance(50)) return policies;
    for (int i = 0; i < bridge::kPostingTypes; ++i) {
      const auto type = static_cast<bridge::PostingType>(i);
      const auto policy =
          static_cast<bridge::PostingPolicy>(dice.from(0, bridge::kPostingPolicies - 1));
      if (!bridge::PostingPolicies::possible(type, policy)) continue;
      policies.set(type, policy, dice.from(1, 20));
    }
    return policies;
  }

  void keep_fewer_decimals() {
    for (const plant::Material& material : plant_.materials) {
      if (material.unit.decimals == 0 || dice_.chance(50)) continue;
      books_.erp().keep_decimals(material.id,
                                 static_cast<int>(dice_.from(0, material.unit.decimals - 1)));
    }
  }

  // A lot that the plant has never had, and stock of an item in which nothing is told apart.
  void open_with_more(Beside& beside) {
    for (const char* lot : {"", "FOUND"}) {
      const plant::Material& material = any(plant_.materials);
      books_.erp().open_stock({material.id, lot, any(plant_.locations).id, "unrestricted",
                               sim::Decimal(dice_.from(1, 50), 0)});
      ++beside.opened;
    }
  }

  // Receives something and scraps a part of it again.
  void post_something(Beside& beside) {
    const plant::Material& material = any(plant_.materials);
    bridge::Message message;
    message.envelope.idempotency_key = "CLERK-" + std::to_string(++documents_);
    message.envelope.posting_date = "2025-10-26";
    bridge::GoodsReceived receipt;
    receipt.item = material.id;
    receipt.lot = "BY-HAND";
    receipt.quantity = sim::Decimal(dice_.from(2, 9), 0);
    receipt.unit = material.unit.name;
    receipt.location = any(plant_.locations).id;
    message.body = receipt;
    EXPECT_EQ(post(message, beside), "");
    bridge::Scrapped scrapped;
    scrapped.item = receipt.item;
    scrapped.lot = receipt.lot;
    scrapped.quantity = sim::Decimal(1, 0);
    scrapped.unit = receipt.unit;
    scrapped.location = receipt.location;
    scrapped.status = "unrestricted";
    scrapped.reason = "broken";
    message.envelope.idempotency_key += "-SCRAP";
    message.body = scrapped;
    EXPECT_EQ(post(message, beside), "");
  }

  std::string post(const bridge::Message& message, Beside& beside) {
    ++beside.foreign;
    return books_.erp().post(message, "clerk").text;
  }

  template <class T>
  const T& any(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(dice_.from(0, static_cast<std::int64_t>(all.size()) - 1))];
  }

  const plant::Plant& plant_;
  plant::PlantRun& run_;
  Dice dice_;
  EmbeddedBridge books_;
  int documents_ = 0;
};

Faults faults_of(const Reconciliation& audit, const Beside& beside) {
  Faults faults;
  faults.check(audit.residual == 0, std::to_string(audit.residual) + " positions unexplained");
  faults.check(audit.cost.residual.is_zero(),
               std::to_string(audit.cost.residual.count()) + " of value unexplained");
  faults.check(audit.unattributed == 0, "findings from nowhere");
  faults.check(audit.against_stack == 0, "something against the stack");
  faults.check(found(audit, FindingClass::kForeign) == beside.foreign, "not all foreign documents");
  faults.check(
      found(audit, FindingClass::kOpeningDifference) >= std::min<std::int64_t>(beside.opened, 1),
      "no difference at the start");
  // What is scanned twice may be more than there is.
  const auto refused_the_floor =
      std::count_if(audit.findings.begin(), audit.findings.end(), [](const auto& finding) {
        return finding.finding == FindingClass::kRejected && finding.from_floor;
      });
  faults.check(
      audit.matched + rounded_postings(audit) + audit.waiting + refused_the_floor == audit.postings,
      "a posting is neither booked nor rounded");
  for (const bridge::Finding& finding : audit.findings) {
    if (!against_stack(finding.finding) || finding.from_floor) continue;
    faults.add(std::string(finding_name(finding.finding)) + ": " + finding.detail);
  }
  return faults;
}

TEST(CleanBooks, OfRandomPlantsShowNothingAgainstTheStack) {
  Beside all;
  for (std::uint64_t seed = 1; seed <= kPlants; ++seed) {
    SCOPED_TRACE("plant " + std::to_string(seed));
    const RandomPlant random = make_random_plant(seed);
    const Simulation simulation(random.plant, random.input);
    plant::PlantRun run = simulation.start(seed);
    BusyBooks books(simulation.plant(), simulation.input(), run, seed);
    Beside beside;
    const Reconciliation audit = books.audit_at(
        sim::Time::from_start(std::min(simulation.input().horizon, kLongest)), beside);
    const Faults faults = faults_of(audit, beside);
    if (!faults.none()) ADD_FAILURE() << faults.text();
    all.postings += beside.postings;
    all.twins += beside.twins;
    all.opened += beside.opened;
    all.foreign += beside.foreign;
    all.rounded += beside.rounded;
    all.returned += beside.returned;
    all.reversed += beside.reversed;
    all.partial += beside.partial;
    all.months += beside.months;
    all.collected += beside.collected;
  }
  RecordProperty("postings", static_cast<int>(all.postings));
  RecordProperty("twins", static_cast<int>(all.twins));
  RecordProperty("opened", static_cast<int>(all.opened));
  RecordProperty("foreign", static_cast<int>(all.foreign));
  RecordProperty("rounded", static_cast<int>(all.rounded));
  RecordProperty("returned", static_cast<int>(all.returned));
  RecordProperty("reversed", static_cast<int>(all.reversed));
  RecordProperty("partial", static_cast<int>(all.partial));
  RecordProperty("months", static_cast<int>(all.months));
  RecordProperty("collected", static_cast<int>(all.collected));
  EXPECT_GT(all.postings, 0);
  EXPECT_GT(all.twins, 0);
  EXPECT_GT(all.opened, 0);
  EXPECT_GT(all.foreign, 0);
  EXPECT_GT(all.rounded, 0);
  EXPECT_GT(all.returned, 0);
  EXPECT_GT(all.reversed, 0);
  EXPECT_GT(all.partial, 0);
  EXPECT_GT(all.months, 0);
  EXPECT_GT(all.collected, 0);
}

class CleanBooksOfShippedScenario : public ::testing::TestWithParam<std::string> {};

TEST_P(CleanBooksOfShippedScenario, ShowNothingAgainstTheStack) {
  const scenario::Scenario scenario =
      scenario::load_scenario_or_throw("scenarios/library/" + GetParam() + "/scenario.json");
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 7});
  BusyBooks books(scenario.plant, scenario.input, run, 7);
  Beside beside;
  const Reconciliation audit =
      books.audit_at(sim::Time::from_start(scenario.input.horizon), beside);
  const Faults faults = faults_of(audit, beside);
  EXPECT_TRUE(faults.none()) << faults.text();
  EXPECT_GT(audit.postings, 1000);
}

INSTANTIATE_TEST_SUITE_P(Library, CleanBooksOfShippedScenario,
                         ::testing::Values("04_three_plants", "05_batch_plant"));

}  // namespace
}  // namespace planttwin::testing
