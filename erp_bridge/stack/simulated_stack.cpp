#include "erp_bridge/stack/simulated_stack.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/delivery/refusal_codes.h"
#include "erp_bridge/formats/json_format.h"

namespace planttwin::bridge {
namespace {

constexpr std::int64_t kHeaderBytes = 400;  // of a request or an answer over HTTP
constexpr std::size_t kMostBacklogPoints = 20'000;

}  // namespace

SimulatedStack::SimulatedStack(const plant::Plant& plant, const plant::RunInput& input,
                               const std::string& run_id, std::uint64_t seed, StackSetup setup)
    : setup_(std::move(setup)),
      random_(seed),
      books_(
          plant, input, run_id, setup_.defects, [this](const Message& message) { report(message); },
          setup_.reporting),
      erp_(plant, books_.erp(), run_id, input.start, setup_.planning),
      quality_(plant, run_id, input.start, setup_.quality),
      plant_(plant, input.start),
      middleware_(plant, setup_.middleware_defects),
      gates_(plant, run_id, input.start),
      notices_(plant, input, run_id, input.start,
               setup_.planning ? setup_.planning->revise_after : std::nullopt),
      to_erp_(setup_.delivery, [this] { return chance(); }),
      to_plant_(setup_.delivery, [this] { return chance(); }),
      start_(input.start) {
  note_restarts();
}

double SimulatedStack::chance() {
  return random_.draw({sim::Purpose::kMessage, 0, 0, draws_++}).uniform();
}

void SimulatedStack::report(const Message& message) {
  if (!setup_.taps.empty()) evidence_.expect(message);
  const sim::Time now = sim::Time::from_start(message.envelope.time - start_);
  enter(now, Direction::kToErp, message);
  has_news_ = true;
}

void SimulatedStack::enter(sim::Time now, Direction direction, const Message& message) {
  const Envelope& envelope = message.envelope;
  MessageJourney journey;
  journey.direction = direction;
  journey.key = envelope.idempotency_key;
  journey.type = name_of(message.body);
  journey.partition = envelope.partition_key;
  journey.happened = now;
  journey_of_.emplace(journey.key, journeys_.size());
  journeys_.push_back(std::move(journey));
  outbox(direction).enter(now, envelope.idempotency_key, envelope.partition_key, to_json(message),
                          envelope.depends_on);
}

void SimulatedStack::send_news(sim::LandscapeRun& landscape) {
  has_news_ = false;
  for (const Message& message : notices_.take()) {
    enter(landscape.now(), Direction::kToErp, message);
  }
  pump(landscape, Direction::kToErp);
  ask_at_gates(landscape);
}

// A question is put at once and once; whoever asks does it again when there is no answer.
void SimulatedStack::ask_at_gates(sim::LandscapeRun& landscape) {
  for (const GateDesk::Question& question : gates_.take()) {
    Transit transit;
    transit.kind = Transit::Kind::kValidation;
    transit.key = question.message.envelope.idempotency_key;
    transit.payload = to_json(question.message);
    transit.gate_question = question.number;
    travel(landscape, std::move(transit));
  }
}

sim::Time SimulatedStack::wake() const {
  const sim::Time restart = restarts_.empty() ? sim::Time::never() : restarts_.back().first;
  return std::min({erp_wake_, plant_wake_, erp_.next_planning(), quality_.next(),
                   middleware_.wake(), next_entry(), erp_.next_held_back(), restart});
}

void SimulatedStack::on_wake(sim::LandscapeRun& landscape) {
  const sim::Time now = landscape.now();
  books_.erp().advance(start_ + now.since_start());
  restart_due(now);
  for (Middleware::Passed& passed : middleware_.due(now)) pass_on(landscape, std::move(passed));
  if (erp_.next_planning() <= now) {
    for (const Message& message : erp_.plan(now)) enter(now, Direction::kToPlant, message);
  }
  for (const Message& message : erp_.held_back(now)) enter(now, Direction::kToPlant, message);
  for (const Message& message : quality_.take(now)) enter(now, Direction::kToPlant, message);
  pump(landscape, Direction::kToPlant);
  pump(landscape, Direction::kToErp);
}

void SimulatedStack::pump(sim::LandscapeRun& landscape, Direction direction) {
  const sim::Time now = landscape.now();
  DeliveryStep step = outbox(direction).step(now);
  wake_of(direction) = step.wake;
  for (DeliveryAction& action : step.actions) {
    Transit transit;
    transit.direction = direction;
    transit.key = std::move(action.key);
    if (action.kind == DeliveryAction::Kind::kSend) {
      MessageJourney& journey = this->journey(transit.key);
      journey.first_sent = std::min(journey.first_sent, now);
      ++journey.sent;
      transit.payload = std::move(action.payload);
    } else {
      transit.kind = Transit::Kind::kQuestion;
    }
    transit.station = direction == Direction::kToErp ? 0 : setup_.route.size() - 1;
    travel(landscape, std::move(transit));
  }
  note_backlog(now);
}

// Whether it goes from the plant to the ERP.
bool SimulatedStack::outward(const Transit& transit) const {
  const bool forth = transit.kind == Transit::Kind::kMessage ||
                     transit.kind == Transit::Kind::kQuestion ||
                     transit.kind == Transit::Kind::kValidation;
  return forth == (transit.direction == Direction::kToErp);
}

std::size_t SimulatedStack::last_station(const Transit& transit) const {
  if (outward(transit)) return setup_.route.size() - 1;
  return transit.of_middleware ? *setup_.middleware : 0;
}

// Over the next link.
void SimulatedStack::travel(sim::LandscapeRun& landscape, Transit transit) {
  const std::size_t from = setup_.route[transit.station].host;
  outward(transit) ? ++transit.station : --transit.station;
  const std::size_t to = setup_.route[transit.station].host;
  const std::int64_t bytes = kHeaderBytes + static_cast<std::int64_t>(transit.payload.size());
  if (setup_.loss > 0 && chance() < setup_.loss) return;
  const int copies = setup_.duplication > 0 && chance() < setup_.duplication ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    const std::uint64_t ticket = next_ticket_++;
    transits_.emplace(ticket, transit);
    landscape.send(from, to, bytes, ticket);
  }
}

void SimulatedStack::on_report(sim::LandscapeRun& landscape, const sim::LandscapeReport& report) {
  const auto found = transits_.find(report.ticket);
  Transit transit = std::move(found->second);
  transits_.erase(found);
  if (report.kind == sim::LandscapeReport::Kind::kArrived) {
    arrive(landscape, std::move(transit));
  } else if (transit.station != last_station(transit)) {
    pass(landscape, std::move(transit));
  } else {
    handle(landscape, std::move(transit));
  }
}

// Every station works for what passes it.
void SimulatedStack::arrive(sim::LandscapeRun& landscape, Transit transit) {
  const Station& station = setup_.route[transit.station];
  if (transit.kind == Transit::Kind::kMessage && transit.station == last_station(transit)) {
    MessageJourney& journey = this->journey(transit.key);
    journey.first_arrived = std::min(journey.first_arrived, landscape.now());
    ++journey.arrived;
  }
  const std::uint64_t ticket = next_ticket_++;
  sim::Draw draw = random_.draw({sim::Purpose::kMessage, 1, 0, ticket});
  const sim::Duration service = station.service.sample(draw);
  transits_.emplace(ticket, std::move(transit));
  landscape.work(station.host, service, ticket);
}

void SimulatedStack::handle(sim::LandscapeRun& landscape, Transit transit) {
  switch (transit.kind) {
    case Transit::Kind::kMessage:
    case Transit::Kind::kQuestion:
      return take(landscape, std::move(transit));
    case Transit::Kind::kAnswer:
      if (transit.of_middleware) return middleware_.on_answer(transit.key, transit.answer.taken);
      [[fallthrough]];
    case Transit::Kind::kTold:
      return hear(landscape, transit);
    case Transit::Kind::kValidation:
      transit.kind = Transit::Kind::kVerdict;
      transit.answer = erp_.take(transit.payload);
      transit.payload.clear();
      return travel(landscape, std::move(transit));
    case Transit::Kind::kVerdict:
      return plant_.take_answer(transit.gate_question, transit.answer);
  }
}

// The receiver has a message or a question; its answer goes back.
void SimulatedStack::take(sim::LandscapeRun& landscape, Transit transit) {
  const bool by_erp = transit.direction == Direction::kToErp;
  if (by_erp) books_.erp().advance(start_ + landscape.now().since_start());
  if (transit.kind == Transit::Kind::kQuestion) {
    transit.kind = Transit::Kind::kTold;
    transit.answer.taken = by_erp ? erp_.knows(transit.key) : plant_.knows(transit.key);
  } else {
    transit.kind = Transit::Kind::kAnswer;
    if (by_erp) tap(Hop::kRecordIn, transit.payload, landscape.now());
    transit.answer = by_erp ? erp_.take(transit.payload) : plant_.take(transit.payload);
    transit.payload.clear();
    MessageJourney& journey = this->journey(transit.key);
    if (transit.answer.taken) {
      journey.first_taken = std::min(journey.first_taken, landscape.now());
    } else {
      journey.refused_at_record = transit.answer.code;
    }
    if (by_erp) say_what_has_changed(landscape);
  }
  travel(landscape, std::move(transit));
}

// The ERP has revised its orders because of what it has heard.
void SimulatedStack::say_what_has_changed(sim::LandscapeRun& landscape) {
  const std::vector<Message> messages = erp_.revise(landscape.now());
  if (messages.empty()) return;
  for (const Message& message : messages) enter(landscape.now(), Direction::kToPlant, message);
  pump(landscape, Direction::kToPlant);
}

// The sender hears what has become of its message.
void SimulatedStack::hear(sim::LandscapeRun& landscape, const Transit& transit) {
  const sim::Time now = landscape.now();
  Delivery& sender = outbox(transit.direction);
  if (transit.kind == Transit::Kind::kTold) {
    sender.on_told(now, transit.key, transit.answer.taken);
  } else if (transit.answer.taken) {
    sender.on_acknowledged(now, transit.key);
  } else {
    sender.on_refused(now, transit.key, refusal_of(transit.answer.code), transit.answer.code);
  }
  MessageJourney& journey = this->journey(transit.key);
  const OutboxEntry* entry = sender.find(transit.key);
  if (!transit.answer.taken && transit.kind == Transit::Kind::kAnswer) {
    journey.refusal = transit.answer.code;
  }
  if (entry != nullptr && ended(entry->state) && journey.ended.is_never()) {
    journey.ended = now;
    journey.taken = entry->state == DeliveryState::kAcknowledged;
  }
  pump(landscape, transit.direction);
}

// Kept coarse once there are many points: every other one goes.
void SimulatedStack::note_backlog(sim::Time now) {
  const BacklogPoint point{now, static_cast<std::int64_t>(to_erp_.open()),
                           static_cast<std::int64_t>(to_plant_.open())};
  if (!backlog_.empty() && backlog_.back().at == now) {
    backlog_.back() = point;
    return;
  }
  backlog_.push_back(point);
  if (backlog_.size() < kMostBacklogPoints) return;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < backlog_.size(); i += 2) backlog_[kept++] = backlog_[i];
  backlog_.resize(kept);
}

Reconciliation SimulatedStack::audit(const plant::RunState& run, const HopSet& taps) {
  MessageTraces traces;
  for (const MessageJourney& journey : journeys_) {
    if (journey.direction != Direction::kToErp) continue;
    MessageTrace trace;
    if (!journey.ended.is_never()) {
      trace.state =
          journey.taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected;
    }
    trace.code = journey.refusal;
    trace.refused_before = journey.refused_at_record;
    trace.taken_by_record = !journey.first_taken.is_never();
    if (journey.taken) trace.acknowledged = journey.ended;
    traces.emplace(journey.key, trace);
  }
  Witnesses witnesses{tap_places(), taps, &evidence_, {}};
  witnesses.systems.push_back({&middleware_.faults(), {Hop::kMiddlewareIn, Hop::kMiddlewareOut}});
  Reconciliation result = books_.audit(run, traces, witnesses, setup_.deadlines);
  find_late_orders(taps, result);
  return result;
}

// Orders go the other way: from the record, where they are released, to the bridge.
void SimulatedStack::find_late_orders(const HopSet& taps, Reconciliation& result) const {
  const std::optional<sim::Duration>& deadline = setup_.deadlines.orders;
  const sim::Duration usual = deadline.value_or(Deadlines::kUsual);
  for (const ErpNode::Release& release : erp_.releases()) {
    const auto journey = journey_of_.find(release.key);
    if (journey == journey_of_.end()) continue;
    const MessageJourney& way = journeys_[journey->second];
    const sim::Time seen = deadline ? way.first_taken : way.first_sent;
    if (seen.is_never() || seen <= release.at + usual) continue;
    // The interface log of the ERP shows when it has gone out.
    const bool sent_late = way.first_sent > release.at + usual;
    Finding finding;
    finding.finding = FindingClass::kLate;
    finding.key = release.key;
    finding.last_right =
        taps.contains(Hop::kRecordIn) && !sent_late ? Hop::kRecordIn : Hop::kRecord;
    finding.first_wrong =
        taps.contains(Hop::kRecordIn) && sent_late ? Hop::kRecordIn : Hop::kBridge;
    if (!taps.contains(Hop::kRecordIn)) finding.would_narrow = Hop::kRecordIn;
    const FaultLog::Strike* strike = books_.erp().faults().of_key(release.key);
    finding.fault = strike == nullptr ? "stack" : std::string(strike->fault);
    finding.detail = "order " + release.order + " came to the plant " +
                     std::to_string((seen - release.at).count() / 60'000'000) +
                     " minutes after its release";
    for (FaultOutcome& fault : result.faults) {
      if (fault.fault == finding.fault) ++fault.surfaced;
    }
    result.add(std::move(finding));
  }
}

}  // namespace planttwin::bridge
