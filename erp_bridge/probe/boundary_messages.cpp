#include "erp_bridge/probe/boundary_messages.h"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>
#include <utility>

#include "erp_bridge/messages/keys.h"
#include "erp_bridge/postings/posting.h"
#include "sim/time_zone.h"

namespace planttwin::bridge {
namespace {

using plant::Plant;

constexpr std::int64_t kFraction = 345'678;  // with six decimals; its last digit is never zero
constexpr int kHoursOfAYear = 366 * 24;
constexpr const char* kReason = "Maß > 4 µm, \"Öl\" & Späne";
constexpr sim::Duration kMachineTime = sim::Duration::microseconds(3'723'456'789);

sim::Decimal amount(std::int64_t whole, const sim::Unit& unit) {
  std::int64_t scale = 1;
  std::int64_t fraction = kFraction;
  for (int i = 0; i < unit.decimals; ++i) scale *= 10;
  for (int i = unit.decimals; i < sim::Unit::kMaxDecimals; ++i) fraction /= 10;
  return {whole * scale + fraction, unit.decimals};
}

// With digits to so many characters; the second byte of an umlaut is none.
std::string padded(std::string text, std::size_t length) {
  constexpr int kUtf8Mask = 0xC0;
  constexpr int kUtf8Continuation = 0x80;
  length += static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & kUtf8Mask) == kUtf8Continuation;
  }));
  for (char digit = '1'; text.size() < length; digit = digit == '9' ? '1' : digit + 1)
    text += digit;
  return text;
}

// What goes into an order and comes of it.
struct Goods {
  plant::MaterialId part;
  plant::MaterialId product;
  plant::LocationId part_place;
  plant::LocationId product_place;
  plant::RoutingId routing;
};

// The part with the most decimals, whose lots are followed if possible, and what it goes into.
Goods goods_of(const Plant& plant, const plant::RunInput& input) {
  Goods goods;
  const auto rank = [&](plant::MaterialId id) {
    const plant::Material& material = plant.material(id);
    return material.unit.decimals * 2 + (material.control == plant::MaterialControl::kLot ? 1 : 0);
  };
  for (std::size_t i = 0; i < plant.materials.size(); ++i) {
    const plant::MaterialId product(i);
    const plant::RoutingId routing = plant.routing_at(product, sim::Time());
    const plant::BomId bom = plant.bom_at(product, sim::Time());
    if (!routing.valid() || !bom.valid()) continue;
    for (const plant::BomItem& item : plant.bom(bom).items) {
      if (item.by_product) continue;
      if (goods.part.valid() && rank(item.component) <= rank(goods.part)) continue;
      goods.part = item.component;
      goods.product = product;
      goods.routing = routing;
    }
  }
  for (std::size_t i = 0; i < plant.materials.size() && !goods.part.valid(); ++i) {
    goods.part = goods.product = plant::MaterialId(i);
  }
  if (!goods.part.valid() || plant.locations.empty()) {
    throw std::invalid_argument("the plant has no items, or no places for stock");
  }
  goods.part_place = goods.product_place = plant::LocationId(0);
  for (const auto& stock : input.initial.stock) {
    if (stock.material == goods.part) goods.part_place = stock.location;
  }
  const plant::LocationId finished = plant.finished_goods[goods.product.index()];
  goods.product_place = finished.valid() ? finished : goods.part_place;
  return goods;
}

class Boundary {
 public:
  Boundary(const Plant& plant, const plant::RunInput& input, const Mapping& posts,
           const Mapping& record, const BoundaryOptions& options)
      : plant_(plant),
        posts_(posts),
        record_(record),
        options_(options),
        goods_(goods_of(plant, input)),
        part_(plant.material(goods_.part)),
        product_(plant.material(goods_.product)),
        keys_(options.run_id),
        order_(padded("000" + options.tag + "-", options.longest)),
        in_process_("0" + options.tag + ".1"),
        site_(plant.sites[plant.locations[goods_.part_place.index()].site.index()]),
        time_(doubled_hour_after(input.start, site_.time_zone)) {
    if (part_.control != plant::MaterialControl::kNone) part_lot_ = "00" + options.tag + "-Ä";
    if (product_.control != plant::MaterialControl::kNone) {
      product_lot_ = padded("00" + options.tag + "-Ü", options.longest);
    }
  }

  BoundaryMessages make() {
    receive();
    release();
    issue();
    complete_operation();
    give_back();
    scrap();
    complete_product();
    add_by_product();
    ship();
    hold();
    close();
    reverse();
    return std::move(made_);
  }

 private:
  bool takes(std::string_view type) const {
    return std::any_of(posts_.writes.begin(), posts_.writes.end(), [&](const MappingWrite& write) {
      return std::find(write.takes.begin(), write.takes.end(), type) != write.takes.end();
    });
  }

  void leave_out(std::string_view type, std::string why) {
    made_.left_out.push_back({std::string(type), std::move(why)});
  }

  // The key of the message; empty where it is left out.
  template <class Kind>
  std::string add(Kind body, const std::string& partition, const std::string& about) {
    if (!takes(Kind::kName)) {
      leave_out(Kind::kName, "the mapping does not take it");
      return "";
    }
    const PostingType type = posting_type(Kind::kName);
    const PostingPolicy policy = record_.policies.of(type);
    if (policy == PostingPolicy::kSplit ||
        (policy == PostingPolicy::kNetted && type == PostingType::kMaterialReturned)) {
      leave_out(Kind::kName, "the record books it as " + std::string(policy_name(policy)));
      return "";
    }
    const MessageKey key = keys_.next(Kind::kName, about);
    Message message;
    Envelope& envelope = message.envelope;
    envelope.id = envelope.idempotency_key = key.long_form;
    envelope.short_key = key.short_form;
    envelope.source = "/planttwin/" + plant_.id;
    envelope.time = time_ = time_ + sim::Duration::seconds(1);
    envelope.run_id = options_.run_id;
    envelope.partition_key = partition;
    envelope.sequence = ++sequences_[partition];
    envelope.company = plant_.id;
    envelope.plant = site_.id;
    envelope.posting_date =
        sim::TimeZone::find(site_.time_zone).value().local_date(envelope.time).text();
    message.body = std::move(body);
    made_.messages.push_back(std::move(message));
    return key.long_form;
  }
  template <class Kind>
  std::string add_of_order(Kind body) {
    return add(std::move(body), order_, business_key({order_, part_.id}));
  }
  template <class Kind>
  std::string add_of_part(Kind body) {
    return add(std::move(body), part_.id, business_key({part_.id, part_lot_.value_or("")}));
  }

  const std::string& place(plant::LocationId id) const { return plant_.locations[id.index()].id; }
  std::string operation() const {
    if (!goods_.routing.valid()) return "10";
    return std::to_string(plant_.routing(goods_.routing).operations.front().number);
  }

  void receive() {
    GoodsReceived body{part_.id, part_lot_, amount(12, part_.unit), part_.unit.name,
                       place(goods_.part_place)};
    body.purchase_order = padded("0045" + options_.tag, options_.longest);
    add_of_part(std::move(body));
  }
  void release() {
    add_of_order(
        ProductionOrderReleased{order_, product_.id, amount(7, product_.unit), product_.unit.name});
  }
  void issue() {
    add_of_order(MaterialIssued{order_, operation(), part_.id, part_lot_, amount(3, part_.unit),
                                part_.unit.name, place(goods_.part_place), in_process_});
  }
  void complete_operation() {
    if (!goods_.routing.valid()) {
      leave_out(OperationCompleted::kName, "nothing is made in this plant");
      return;
    }
    const plant::Operation& first = plant_.routing(goods_.routing).operations.front();
    if (first.work_centers.empty()) {
      leave_out(OperationCompleted::kName, "the first operation has no work center");
      return;
    }
    OperationCompleted body;
    body.order = order_;
    body.operation = operation();
    body.work_center = plant_.work_center(first.work_centers.front()).id;
    body.item = product_.id;
    body.lot = in_process_;
    body.quantity = amount(6, product_.unit);
    body.scrapped = amount(1, product_.unit);
    body.unit = product_.unit.name;
    body.machine_time = kMachineTime;
    add_of_order(std::move(body));
  }
  void give_back() {
    MaterialReturned body{order_,
                          operation(),
                          part_.id,
                          part_lot_,
                          amount(1, part_.unit),
                          part_.unit.name,
                          place(goods_.part_place),
                          in_process_};
    returned_ = add_of_order(std::move(body));
  }
  void scrap() {
    Scrapped body;
    body.order = order_;
    body.operation = operation();
    body.item = product_.id;
    body.lot = in_process_;
    body.quantity = amount(1, product_.unit);
    body.unit = product_.unit.name;
    body.reason = kReason;
    add_of_order(std::move(body));
  }
  void complete_product() {
    ProductCompleted body{order_,
                          product_.id,
                          product_lot_,
                          amount(5, product_.unit),
                          product_.unit.name,
                          place(goods_.product_place),
                          in_process_};
    body.completion = Completion::kFinal;
    body.open_quantity = sim::Decimal();
    add_of_order(std::move(body));
  }
  void add_by_product() {
    const plant::BomId bom = plant_.bom_at(goods_.product, sim::Time());
    if (bom.valid()) {
      for (const plant::BomItem& item : plant_.bom(bom).items) {
        if (!item.by_product) continue;
        const plant::Material& material = plant_.material(item.component);
        const bool has_lots = material.control != plant::MaterialControl::kNone;
        ByProduct body;
        body.order = order_;
        body.operation = operation();
        body.item = material.id;
        if (has_lots) body.lot = "00" + options_.tag + "-ß";
        body.quantity = amount(2, material.unit);
        body.unit = material.unit.name;
        body.location = place(goods_.part_place);
        body.from_lot = in_process_;
        add_of_order(std::move(body));
        return;
      }
    }
    leave_out(ByProduct::kName, "the order that is tried has none");
  }
  void ship() {
    Shipped body{product_.id, product_lot_, amount(2, product_.unit), product_.unit.name,
                 place(goods_.product_place)};
    body.delivery = padded("008" + options_.tag, options_.longest);
    if (!plant_.customers.empty()) body.customer = plant_.customers.front().id;
    // Of the order's partition, behind its close where it is booked as a whole.
    pending_ship_ = std::move(body);
  }
  void hold() {
    StockStatusChanged body{
        part_.id,       part_lot_, amount(2, part_.unit), part_.unit.name, place(goods_.part_place),
        "unrestricted", "held"};
    body.reason = kReason;
    held_ = add_of_part(std::move(body));
  }
  void close() {
    add_of_order(ProductionOrderClosed{order_});
    add(std::move(pending_ship_), product_.id,
        business_key({product_.id, product_lot_.value_or("")}));
  }
  void reverse() {
    const std::string& original = held_.empty() ? returned_ : held_;
    if (original.empty()) {
      leave_out(PostingReversed::kName, "nothing was posted that it could take back");
      return;
    }
    add(PostingReversed{original, kReason}, held_.empty() ? order_ : part_.id, original);
  }

  const Plant& plant_;
  const Mapping& posts_;
  const Mapping& record_;
  const BoundaryOptions& options_;
  Goods goods_;
  const plant::Material& part_;
  const plant::Material& product_;
  KeyRing keys_;
  std::string order_;
  std::string in_process_;
  const plant::Site& site_;
  sim::UtcInstant time_;
  std::optional<std::string> part_lot_;
  std::optional<std::string> product_lot_;
  std::string returned_;  // keys
  std::string held_;
  Shipped pending_ship_;
  std::map<std::string, std::int64_t> sequences_;
  BoundaryMessages made_;
};

}  // namespace

sim::UtcInstant doubled_hour_after(sim::UtcInstant from, const std::string& time_zone) {
  const sim::Parsed<sim::TimeZone> found = sim::TimeZone::find(time_zone);
  const sim::TimeZone zone = found.ok() ? found.value() : sim::TimeZone();
  const sim::Duration hour = sim::Duration::hours(1);
  sim::UtcInstant at = sim::UtcInstant::from_epoch(
      sim::Duration::hours((from - sim::UtcInstant()).count() / hour.count()));
  for (int i = 0; i < kHoursOfAYear; ++i, at = at + hour) {
    if (zone.local_time(at + hour).utc_offset < zone.local_time(at).utc_offset) {
      return at + hour + sim::Duration::minutes(30);
    }
  }
  return from + hour * 20;
}

BoundaryMessages boundary_messages(const Plant& plant, const plant::RunInput& input,
                                   const Mapping& posts, const Mapping& record,
                                   const BoundaryOptions& options) {
  return Boundary(plant, input, posts, record, options).make();
}

}  // namespace planttwin::bridge
