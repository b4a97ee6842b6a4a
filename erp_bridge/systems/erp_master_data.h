#pragma once

#include <string>
#include <vector>

#include "erp_bridge/systems/erp_defects.h"
#include "erp_bridge/systems/record.h"
#include "erp_bridge/systems/reference_erp.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

inline constexpr int kCurrencyDecimals = 2;  // as plants are read

// An order that is open before the first message.
struct ErpOrder {
  std::string order;
  std::string item;
};

// What a reference ERP knows before the first message, how it books, and what it does wrong on
// purpose.
struct ErpMasterData {
  std::vector<ErpItem> items;
  std::vector<ErpRate> rates = {};
  sim::Unit currency;
  std::vector<ErpOrder> orders;
  std::vector<RecordStock> stock;
  std::vector<InjectedDefect> defects;
  PostingPolicies policies = {};
};

// The items of a plant, without orders and stock.
ErpMasterData erp_master_data(const plant::Plant& plant);

// An ERP that has booked nothing yet. Orders and stock are of known items.
ReferenceErp new_erp(const ErpMasterData& data);

// SHA-256 digests of what the books depend on, by which a file of other books is told apart.
std::string items_digest(const ErpMasterData& data);
std::string opening_digest(const ErpMasterData& data);
std::string defects_digest(const ErpMasterData& data);
std::string policies_digest(const ErpMasterData& data);

}  // namespace planttwin::bridge
