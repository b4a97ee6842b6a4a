#pragma once

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

// A plant and a reference ERP in one process: what happens is posted at once, and audited at the
// end. Add it to a run before its first event; plant and input outlive it.
class EmbeddedBridge : public plant::EventSink {
 public:
  // `run_id` goes into the keys of the messages.
  EmbeddedBridge(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
                 std::vector<InjectedDefect> defects = {});
  EmbeddedBridge(const EmbeddedBridge&) = delete;
  EmbeddedBridge& operator=(const EmbeddedBridge&) = delete;

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;

  // Compares the books with what happened until now.
  Reconciliation audit(const plant::RunState& run);

  const plant::Plant& plant() const { return plant_; }
  const NameTable& names() const { return names_; }
  const ReferenceErp& erp() const { return erp_; }
  const TruthLedger& truth() const { return truth_; }
  std::size_t messages() const { return traces_.size(); }

 private:
  // The record is aligned with the plant: it opens with the same orders and the same stock.
  class Alignment : public PostingSink {
   public:
    explicit Alignment(EmbeddedBridge& bridge) : bridge_(bridge) {}
    void on_opening_stock(const Position& position, sim::Quantity quantity) override;
    void on_posting(const Posting&) override {}

   private:
    EmbeddedBridge& bridge_;
  };

  void send(const Message& message);

  const plant::Plant& plant_;
  NameTable names_;
  ReferenceErp erp_;
  MessageTraces traces_;
  TruthLedger truth_;
  Alignment alignment_;
  Reporter reporter_;
  FloorPostings floor_;
};

}  // namespace planttwin::bridge
