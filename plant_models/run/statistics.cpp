#include "plant_models/run/statistics.h"

namespace planttwin::plant {

void Statistics::prepare(const Plant& plant, std::size_t order_class_count) {
  order_classes.resize(order_class_count);
  products.resize(plant.materials.size());
  materials.resize(plant.materials.size());
  for (MaterialStatistics& m : materials) m.stockout = sim::TimeAverage(sim::Time(), 1);
  work_centers.resize(plant.work_centers.size());
  machines.resize(plant.machines.size());
  buffers.resize(plant.buffers.size());
  labor.resize(plant.labor.size());
  carriers.resize(plant.network.fleets.size());
  defects.resize(plant.defect_causes.size());
}

namespace {

void reset_resource(ResourceStatistics& s, sim::Time now) {
  s.busy.reset(now);
  s.available.reset(now);
  s.waiting.reset(now);
  s.wait.reset();
  s.requests = 0;
}

void reset_product(ProductStatistics& s, sim::Time now) {
  ProductStatistics fresh;
  fresh.wip_start = s.wip.level();
  fresh.wip = s.wip;
  fresh.wip_lots = s.wip_lots;
  fresh.wip.reset(now);
  fresh.wip_lots.reset(now);
  s = fresh;
}

}  // namespace

void Statistics::reset(sim::Time now) {
  since = now;
  orders = OrderStatistics();
  for (ProductStatistics& s : products) reset_product(s, now);
  for (MaterialStatistics& s : materials) {
    s.stock.reset(now);
    s.stockout.reset(now);
    s.expired = s.received = s.issued = s.shipped = 0;
  }
  for (OrderClassStatistics& s : order_classes) s = OrderClassStatistics();
  for (WorkCenterStatistics& s : work_centers) {
    s.started = s.completed = 0;
    s.queue.reset(now);
    s.wait.reset();
  }
  for (MachineStatistics& s : machines) {
    s.clock.reset(now);
    s.failures = s.repairs = s.repair_us = s.setups = s.lots = 0;
    s.units_good = s.units_total = s.ideal_us = 0;
  }
  for (sim::TimeAverage& s : buffers) s.reset(now);
  for (ResourceStatistics& s : labor) reset_resource(s, now);
  for (ResourceStatistics& s : carriers) reset_resource(s, now);
  for (std::int64_t& s : defects) s = 0;
  wip_lots.reset(now);
  last_completion = sim::Time();
}

}  // namespace planttwin::plant
