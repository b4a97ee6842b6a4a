#include "plant_models/model/plant.h"

namespace planttwin::plant {

namespace {

template <class Id, class Record>
Id in_force(const std::vector<Id>& revisions, const std::vector<Record>& records, sim::Time when) {
  for (const Id id : revisions) {
    const Record& record = records[id.index()];
    if (record.effective_from <= when && when < record.effective_to) return id;
  }
  return {};
}

}  // namespace

RoutingId Plant::routing_at(MaterialId product, sim::Time when) const {
  return in_force(routings_of[product.index()], routings, when);
}

BomId Plant::bom_at(MaterialId product, sim::Time when) const {
  return in_force(boms_of[product.index()], boms, when);
}

}  // namespace planttwin::plant
