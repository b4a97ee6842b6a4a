#pragma once

#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/exports/traffic_log.h"
#include "plant_models/model/plant.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// What a log of messages proves: that the postings in it were reported, and what was answered. It
// does not prove that they happened, nor that nothing else did. Stock is what postings make of the
// stock at the start; without one only its changes are compared.
class TrafficTruth {
 public:
  // The plant says what units its items have; it outlives this. Of a message without a period it is
  // the month of its posting date.
  TrafficTruth(const plant::Plant& plant, const RecordedTraffic& traffic, sim::UtcInstant start,
               const std::vector<RecordStock>& opening);
  TrafficTruth(const TrafficTruth&) = delete;
  TrafficTruth& operator=(const TrafficTruth&) = delete;

  Reconciliation audit(const SystemOfRecord& record, const RecordTerms& terms);

  const plant::Plant& plant() const { return plant_; }
  const NameTable& names() const { return names_; }
  const std::vector<Posting>& postings() const { return truth_.postings(); }
  bool knows(const std::string& key) const { return traces_.count(key) > 0; }

 private:
  const plant::Plant& plant_;
  sim::UtcInstant start_;
  NameTable names_;
  TruthLedger truth_;
  StockByPosition closing_;
  MessageTraces traces_;
};

}  // namespace planttwin::bridge
