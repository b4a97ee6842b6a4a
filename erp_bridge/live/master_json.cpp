#include "erp_bridge/live/master_json.h"

#include <functional>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/erp_master_data.h"
#include "erp_bridge/systems/record_json.h"
#include "sim/statistics/wide_integer.h"

namespace planttwin::bridge {
namespace {

using plant::Plant;

std::string amount(sim::Quantity quantity, const sim::Unit& unit) {
  return sim::decimal_text(quantity.count(), unit.decimals);
}

// Of each row, as `write` says.
template <class Rows, class Write>
std::string list(const Rows& rows, Write write) {
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(write(row));
  return json_array(texts);
}

std::string ids(const auto& rows) {
  return list(rows, [](const auto& row) { return sim::json_string(row.id); });
}

std::string item(const Plant& plant, std::size_t index) {
  constexpr const char* kControls[] = {"none", "lot", "serial"};
  const plant::Material& material = plant.materials[index];
  return JsonFields()
      .text("id", material.id)
      .text("name", material.name.empty() ? material.id : material.name)
      .text("unit", material.unit.name)
      .number("decimals", material.unit.decimals)
      .text("control", kControls[static_cast<std::size_t>(material.control)])
      .json("cost", sim::decimal_text(material.standard_cost.count(), kCurrencyDecimals))
      .json("made", plant.routings_of[index].empty() ? "false" : "true")
      .take();
}

std::string bom(const Plant& plant, const plant::Bom& bom) {
  const plant::Material& product = plant.material(bom.material);
  const plant::RoutingId routing = plant.routing_at(bom.material, bom.effective_from);
  const auto items = [&](bool by_product) {
    std::vector<std::string> texts;
    for (const plant::BomItem& one : bom.items) {
      if (one.by_product != by_product) continue;
      const plant::Material& component = plant.material(one.component);
      JsonFields fields;
      fields.text("item", component.id).json("quantity", amount(one.quantity, component.unit));
      if (routing.valid()) {
        const auto& operations = plant.routing(routing).operations;
        fields.text("operation",
                    std::to_string(operations[static_cast<std::size_t>(one.operation)].number));
      }
      texts.push_back(fields.take());
    }
    return json_array(texts);
  };
  return JsonFields()
      .text("item", product.id)
      .text("revision", bom.revision)
      .json("quantity", amount(bom.base_quantity, product.unit))
      .json("inputs", items(false))
      .json("by_products", items(true))
      .take();
}

std::string routing(const Plant& plant, const plant::Routing& routing) {
  const auto operation = [&](const plant::Operation& one) {
    JsonFields fields;
    fields.text("number", std::to_string(one.number)).text("name", one.name);
    const bool has_center = !one.work_centers.empty();
    fields.json(
        "work_center",
        has_center ? sim::json_string(plant.work_center(one.work_centers.front()).id) : "null");
    return fields.take();
  };
  return JsonFields()
      .text("item", plant.material(routing.material).id)
      .text("revision", routing.revision)
      .json("operations", list(routing.operations, operation))
      .take();
}

std::string work_centers(const Plant& plant) {
  std::vector<std::string> texts;
  const std::vector<ErpRate> rates = erp_rates(plant);
  for (const plant::WorkCenter& center : plant.work_centers) {
    JsonFields fields;
    fields.text("id", center.id);
    std::string cost = "0";
    for (const ErpRate& rate : rates) {
      if (rate.work_center != center.id) continue;
      const sim::Duration hour = sim::Duration::hours(1);
      const sim::WideInteger per_hour =
          sim::WideInteger(rate.rate.amount.count()) * hour.count() / rate.rate.per.count();
      cost = sim::decimal_text(static_cast<std::int64_t>(per_hour), kCurrencyDecimals);
    }
    texts.push_back(fields.json("cost_per_h", cost).take());
  }
  return json_array(texts);
}

}  // namespace

std::string master_json(const Plant& plant, sim::Time at) {
  std::vector<std::string> items;
  std::vector<std::string> boms;
  std::vector<std::string> routings;
  for (std::size_t i = 0; i < plant.materials.size(); ++i) {
    items.push_back(item(plant, i));
    const plant::MaterialId material(i);
    const plant::BomId in_force = plant.bom_at(material, at);
    const plant::RoutingId way = plant.routing_at(material, at);
    if (in_force.valid()) boms.push_back(bom(plant, plant.bom(in_force)));
    if (way.valid()) routings.push_back(routing(plant, plant.routing(way)));
  }
  const auto location = [&](const plant::Location& one) {
    return JsonFields().text("id", one.id).text("site", plant.sites[one.site.index()].id).take();
  };
  return JsonFields()
      .text("company", plant.id)
      .text("currency", plant.currency)
      .json("sites", ids(plant.sites))
      .json("items", json_array(items))
      .json("boms", json_array(boms))
      .json("routings", json_array(routings))
      .json("work_centers", work_centers(plant))
      .json("locations", list(plant.locations, location))
      .json("suppliers", ids(plant.suppliers))
      .json("customers", ids(plant.customers))
      .take();
}

std::string stock_json(const std::vector<RecordStock>& stock) {
  return list(stock, [](const RecordStock& row) { return to_json(row); });
}

}  // namespace planttwin::bridge
