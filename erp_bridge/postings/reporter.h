#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/postings/posting.h"
#include "erp_bridge/postings/stock_dependencies.h"
#include "plant_models/model/plant.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// Makes the messages by which the plant reports its postings to the back office.
class Reporter : public PostingSink {
 public:
  // The plant and the names outlive it. `start` is the instant at which the run begins.
  Reporter(const plant::Plant& plant, NameTable& names, std::string run_id, sim::UtcInstant start,
           std::function<void(const Message&)> send);

  // Opening stock is not reported: both sides are aligned before the run.
  void on_opening_stock(const Position&, sim::Quantity) override {}
  void on_posting(const Posting& posting) override;

 private:
  template <class Kind>
  Kind filled(const Posting& posting) const;
  Body body_of(const Posting& posting) const;

  const plant::Plant& plant_;
  const NameTable& names_;
  std::string run_id_;
  sim::UtcInstant start_;
  std::function<void(const Message&)> send_;
  std::unordered_map<Name, sim::Unit> units_;  // by item
  StockDependencies dependencies_;
  std::unordered_map<std::string, std::int64_t> sequences_;  // by partition
};

}  // namespace planttwin::bridge
