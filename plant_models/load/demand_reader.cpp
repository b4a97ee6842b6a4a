#include <algorithm>
#include <string>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"
#include "plant_models/load/run_input_reading.h"
#include "sim/random.h"

namespace planttwin::plant {

namespace {

constexpr std::int64_t kMostOrders = 1'000'000'000;

// Lots must be countable: a serial number is a lot of its own.
void check_lots(const RunInputReading& reading, sim::JsonReader& in, MaterialId product,
                sim::Quantity quantity, sim::Quantity lot_size) {
  if (!product.valid() || quantity.is_zero()) return;
  const bool serial = reading.plant.material(product).control == MaterialControl::kSerial;
  const std::int64_t size = serial ? 1 : lot_size.count();
  if (size <= 0 || (quantity.count() - 1) / size < kMostLots) return;
  in.error("quantity", "more than " + std::to_string(kMostLots) + " lots; check the lot size");
}

void check_is_made(const RunInputReading& reading, sim::JsonReader& in, MaterialId product) {
  if (!product.valid() || reading.plant.made(product)) return;
  in.error("product", "the material " + sim::in_quotes(reading.plant.material(product).id) +
                          " has no routing: it is not made in this plant");
}

void check_routing_in_force(const RunInputReading& reading, sim::JsonReader& in,
                            const OrderInput& order) {
  if (!order.product.valid() || !reading.plant.made(order.product)) return;
  if (reading.plant.routing_at(order.product, order.release).valid()) return;
  in.error("release", "no routing of " + sim::in_quotes(reading.plant.material(order.product).id) +
                          " is in force at the release");
}

void read_priority(sim::JsonReader& in, std::int32_t& priority, std::int32_t& weight) {
  priority = read_count(in, "priority", {-kMostLots, kMostLots}, 0);
  weight = read_count(in, "weight", {1, kMostLots}, 1);
}

// The member "class"; classes are numbered as they appear.
OrderClassId read_order_class(RunInputReading& reading, sim::JsonReader& in) {
  const std::string name = in.optional_string("class");
  if (name.empty()) return {};
  std::vector<std::string>& classes = reading.input.order_classes;
  const auto at = std::find(classes.begin(), classes.end(), name);
  const auto index = static_cast<std::size_t>(at - classes.begin());
  if (at == classes.end()) classes.push_back(name);
  return OrderClassId(index);
}

// The member "lot_size"; zero when absent.
sim::Quantity read_lot_size(const RunInputReading& reading, sim::JsonReader& in,
                            MaterialId product) {
  if (!in.has("lot_size")) return {};
  return read_amount(reading, in, "lot_size", product);
}

// "product": one, or "products": a mix of several with weights.
void read_products(RunInputReading& reading, sim::JsonReader& in, Source& source) {
  const auto& materials = reading.names.materials;
  if (!in.has("products")) {
    source.products.push_back({materials.resolve(in, "product"), 1});
    return;
  }
  if (in.has("product")) {
    in.error("product", "a source has either product or products, not both");
  }
  for (sim::JsonReader& row : in.plain_objects("products")) {
    SourceProduct product{materials.resolve(row, "product"), read_positive(row, "weight", 1)};
    row.finish();
    const bool twice =
        product.product.valid() &&
        std::any_of(source.products.begin(), source.products.end(),
                    [&](const SourceProduct& p) { return p.product == product.product; });
    if (twice) row.error("product", "this product is listed twice");
    source.products.push_back(product);
  }
  if (source.products.empty()) {
    in.error("products", "expected at least one product");
    source.products.emplace_back();
  }
}

void check_common_unit(const RunInputReading& reading, sim::JsonReader& in, const Source& source) {
  const MaterialId first = source.products.front().product;
  for (const SourceProduct& other : source.products) {
    if (!first.valid() || !other.product.valid()) continue;
    if (reading.plant.material(other.product).unit == reading.plant.material(first).unit) continue;
    in.error("quantity",
             "the products have different units; draw the number of units by "
             "quantity_draw, or use a source for each");
    return;
  }
}

void read_source_quantity(RunInputReading& reading, sim::JsonReader& in, Source& source) {
  const MaterialId first = source.products.front().product;
  if (const std::optional<sim::JsonValue> draw = in.value("quantity_draw")) {
    source.quantity_draw = sim::read_number_distribution(*draw, reading.place);
    if (source.quantity_draw->mean() > kMostLots) {
      draw->error("the mean is above " + std::to_string(kMostLots) + " units");
    }
    if (in.has("quantity")) {
      in.error("quantity", "a source has either quantity or quantity_draw, not both");
    }
  } else {
    source.quantity = read_amount(reading, in, "quantity", first);
    check_common_unit(reading, in, source);
  }
  source.lot_size = read_lot_size(reading, in, first);
  check_lots(reading, in, first, source.quantity, source.lot_size);
}

void read_arrivals(RunInputReading& reading, sim::JsonReader& in, Source& source) {
  switch (source.kind) {
    case SourceKind::kInterarrival:
      source.interarrival =
          read_positive_time(reading.place, reading.diagnostics, in, "interarrival");
      source.when_full = in.enumeration("when_full", kSourceWhenFullNames, SourceWhenFull::kWait);
      break;
    case SourceKind::kSaturated:
      break;
    case SourceKind::kPeriodicReview:
      source.interarrival = sim::DurationDistribution::constant(
          in.duration("interval", sim::DurationRange::positive()));
      source.watched = reading.names.work_centers.resolve(in, "work_center");
      source.refill_at = read_count(in, "refill_at", {0, kMostLots}, 0);
      source.refill_lots = read_count(in, "refill_lots", {1, kMostLots});
      break;
  }
  if (in.has("first")) source.first = in.duration("first", {sim::Duration(), kLongestHorizon});
  source.until = read_run_time(reading, in, "until", source.until);
  if (in.has("limit")) source.limit = in.integer("limit", sim::IntegerRange{1, kMostOrders});
}

// Whether something stops a saturated source: an end, a place that its lots need, a release loop,
// or components that are reserved at the release.
bool is_bounded(const RunInputReading& reading, const Source& source, MaterialId product) {
  const Plant& plant = reading.plant;
  if (source.limit || plant.loop_of[product.index()].valid()) return true;
  const bool has_bom = !plant.boms_of[product.index()].empty();
  if (has_bom && plant.options.reservation == Reservation::kAtRelease) return true;
  const auto has_limit = [&](WorkCenterId id) {
    if (!id.valid()) return true;
    const BufferId buffer = plant.work_center(id).buffer;  // none if its name is wrong
    return !buffer.valid() || plant.buffers[buffer.index()].capacity.has_value();
  };
  const std::vector<RoutingId>& routings = plant.routings_of[product.index()];
  return std::all_of(routings.begin(), routings.end(), [&](RoutingId id) {
    const std::vector<Operation>& operations = plant.routing(id).operations;
    if (operations.empty()) return true;
    const std::vector<WorkCenterId>& centers = operations.front().work_centers;
    return std::any_of(centers.begin(), centers.end(), has_limit);
  });
}

void check_saturation(const RunInputReading& reading, sim::JsonReader& in, const Source& source) {
  if (source.kind != SourceKind::kSaturated) return;
  for (const SourceProduct& p : source.products) {
    if (!p.product.valid() || !reading.plant.made(p.product)) continue;
    if (is_bounded(reading, source, p.product)) continue;
    in.error("kind",
             "a saturated source would fill the queue of the first operation of " +
                 sim::in_quotes(reading.plant.material(p.product).id) +
                 " without end: give its work center a queue_capacity, or the source a limit");
    return;
  }
}

// Goods that are not made here go to stock; everything else must have a routing.
void read_destination(RunInputReading& reading, sim::JsonReader& in, Source& source) {
  const bool bought = std::any_of(
      source.products.begin(), source.products.end(),
      [&](const SourceProduct& p) { return p.product.valid() && !reading.plant.made(p.product); });
  source.location = reading.names.locations.resolve_optional(in, "location");
  if (bought && source.kind != SourceKind::kInterarrival) {
    in.error("only a source of kind interarrival brings materials that have no routing");
  } else if (bought && !in.has("location")) {
    in.error("a material without a routing goes to stock: say where by \"location\"");
  } else if (!bought && source.location.valid()) {
    in.error("location", "what has a routing goes to its first operation, not to stock");
  }
}

Source read_source(RunInputReading& reading, sim::JsonReader& in) {
  Source source;
  source.id = in.id();
  source.key = sim::name_key(source.id);
  const std::optional<SourceKind> kind = read_choice(in, "kind", kSourceKindNames);
  if (!kind) return source;
  source.kind = *kind;
  read_products(reading, in, source);
  read_source_quantity(reading, in, source);
  read_arrivals(reading, in, source);
  if (const std::optional<sim::JsonValue> due = in.value("due")) {
    source.due = sim::read_duration_distribution(*due, reading.place);
  }
  read_priority(in, source.priority, source.weight);
  source.customer = reading.names.customers.resolve_optional(in, "customer");
  source.order_class = read_order_class(reading, in);
  read_destination(reading, in, source);
  check_saturation(reading, in, source);
  in.finish();
  return source;
}

}  // namespace

OrderInput read_order(RunInputReading& reading, sim::JsonReader& in) {
  OrderInput order;
  order.id = in.id();
  order.product = reading.names.materials.resolve(in, "product");
  order.quantity = read_amount(reading, in, "quantity", order.product);
  order.lot_size = read_lot_size(reading, in, order.product);
  order.due = read_run_time(reading, in, "due", order.due);
  read_priority(in, order.priority, order.weight);
  order.customer = reading.names.customers.resolve_optional(in, "customer");
  order.order_class = read_order_class(reading, in);
  check_is_made(reading, in, order.product);
  check_lots(reading, in, order.product, order.quantity, order.lot_size);
  return order;
}

void read_orders(RunInputReading& reading) {
  for (sim::JsonReader& in : reading.root.objects("orders")) {
    OrderInput order = read_order(reading, in);
    order.release = read_run_time(reading, in, "release", sim::Time());
    check_routing_in_force(reading, in, order);
    in.finish();
    reading.orders.add(order.id);
    reading.input.orders.push_back(std::move(order));
  }
}

void read_sources(RunInputReading& reading) {
  for (sim::JsonReader& in : reading.root.objects("sources")) {
    reading.input.sources.push_back(read_source(reading, in));
  }
}

}  // namespace planttwin::plant
