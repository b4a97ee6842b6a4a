#include <algorithm>
#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/stack/simulated_stack.h"

// The middleware of a simulated stack, its taps, and what restarts of hosts take with them.
namespace planttwin::bridge {

// Only postings on their way to the ERP are changed by the middleware.
void SimulatedStack::pass(sim::LandscapeRun& landscape, Transit transit) {
  const bool at_middleware = setup_.middleware == transit.station &&
                             transit.kind == Transit::Kind::kMessage &&
                             transit.direction == Direction::kToErp;
  if (!at_middleware) return travel(landscape, std::move(transit));
  const sim::Time now = landscape.now();
  tap(Hop::kMiddlewareIn, transit.payload, now);
  const Message* message = middleware_.healthy() ? nullptr : read(transit.payload);
  if (message == nullptr) {
    tap(Hop::kMiddlewareOut, transit.payload, now);
    return travel(landscape, std::move(transit));
  }
  Middleware::Passage passage = middleware_.take(now, *message, transit.payload);
  if (passage.acknowledges) answer_by_middleware(landscape, transit.key, passage.code);
  for (Middleware::Passed& passed : passage.out) pass_on(landscape, std::move(passed));
}

void SimulatedStack::pass_on(sim::LandscapeRun& landscape, Middleware::Passed passed) {
  tap(Hop::kMiddlewareOut, passed.payload, landscape.now());
  Transit transit;
  transit.station = *setup_.middleware;
  transit.key = std::move(passed.key);
  transit.payload = std::move(passed.payload);
  transit.of_middleware = !passed.for_sender;
  travel(landscape, std::move(transit));
}

void SimulatedStack::answer_by_middleware(sim::LandscapeRun& landscape, const std::string& key,
                                          const std::string& code) {
  Transit answer;
  answer.kind = Transit::Kind::kAnswer;
  answer.station = *setup_.middleware;
  answer.key = key;
  answer.answer = {true, code};
  travel(landscape, std::move(answer));
}

void SimulatedStack::tap(Hop place, const std::string& payload, sim::Time now) {
  if (!setup_.taps.contains(place)) return;
  if (const Message* message = read(payload)) evidence_.note(place, *message, now);
}

// A message passes several places at once: it is read once.
const Message* SimulatedStack::read(const std::string& payload) {
  if (payload != last_read_) {
    sim::Diagnostics diagnostics;
    last_read_ = payload;
    last_message_ = from_json(payload, diagnostics);
  }
  return last_message_ ? &*last_message_ : nullptr;
}

HopSet SimulatedStack::tap_places() const {
  HopSet places{Hop::kRecordIn};
  if (setup_.middleware) {
    places.add(Hop::kMiddlewareIn);
    places.add(Hop::kMiddlewareOut);
  }
  return places;
}

// Systems whose hosts have outages restart by them, and not by themselves.
void SimulatedStack::note_restarts() {
  const auto note = [&](std::size_t station, Hop system) {
    const std::vector<sim::Outage>& outages =
        setup_.landscape.hosts[setup_.route[station].host].outages;
    for (const sim::Outage& outage : outages) restarts_.emplace_back(outage.from, system);
    return !outages.empty();
  };
  if (!setup_.defects.empty() && note(setup_.route.size() - 1, Hop::kRecord)) {
    books_.erp().restart_only_when_told();
  }
  if (!middleware_.healthy() && note(*setup_.middleware, Hop::kMiddlewareIn)) {
    middleware_.restart_only_when_told();
  }
  std::sort(restarts_.rbegin(), restarts_.rend());
}

void SimulatedStack::restart_due(sim::Time now) {
  for (; !restarts_.empty() && restarts_.back().first <= now; restarts_.pop_back()) {
    if (restarts_.back().second == Hop::kRecord) {
      books_.erp().restart();
    } else {
      middleware_.restart();
    }
  }
}

// When the ERP enters something that it has acknowledged before.
sim::Time SimulatedStack::next_entry() const {
  const std::optional<sim::UtcInstant> next = books_.erp().next_entry();
  return next ? sim::Time::from_start(*next - start_) : sim::Time::never();
}

}  // namespace planttwin::bridge
