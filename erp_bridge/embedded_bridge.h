#pragma once

#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/audit/audited_run.h"

namespace planttwin::bridge {

// A plant and a reference ERP in one process: what happens is posted at once, and audited at the
// end. Add it to a run before its first event; plant and input outlive it.
class EmbeddedBridge : public plant::EventSink {
 public:
  // `run_id` goes into the keys of the messages.
  EmbeddedBridge(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
                 std::vector<InjectedDefect> defects = {}, ReportingHabits habits = {},
                 const PostingPolicies& policies = {})
      : books_(
            plant, input, run_id, std::move(defects),
            [this](const Message& message) { post(message); }, std::move(habits), policies) {}

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    books_.on_event(event, run);
  }

  // Compares the books with what happened until now.
  Reconciliation audit(const plant::RunState& run) { return books_.audit(run, traces_); }

  const AuditedRun& books() const { return books_; }
  const plant::Plant& plant() const { return books_.plant(); }
  const NameTable& names() const { return books_.names(); }
  ReferenceErp& erp() { return books_.erp(); }
  const ReferenceErp& erp() const { return books_.erp(); }
  const TruthLedger& truth() const { return books_.truth(); }
  std::size_t messages() const { return traces_.size(); }

 private:
  void post(const Message& message);

  MessageTraces traces_;
  AuditedRun books_;
};

}  // namespace planttwin::bridge
