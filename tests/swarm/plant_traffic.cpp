#include "tests/swarm/plant_traffic.h"

#include <algorithm>

#include "erp_bridge/formats/json_format.h"
#include "tests/properties/random_plant.h"

namespace planttwin::swarm {
namespace {

constexpr sim::Duration kLongest = sim::Duration::hours(150);

testing::Simulation random_simulation(std::uint64_t seed) {
  const testing::RandomPlant random = testing::make_random_plant(seed);
  return {random.plant, random.input};
}

}  // namespace

PlantTraffic::PlantTraffic(std::uint64_t seed, std::size_t most_reports)
    : simulation_(random_simulation(seed)),
      reporter_(simulation_.plant(), names_, "R", simulation_.input().start,
                [this](const bridge::Message& message) { report(message); }),
      floor_("R", names_),
      run_(std::make_unique<plant::PlantRun>(simulation_.start(seed))) {
  floor_.add_sink(truth_);
  floor_.add_sink(*this);
  floor_.add_sink(reporter_);
  run_->add_sink(floor_);
  const sim::Duration longest = std::min(simulation_.input().horizon, kLongest);
  for (int part = 1; part <= 60 && reports_.size() < most_reports; ++part) {
    const auto end = sim::Duration::microseconds(longest.count() / 60 * part);
    if (run_->run(sim::Time::from_start(end)).reason != plant::RunEnd::Reason::kHorizon) break;
  }
}

void PlantTraffic::on_opening_stock(const bridge::Position& position, sim::Quantity quantity) {
  const std::string& item = names_.text(position.item);
  const plant::Material& material = simulation_.plant().material(simulation_.material(item));
  opening_.push_back({item, names_.text(position.lot), names_.text(position.location),
                      std::string(bridge::status_name(position.status)),
                      sim::Decimal(quantity.count(), material.unit.decimals)});
}

void PlantTraffic::on_posting(const bridge::Posting& posting) { posted_ = posting.time; }

void PlantTraffic::report(const bridge::Message& message) {
  const bridge::Envelope& envelope = message.envelope;
  reports_.push_back({posted_, envelope.idempotency_key, envelope.partition_key, envelope.sequence,
                      to_json(message), envelope.depends_on});
}

bridge::ReferenceErp PlantTraffic::opened_erp() const {
  bridge::ReferenceErp erp(bridge::erp_items(simulation_.plant()));
  const plant::RunInput& input = simulation_.input();
  for (const plant::InitialLot& lot : input.initial.lots) {
    const plant::OrderInput& order = input.orders[static_cast<std::size_t>(lot.order)];
    erp.open_order(order.id, simulation_.plant().material(order.product).id);
  }
  for (const bridge::RecordStock& stock : opening_) erp.open_stock(stock);
  return erp;
}

bridge::Reconciliation PlantTraffic::audit(const bridge::SystemOfRecord& record) {
  bridge::MessageTraces traces;
  for (const Report& report : reports_) {
    traces[report.key].state = bridge::MessageTrace::State::kAcknowledged;
  }
  const bridge::StockByPosition closing = bridge::counted_stock(run_->state(), floor_, names_);
  return bridge::reconcile({simulation_.plant(), names_, truth_, closing, record, traces});
}

}  // namespace planttwin::swarm
