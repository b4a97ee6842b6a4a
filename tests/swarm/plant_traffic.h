#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/postings/floor_postings.h"
#include "erp_bridge/postings/reporter.h"
#include "erp_bridge/systems/reference_erp.h"
#include "tests/support/simulation.h"

namespace planttwin::swarm {

// A message by which a plant reports to the back office.
struct Report {
  sim::Time time;
  std::string key;
  std::string partition;
  std::int64_t sequence = 0;  // within the partition
  std::string payload;        // JSON
  std::vector<std::string> depends_on;
};

// What a random plant has to tell: a real run of it, and the books that it should lead to.
class PlantTraffic : private bridge::PostingSink {
 public:
  // Ends the run once it has told so many messages.
  PlantTraffic(std::uint64_t seed, std::size_t most_reports);

  const std::vector<Report>& reports() const { return reports_; }
  sim::Duration simulated() const { return run_->now().since_start(); }

  // An ERP that knows what the plant began with.
  bridge::ReferenceErp opened_erp() const;
  bridge::Reconciliation audit(const bridge::SystemOfRecord& record);

 private:
  void on_opening_stock(const bridge::Position& position, sim::Quantity quantity) override;
  void on_posting(const bridge::Posting& posting) override;
  void report(const bridge::Message& message);

  testing::Simulation simulation_;
  bridge::NameTable names_;
  bridge::TruthLedger truth_;
  bridge::Reporter reporter_;
  bridge::FloorPostings floor_;
  std::vector<bridge::RecordStock> opening_;
  std::vector<Report> reports_;
  sim::Time posted_;
  std::unique_ptr<plant::PlantRun> run_;
};

}  // namespace planttwin::swarm
