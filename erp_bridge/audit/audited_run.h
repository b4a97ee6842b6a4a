#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/postings/floor_postings.h"
#include "erp_bridge/postings/reporter.h"
#include "erp_bridge/systems/reference_erp.h"
#include "plant_models/model/demand.h"
#include "plant_models/run/plant_event.h"

namespace planttwin::bridge {

// What is to be known of a record that is not made like ours.
struct RecordTerms {
  std::string user = kOwnUser;  // who posts for the plant there
  PostingPolicies policies = {};
  RecordResolution resolution = {};
  std::set<PostingType> collected = {};  // see AuditInput
  Deadlines deadlines = {};
};

// A plant whose run is told to a reference ERP and audited at the end: the truth, what the floor
// reports of it, and the books, which open with the orders and the stock of the plant. How reports
// get into the books is the affair of whoever takes them. Add it to a run before its first event;
// plant and input outlive it.
class AuditedRun : public plant::EventSink {
 public:
  // `run_id` goes into the keys of the messages. `report` takes what the floor reports, which is
  // the truth but for its habits. By `policies` the ERP turns postings into documents.
  AuditedRun(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
             std::vector<InjectedDefect> defects, std::function<void(const Message&)> report,
             ReportingHabits habits = {}, const PostingPolicies& policies = {});
  AuditedRun(const AuditedRun&) = delete;
  AuditedRun& operator=(const AuditedRun&) = delete;

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    floor_.on_event(event, run);
  }
  // More that is to hear of postings.
  void add_sink(PostingSink& sink) { floor_.add_sink(sink); }

  // Compares the books with what happened until now, by what is known of the messages.
  Reconciliation audit(const plant::RunState& run, const MessageTraces& traces,
                       Witnesses witnesses = {}, const Deadlines& deadlines = {}) {
    witnesses.systems.push_back({&erp_.faults(), {Hop::kRecordIn, Hop::kRecord}});
    return audit(run, traces, erp_, witnesses, deadlines);
  }
  // The same of another record that was told the same.
  Reconciliation audit(const plant::RunState& run, const MessageTraces& traces,
                       const SystemOfRecord& record, const Witnesses& witnesses = {},
                       const Deadlines& deadlines = {});
  // The same of a record that is not made like ours.
  Reconciliation audit(const plant::RunState& run, const MessageTraces& traces,
                       const SystemOfRecord& record, const RecordTerms& terms,
                       const Witnesses& witnesses = {});

  const plant::Plant& plant() const { return plant_; }
  const NameTable& names() const { return names_; }
  ReferenceErp& erp() { return erp_; }
  const ReferenceErp& erp() const { return erp_; }
  const TruthLedger& truth() const { return truth_; }
  // What the floor reports, in the order of its reports.
  const std::vector<Posting>& reported() const { return reports_.reported(); }

 private:
  // The record is aligned with the plant: it opens with the same stock.
  class Alignment : public PostingSink {
   public:
    explicit Alignment(AuditedRun& run) : run_(run) {}
    void on_opening_stock(const Position& position, sim::Quantity quantity) override;
    void on_posting(const Posting&) override {}

   private:
    AuditedRun& run_;
  };

  const plant::Plant& plant_;
  PostingPolicies policies_;
  NameTable names_;
  ReferenceErp erp_;
  TruthLedger truth_;
  Alignment alignment_;
  Reporter reporter_;
  FloorReports reports_;
  FloorPostings floor_;
};

}  // namespace planttwin::bridge
