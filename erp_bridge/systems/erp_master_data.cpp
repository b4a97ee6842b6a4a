#include "erp_bridge/systems/erp_master_data.h"

#include <fmt/format.h>

#include <algorithm>

#include "erp_bridge/formats/json_text.h"
#include "sim/sha256.h"

namespace planttwin::bridge {
namespace {

// Of rows in any order.
std::string digest(std::vector<std::string> rows) {
  std::sort(rows.begin(), rows.end());
  return sim::sha256(json_array(rows));
}

}  // namespace

ErpMasterData erp_master_data(const plant::Plant& plant) {
  return {.items = erp_items(plant),
          .rates = erp_rates(plant),
          .currency = {plant.currency, kCurrencyDecimals},
          .orders = {},
          .stock = {},
          .defects = {},
          .policies = {}};
}

ReferenceErp new_erp(const ErpMasterData& data) {
  ReferenceErp erp(data.items, data.defects);
  erp.follow(data.policies);
  for (const ErpRate& rate : data.rates) erp.set_rate(rate);
  for (const ErpOrder& order : data.orders) erp.open_order(order.order, order.item);
  for (const RecordStock& stock : data.stock) erp.open_stock(stock);
  return erp;
}

std::string items_digest(const ErpMasterData& data) {
  std::vector<std::string> rows;
  for (const ErpItem& item : data.items) {
    rows.push_back(JsonFields()
                       .text("id", item.id)
                       .text("unit", item.unit.name)
                       .number("decimals", item.unit.decimals)
                       .number("cost", item.standard_cost.count())
                       .number("serial", item.serial ? 1 : 0)
                       .text("currency", data.currency.name)
                       .take());
  }
  for (const ErpRate& rate : data.rates) {
    rows.push_back(JsonFields()
                       .text("work_center", rate.work_center)
                       .number("cost", rate.rate.amount.count())
                       .number("per_us", rate.rate.per.count())
                       .take());
  }
  return digest(std::move(rows));
}

std::string opening_digest(const ErpMasterData& data) {
  std::vector<std::string> rows;
  for (const ErpOrder& order : data.orders) {
    rows.push_back(JsonFields().text("order", order.order).text("item", order.item).take());
  }
  for (const RecordStock& stock : data.stock) {
    rows.push_back(JsonFields()
                       .text("item", stock.item)
                       .text("lot", stock.lot)
                       .text("location", stock.location)
                       .text("status", stock.status)
                       .json("quantity", stock.quantity.text())
                       .take());
  }
  return digest(std::move(rows));
}

// The first defect that strikes a message counts, so their order matters.
std::string defects_digest(const ErpMasterData& data) {
  std::string text;
  for (const InjectedDefect& injected : data.defects) {
    text += fmt::format("{}={};", injected.defect->name, injected.share);
  }
  return sim::sha256(text);
}

std::string policies_digest(const ErpMasterData& data) {
  std::string text;
  for (int i = 0; i < kPostingTypes; ++i) {
    const auto type = static_cast<PostingType>(i);
    const PostingPolicy policy = data.policies.of(type);
    if (policy == PostingPolicy::kIndividual) continue;
    text += fmt::format("{}={}", posting_name(type), policy_name(policy));
    if (policy == PostingPolicy::kSplit) text += fmt::format(" {}", data.policies.at_most(type));
    text += ";";
  }
  return sim::sha256(text);
}

}  // namespace planttwin::bridge
