#pragma once

#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

// Brings what a record says into the terms of the plant: names of its table, steps of its units.
class RecordReader {
 public:
  RecordReader(const plant::Plant& plant, NameTable& names);

  Posting posting(const RecordDocument& document);
  StockByPosition stock(const std::vector<RecordStock>& rows);

 private:
  // Rounded to the plant's decimals, a tie away from zero.
  sim::Quantity steps(Name item, const sim::Decimal& quantity) const;
  StockStatus status(const std::string& text) const;

  NameTable& names_;
  std::unordered_map<Name, int> decimals_;  // of the items' units
};

}  // namespace planttwin::bridge
