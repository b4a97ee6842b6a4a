#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/stack/gate_desk.h"
#include "erp_bridge/stack/message_journey.h"
#include "erp_bridge/stack/middleware.h"
#include "erp_bridge/stack/plant_node.h"
#include "erp_bridge/stack/plant_notices.h"
#include "erp_bridge/stack/quality_node.h"
#include "erp_bridge/stack/stack_setup.h"
#include "sim/landscape/coupled_driver.h"
#include "sim/random.h"

namespace planttwin::bridge {

// A plant, its ERP and what lies between them, in virtual time: what the floor reports goes through
// an outbox over the landscape into the books, and the orders of the ERP come the same way. Both
// outboxes are the delivery that serves real systems. Add it to a run before its first event and
// run it by a CoupledDriver; plant and input outlive it.
class SimulatedStack : public plant::EventSink, public sim::Correspondent {
 public:
  SimulatedStack(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
                 std::uint64_t seed, StackSetup setup);
  SimulatedStack(const SimulatedStack&) = delete;
  SimulatedStack& operator=(const SimulatedStack&) = delete;

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    books_.on_event(event, run);
    gates_.on_event(event, run);
    notices_.on_event(event, run);
    has_news_ = has_news_ || gates_.has_questions() || notices_.has_messages();
  }

  bool has_news() const override { return has_news_; }
  void send_news(sim::LandscapeRun& landscape) override;
  void on_report(sim::LandscapeRun& landscape, const sim::LandscapeReport& report) override;
  sim::Time wake() const override;
  void on_wake(sim::LandscapeRun& landscape) override;
  std::optional<sim::OutsideInput> take_input() override { return plant_.next_input(); }

  // The run is over: the ERP gives no more orders, and nobody holds anything.
  void end_run() {
    erp_.stop_planning();
    quality_.stop();
    middleware_.stop();
  }
  // How long to wait for what is still under way.
  sim::Duration settle_within() const { return setup_.settle_within; }

  Reconciliation audit(const plant::RunState& run) { return audit(run, setup_.taps); }
  // By what some of the taps have seen that listened.
  Reconciliation audit(const plant::RunState& run, const HopSet& taps);

  const StackSetup& setup() const { return setup_; }
  const AuditedRun& books() const { return books_; }
  // In the order of entry.
  const std::vector<MessageJourney>& journeys() const { return journeys_; }
  const std::vector<BacklogPoint>& backlog() const { return backlog_; }
  TrafficLog traffic() const { return {journeys_, backlog_}; }
  const GateDesk& gates() const { return gates_; }
  const ErpNode& erp() const { return erp_; }
  const Middleware& middleware() const { return middleware_; }
  const Planner* planner() const { return erp_.planner(); }

 private:
  // Something on its way: a message or what is said of one.
  struct Transit {
    enum class Kind : std::uint8_t {
      kMessage,
      kAnswer,
      kQuestion,  // whether a message is known
      kTold,
      kValidation,  // of a gate
      kVerdict,
    };
    Kind kind = Kind::kMessage;
    Direction direction = Direction::kToErp;  // of the message
    std::size_t station = 0;                  // of the route, that it has left last
    std::string key;
    std::string payload;
    std::int64_t gate_question = -1;
    bool of_middleware = false;  // which has sent it by itself, and hears the answer
    NodeAnswer answer;           // of kAnswer and kVerdict; for kTold, whether it is known
  };

  Delivery& outbox(Direction direction) {
    return direction == Direction::kToErp ? to_erp_ : to_plant_;
  }
  sim::Time& wake_of(Direction direction) {
    return direction == Direction::kToErp ? erp_wake_ : plant_wake_;
  }
  MessageJourney& journey(const std::string& key) { return journeys_[journey_of_.at(key)]; }
  void report(const Message& message);
  void enter(sim::Time now, Direction direction, const Message& message);
  void pump(sim::LandscapeRun& landscape, Direction direction);
  void travel(sim::LandscapeRun& landscape, Transit transit);
  void ask_at_gates(sim::LandscapeRun& landscape);
  void arrive(sim::LandscapeRun& landscape, Transit transit);
  void handle(sim::LandscapeRun& landscape, Transit transit);
  void pass(sim::LandscapeRun& landscape, Transit transit);
  void pass_on(sim::LandscapeRun& landscape, Middleware::Passed passed);
  void answer_by_middleware(sim::LandscapeRun& landscape, const std::string& key,
                            const std::string& code);
  void tap(Hop place, const std::string& payload, sim::Time now);
  const Message* read(const std::string& payload);
  void note_restarts();
  void restart_due(sim::Time now);
  sim::Time next_entry() const;
  HopSet tap_places() const;
  void find_late_orders(const HopSet& taps, Reconciliation& result) const;
  void take(sim::LandscapeRun& landscape, Transit transit);
  void say_what_has_changed(sim::LandscapeRun& landscape);
  void hear(sim::LandscapeRun& landscape, const Transit& transit);
  bool outward(const Transit& transit) const;
  std::size_t last_station(const Transit& transit) const;
  double chance();
  void note_backlog(sim::Time now);

  StackSetup setup_;
  sim::RandomSource random_;
  std::uint64_t draws_ = 0;
  AuditedRun books_;
  ErpNode erp_;
  QualityNode quality_;
  PlantNode plant_;
  Middleware middleware_;
  TapEvidence evidence_;
  std::string last_read_;  // a payload, and the message in it
  std::optional<Message> last_message_;
  // Outages of hosts that lose something by them, the last first.
  std::vector<std::pair<sim::Time, Hop>> restarts_;
  GateDesk gates_;
  PlantNotices notices_;
  Delivery to_erp_;
  Delivery to_plant_;
  sim::Time erp_wake_ = sim::Time::never();
  sim::Time plant_wake_ = sim::Time::never();
  bool has_news_ = false;
  sim::UtcInstant start_;
  std::unordered_map<std::uint64_t, Transit> transits_;  // by ticket
  std::uint64_t next_ticket_ = 0;
  std::vector<MessageJourney> journeys_;
  std::unordered_map<std::string, std::size_t> journey_of_;  // by key
  std::vector<BacklogPoint> backlog_;
};

}  // namespace planttwin::bridge
