#include "erp_bridge/erp_opening.h"

#include <string>
#include <unordered_map>

#include "erp_bridge/postings/floor_postings.h"
#include "plant_models/run/plant_run.h"

namespace planttwin::bridge {
namespace {

// Notes the stock that is there before the first posting.
class OpeningStock : public PostingSink {
 public:
  OpeningStock(ErpMasterData& data, const NameTable& names) : data_(data), names_(names) {
    for (const ErpItem& item : data.items) decimals_[item.id] = item.unit.decimals;
  }
  void on_opening_stock(const Position& position, sim::Quantity quantity) override {
    const std::string& item = names_.text(position.item);
    data_.stock.push_back({item, names_.text(position.lot), names_.text(position.location),
                           std::string(status_name(position.status)),
                           sim::Decimal(quantity.count(), decimals_.at(item))});
  }
  void on_posting(const Posting&) override {}

 private:
  ErpMasterData& data_;
  const NameTable& names_;
  std::unordered_map<std::string, int> decimals_;
};

}  // namespace

ErpMasterData erp_master_data(const plant::Plant& plant, const plant::RunInput& input) {
  ErpMasterData data = erp_master_data(plant);
  for (const plant::InitialLot& lot : input.initial.lots) {
    const plant::OrderInput& order = input.orders[static_cast<std::size_t>(lot.order)];
    data.orders.push_back({order.id, plant.material(order.product).id});
  }
  // Stock of the initial state comes with the events of the first instant.
  NameTable names;
  FloorPostings floor("opening", names);
  OpeningStock opening(data, names);
  floor.add_sink(opening);
  plant::PlantRun run(plant, input, {});
  run.add_sink(floor);
  run.run(sim::Time::from_start(sim::Duration::microseconds(1)));
  return data;
}

}  // namespace planttwin::bridge
