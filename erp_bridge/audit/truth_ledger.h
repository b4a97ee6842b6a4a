#pragma once

#include <map>
#include <vector>

#include "erp_bridge/postings/floor_postings.h"
#include "erp_bridge/postings/posting.h"
#include "plant_models/run/run_state.h"

namespace planttwin::bridge {

using StockByPosition = std::map<Position, sim::Quantity>;

// What physically happened, posting by posting, and what stock there was at the start.
class TruthLedger : public PostingSink {
 public:
  void on_opening_stock(const Position& position, sim::Quantity quantity) override;
  void on_posting(const Posting& posting) override { postings_.push_back(posting); }

  const std::vector<Posting>& postings() const { return postings_; }
  const StockByPosition& opening() const { return opening_; }

 private:
  std::vector<Posting> postings_;
  StockByPosition opening_;
};

// The stock that lies in a plant, counted: not derived from postings.
StockByPosition counted_stock(const plant::RunState& run, const FloorPostings& floor,
                              NameTable& names);

}  // namespace planttwin::bridge
