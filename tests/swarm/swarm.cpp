#include "tests/swarm/swarm.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "sim/random.h"
#include "tests/swarm/erp_node.h"
#include "tests/swarm/station.h"

namespace planttwin::swarm {
namespace {

constexpr std::size_t kMostReports = 200;
constexpr int kOrders = 30;
constexpr int kStrangers = 8;  // garbage, and messages of another run
constexpr int kMostUnwanted = 4;
// So long after the trouble a person still comes.
constexpr sim::Duration kTended = sim::Duration::minutes(12);

// Once the trouble is over all has to be delivered within this.
sim::Duration drained_within(std::size_t messages) {
  return sim::Duration::minutes(15) + sim::Duration::seconds(static_cast<std::int64_t>(messages));
}

class Swarm {
 public:
  Swarm(std::uint64_t seed, Bug bug)
      : bug_(bug), traffic_(seed, kMostReports), world_(sim::mix_bits(seed)) {
    arrange_times();
    choose_landscape();
    bring_strangers();
    bring_crashes();
    bring_person();
  }

  SwarmResult run() {
    const sim::Time end = world_.plan().until + drained_within(reports_.size());
    world_.at(sim::Time::from_start(span_ + sim::Duration::minutes(5)), [] {});
    world_.run(end, [this] { return drained(); });
    if (!drained()) {
      world_.violate("not drained: edge " + edge_->standing() + "; middleware " +
                     (middleware_ ? middleware_->standing() : "none") + "; office " +
                     office_->standing());
    }
    if (erp_->up()) check_books();
    check_orders();
    check_unwanted();
    return {world_.violations(), world_.trace(), reports_.size(), traffic_.simulated()};
  }

 private:
  // The plant's time runs faster, so that trouble meets traffic.
  void arrange_times() {
    reports_ = traffic_.reports();
    const std::int64_t seconds = world_.dice().from(120, 7200);
    const std::int64_t last = reports_.empty() ? 0 : reports_.back().time.count();
    const std::int64_t slower = last / (seconds * 1'000'000) + 1;
    for (Report& report : reports_) {
      report.time =
          sim::Time::from_start(sim::Duration::microseconds(report.time.count() / slower));
    }
    bring_unwanted();
    span_ = sim::Duration::seconds(seconds * 5 / 4);
    world_.set_plan(make_fault_plan(world_.dice(), span_));
  }

  // What the ERP refuses for good, among the rest.
  void bring_unwanted() {
    testing::Dice& dice = world_.dice();
    if (reports_.empty() || !dice.chance(40)) return;
    const std::int64_t count = dice.from(1, kMostUnwanted);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto at = dice.from(0, static_cast<std::int64_t>(reports_.size()) - 1);
      Report report = reports_[static_cast<std::size_t>(at)];
      report.key = kUnwanted + ("/" + std::to_string(i));
      report.payload = report.key;
      report.depends_on.clear();
      unwanted_.insert(report.key);
      reports_.insert(reports_.begin() + at, std::move(report));
    }
  }

  bridge::DeliveryOptions delivery_options() {
    testing::Dice& dice = world_.dice();
    bridge::DeliveryOptions options;
    options.window = static_cast<std::size_t>(dice.from(1, 20));
    options.answer_within = sim::Duration::seconds(dice.from(5, 30));
    options.longest_retry = sim::Duration::seconds(dice.from(5, 120));
    options.can_ask = dice.chance(50);
    options.breaker_after = static_cast<std::int32_t>(dice.from(2, 10));
    options.probe_every = sim::Duration::seconds(dice.from(5, 30));
    if (dice.chance(20)) {
      options.send_spacing = sim::Duration::microseconds(dice.from(1'000, 200'000));
    }
    options.remembered = static_cast<std::size_t>(dice.from(0, 300));
    if (dice.chance(50)) options.batch = static_cast<std::size_t>(dice.from(2, 20));
    choose_stuck_head(options);
    return options;
  }

  void choose_stuck_head(bridge::DeliveryOptions& options) {
    testing::Dice& dice = world_.dice();
    if (dice.chance(50)) return;
    options.stuck_head = dice.chance(60) ? bridge::StuckHead::kPark : bridge::StuckHead::kSkip;
    // What is skipped comes back to the head of its partition: it must not hold it up for long.
    const bool skips = options.stuck_head == bridge::StuckHead::kSkip;
    options.most_attempts = static_cast<std::int32_t>(dice.from(1, skips ? 3 : 8));
    if (dice.chance(30)) options.most_age = sim::Duration::seconds(dice.from(60, 1200));
  }

  // A bounded outbox. What it has no room for waits in the source, where there is one, or is set
  // aside.
  void choose_bounds(bridge::DeliveryOptions& options, bool may_wait) {
    testing::Dice& dice = world_.dice();
    if (!dice.chance(40)) return;
    if (!may_wait || dice.chance(50)) options.overflow = bridge::Overflow::kSetAside;
    if (dice.chance(70)) options.most_entries = static_cast<std::size_t>(dice.from(5, 60));
    if (dice.chance(40)) options.most_bytes = static_cast<std::size_t>(dice.from(10'000, 100'000));
  }

  StationOptions station_options(Place place, Place peer) {
    testing::Dice& dice = world_.dice();
    StationOptions options;
    options.place = place;
    options.peer = peer;
    options.delivery = delivery_options();
    options.inbox.run_id = kRun;
    options.tended = true;
    if (dice.chance(40)) {
      options.group_age = sim::Duration::microseconds(dice.from(1'000, 1'000'000));
      options.group_count = static_cast<std::size_t>(dice.from(2, 50));
    }
    return options;
  }

  std::unique_ptr<SwarmStore> make_store(bool production) {
    if (production) return std::make_unique<FileStore>();
    return std::make_unique<MemoryStore>();
  }

  void choose_landscape() {
    testing::Dice& dice = world_.dice();
    const bool files = dice.from(1, 50) == 1;
    const std::int64_t hop = dice.from(0, 2);  // none, a relay, store and forward
    const sim::Duration sync =
        sim::Duration::microseconds(dice.chance(50) ? dice.from(0, 2'000'000) : 0);
    if (hop == 1) world_.use_relay([this] { return world_.now() >= relay_down_until_; });
    if (hop == 2) {
      StationOptions options = station_options(Place::kMiddleware, Place::kErp);
      options.forwards = true;
      choose_bounds(options.delivery, /*may_wait=*/false);
      in_order_ = in_order_ && options.delivery.stuck_head != bridge::StuckHead::kSkip;
      if (is_of_middleware(bug_)) options.bug = bug_;
      middleware_ =
          std::make_unique<Station>(world_, options, make_store(files), std::vector<Report>());
      world_.settle(Place::kMiddleware,
                    [this](const Packet& packet) { middleware_->receive(packet); });
    }
    StationOptions edge =
        station_options(Place::kEdge, middleware_ ? Place::kMiddleware : Place::kErp);
    if (!is_of_middleware(bug_)) edge.bug = bug_;
    choose_bounds(edge.delivery, /*may_wait=*/true);
    // Whoever forwards in order could not pass what comes out of order and is refused for that.
    bridge::StuckHead& stuck = edge.delivery.stuck_head;
    const bool forwards_in_order = middleware_ && in_order_;
    if (forwards_in_order && stuck == bridge::StuckHead::kSkip) stuck = bridge::StuckHead::kPark;
    in_order_ = in_order_ && edge.delivery.stuck_head != bridge::StuckHead::kSkip;
    erp_ = std::make_unique<ErpNode>(world_, traffic_, sync, in_order_, bug_);
    world_.settle(Place::kErp, [this](const Packet& packet) { erp_->receive(packet); });
    edge_ = std::make_unique<Station>(
        world_, edge,
        bug_ == Bug::kStoreNeverSyncs ? std::make_unique<MemoryStore>(false) : make_store(files),
        reports_);
    world_.settle(Place::kEdge, [this](const Packet& packet) { edge_->receive(packet); });
    const StationOptions office = station_options(Place::kOffice, Place::kEdge);
    orders_in_order_ = office.delivery.stuck_head != bridge::StuckHead::kSkip;
    office_ = std::make_unique<Station>(world_, office, make_store(false), orders());
    world_.settle(Place::kOffice, [this](const Packet& packet) { office_->receive(packet); });
  }

  static bool is_of_middleware(Bug bug) {
    return bug == Bug::kMiddlewareAcknowledgesEarly || bug == Bug::kMiddlewareTakesHalfABatch;
  }

  // What the office has for the plant.
  std::vector<Report> orders() {
    std::vector<Report> list;
    for (int i = 0; i < kOrders; ++i) {
      Report order;
      order.time =
          sim::Time::from_start(sim::Duration::microseconds(span_.count() * 4 / 5 * i / kOrders));
      order.key = "order/" + std::to_string(i);
      order.partition = "line/" + std::to_string(i % 5);
      order.payload = "make " + std::to_string(i);
      list.push_back(std::move(order));
    }
    return list;
  }

  void bring_strangers() {
    for (int i = 0; i < kStrangers; ++i) {
      Packet packet;
      packet.from = Place::kOffice;
      packet.to = Place::kEdge;
      const bool garbage = i % 2 == 0;
      packet.key = (garbage ? kGarbage : "stale") + std::string("/") + std::to_string(i);
      const bool garbled = i % 4 == 0;
      if (garbled) packet.key = kGarbled + std::to_string(i);
      packet.id = packet.key;
      packet.run_id = garbage ? kRun : "another run";
      packet.payload = packet.key;
      if (garbled) {
        mended_.insert(kMended + std::to_string(i));
      } else {
        strangers_.insert(packet.payload);
      }
      const auto time = sim::Duration::seconds(world_.dice().from(0, span_.count() / 1'000'000));
      // Whoever sends them sends them once more when all is well.
      world_.at(sim::Time::from_start(time), [this, packet] { world_.send(packet); });
      world_.at(sim::Time::from_start(span_ + sim::Duration::minutes(3)),
                [this, packet] { world_.send(packet); });
    }
  }

  void bring_crashes() {
    for (const Trouble& trouble : world_.plan().crashes) {
      const bool power = world_.dice().chance(50);
      world_.at(trouble.from, [this, trouble, power] {
        const sim::Duration down = trouble.to - trouble.from;
        if (trouble.place == Place::kEdge) edge_->crash(power, down);
        if (trouble.place == Place::kOffice) office_->crash(power, down);
        if (trouble.place == Place::kErp) erp_->crash(down);
        if (trouble.place != Place::kMiddleware) return;
        if (middleware_) return middleware_->crash(power, down);
        relay_down_until_ = trouble.to;
      });
    }
  }

  // Now and then during the trouble, and every few seconds after it.
  void bring_person() {
    const auto come = [this](sim::Duration after) {
      world_.at(sim::Time::from_start(after), [this] {
        edge_->tend();
        office_->tend();
        if (middleware_) middleware_->tend();
      });
    };
    sim::Duration after;
    while (after < span_) {
      after = after + sim::Duration::seconds(world_.dice().from(20, 900));
      come(after);
    }
    // Where heads are skipped, those behind them need the time between.
    const auto every = sim::Duration::seconds(in_order_ ? 5 : 20);
    for (after = span_; after < span_ + kTended; after = after + every) {
      come(after);
    }
    world_.at(sim::Time::from_start(span_ + kTended), [] {});
  }

  // Where a stuck head is skipped, later ones may have taken the stock of what was set aside: it
  // may stay there.
  bool nothing_set_aside() const {
    const bool none = !edge_->has_dead() && !office_->has_dead() &&
                      (middleware_ == nullptr || !middleware_->has_dead());
    return none || (!in_order_ && world_.now() >= sim::Time::from_start(span_ + kTended));
  }

  bool drained() const {
    const bool strangers = world_.now() >= sim::Time::from_start(span_ + sim::Duration::minutes(5));
    return strangers && nothing_set_aside() && edge_->drained() && office_->drained() &&
           erp_->settled() && (middleware_ == nullptr || middleware_->drained());
  }

  void check_books() {
    std::map<std::string, const Report*> reports;
    for (const Report& report : reports_) reports[report.key] = &report;
    std::map<std::string, std::int64_t> sequences;
    std::set<std::string> booked;
    for (const bridge::Message& message : erp_->journal()) {
      const bridge::Envelope& envelope = message.envelope;
      const std::string& key = envelope.idempotency_key;
      if (envelope.sequence != ++sequences[envelope.partition_key] && in_order_) {
        world_.violate("out of order in its partition: " + key);
      }
      const auto report = reports.find(key);
      if (report != reports.end() && in_order_) {
        for (const std::string& other : report->second->depends_on) {
          if (!booked.contains(other)) world_.violate("before what it depends on: " + key);
        }
      }
      if (!booked.insert(key).second) world_.violate("booked twice: " + key);
    }
    const bridge::Reconciliation audit = traffic_.audit(erp_->books());
    const std::set<std::string> dead = set_aside();
    for (const bridge::Finding& finding : audit.findings) {
      const bool skipped = finding.finding == bridge::FindingClass::kOutOfOrder && !in_order_;
      if (skipped || (dead.contains(finding.key) && !booked.contains(finding.key))) continue;
      world_.violate(std::string(bridge::finding_name(finding.finding)) + ": " + finding.key);
    }
    if (audit.residual != 0) world_.violate("stock that no finding explains");
    if (audit.unattributed != 0) world_.violate("findings without a place");
    sim::Money sum;
    for (const bridge::LedgerLine& line : erp_->books().ledger()) sum += line.amount;
    if (!sum.is_zero()) world_.violate("debits and credits differ");
  }

  // What nobody could bring into the books, but nobody has lost.
  std::set<std::string> set_aside() {
    std::set<std::string> keys;
    for (Station* station : {edge_.get(), middleware_.get()}) {
      if (station == nullptr) continue;
      for (const bridge::OutboxEntry& entry : station->kept().outbox) {
        if (entry.state == bridge::DeliveryState::kDead) keys.insert(entry.key);
      }
    }
    return keys;
  }

  void check_unwanted() {
    std::set<std::string> refused = erp_->unwanted();
    for (const std::string& key : set_aside()) {
      if (!in_order_ && unwanted_.contains(key)) refused.insert(key);
    }
    if (refused != unwanted_) world_.violate("other messages were refused for good");
  }

  void check_orders() {
    const Kept kept = edge_->kept();
    std::set<std::string> known;
    std::map<int, int> last;  // by partition
    for (const bridge::JournalEntry& entry : kept.journal) {
      if (!known.insert(entry.payload).second) world_.violate("journalled twice: " + entry.payload);
      if (mended_.contains(entry.payload)) continue;
      if (!entry.payload.starts_with("order/")) {
        world_.violate("should not have been taken: " + entry.payload);
        continue;
      }
      const int order = std::stoi(entry.payload.substr(6));
      const auto before = last.find(order % 5);
      if (before != last.end() && before->second > order && orders_in_order_) {
        world_.violate("journalled out of order: " + entry.payload);
      }
      last[order % 5] = order;
    }
    for (int i = 0; i < kOrders; ++i) {
      const std::string order = "order/" + std::to_string(i);
      if (!known.contains(order)) world_.violate("lost: " + order);
    }
    for (const std::string& order : mended_) {
      if (!known.contains(order)) world_.violate("lost: " + order);
    }
    std::set<std::string> letters;
    for (const bridge::DeadLetter& letter : kept.letters) letters.insert(letter.payload);
    if (letters != strangers_) world_.violate("the dead letters are others");
  }

  Bug bug_;
  PlantTraffic traffic_;
  World world_;
  sim::Duration span_;
  std::vector<Report> reports_;      // in the time of the swarm
  std::set<std::string> strangers_;  // that stay dead letters
  std::set<std::string> mended_;     // what a person makes of the others
  std::set<std::string> unwanted_;
  // Whether those on the way to the ERP, and the office, keep the order of partitions: whoever
  // skips what is stuck does not.
  bool in_order_ = true;
  bool orders_in_order_ = true;
  sim::Time relay_down_until_;
  std::unique_ptr<ErpNode> erp_;
  std::unique_ptr<Station> middleware_;
  std::unique_ptr<Station> edge_;
  std::unique_ptr<Station> office_;
};

}  // namespace

SwarmResult run_swarm(std::uint64_t seed, Bug bug) { return Swarm(seed, bug).run(); }

}  // namespace planttwin::swarm
