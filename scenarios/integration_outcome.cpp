#include "scenarios/integration_outcome.h"

#include <algorithm>
#include <vector>

#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

void add_latency(LatencyFigures& figures, sim::Duration latency) {
  figures.tally.add(latency.count());
  figures.quantiles.add(latency.count());
}

void add_journey(DirectionFigures& figures, const bridge::MessageJourney& journey) {
  ++figures.messages;
  figures.sent += journey.sent;
  if (journey.ended.is_never()) {
    ++figures.open;
  } else {
    ++(journey.taken ? figures.taken : figures.refused);
  }
  figures.collected += journey.collected ? 1 : 0;
  figures.waiting += journey.collected && journey.complete.is_never() ? 1 : 0;
  if (journey.first_taken.is_never()) return;
  add_latency(figures.latency, journey.first_taken - journey.happened);
  add_latency(figures.delivery,
              journey.first_taken - (journey.collected ? journey.complete : journey.happened));
}

sim::JsonNode latency_section(const LatencyFigures& figures) {
  const auto seconds = [&](double microseconds) {
    return figures.tally.empty() ? json_null() : json_number(microseconds / 1e6);
  };
  const auto quantile = [&](double p) {
    return seconds(static_cast<double>(figures.quantiles.quantile(p)));
  };
  return JsonObject()
      .add("n", json_integer(figures.tally.count()))
      .add("mean", seconds(figures.tally.mean()))
      .add("p50", quantile(0.5))
      .add("p95", quantile(0.95))
      .add("p99", quantile(0.99))
      .add("max", seconds(static_cast<double>(figures.tally.max())))
      .take();
}

sim::JsonNode direction_section(const DirectionFigures& figures) {
  JsonObject section;
  section.add("messages", json_integer(figures.messages))
      .add("taken", json_integer(figures.taken))
      .add("refused", json_integer(figures.refused))
      .add("open", json_integer(figures.open))
      .add("sent", json_integer(figures.sent))
      .add("backlog_max", json_integer(figures.backlog_max))
      .add("latency_s", latency_section(figures.latency));
  if (figures.collected > 0) {
    section.add("waiting", json_integer(figures.waiting))
        .add("delivery_s", latency_section(figures.delivery));
  }
  return section.take();
}

sim::JsonNode changes_section(const bridge::ChangeFigures& changes) {
  return JsonObject()
      .add("told", json_integer(changes.told))
      .add("confirmed", json_integer(changes.confirmed))
      .add("rejected", json_integer(changes.rejected))
      .take();
}

constexpr std::array<const char*, plant::kGatePoints> kGateNames = {"release", "start", "issue",
                                                                    "completion"};

sim::JsonNode gates_section(const TrafficFigures& traffic) {
  JsonObject section;
  for (std::size_t i = 0; i < kGateNames.size(); ++i) {
    const bridge::GateFigures& gate = traffic.gates[i];
    if (gate.asked == 0) continue;
    const auto wait = [&](double microseconds) {
      return gate.wait.empty() ? json_null() : json_number(microseconds / 1e6);
    };
    section.add(
        kGateNames[i],
        JsonObject()
            .add("asked", json_integer(gate.asked))
            .add("confirmed", json_integer(gate.confirmed))
            .add("refused", json_integer(gate.refused))
            .add("unanswered", json_integer(gate.unanswered))
            .add("by_paper", json_integer(gate.by_paper))
            .add("wait_s",
                 JsonObject()
                     .add("n", json_integer(gate.wait.count()))
                     .add("mean", wait(gate.wait.mean()))
                     .add("p95", wait(static_cast<double>(gate.wait_quantiles.quantile(0.95))))
                     .add("max", wait(static_cast<double>(gate.wait.max())))
                     .take())
            .take());
  }
  return section.take();
}

// What has become of what a fault plan has struck.
sim::JsonNode faults_section(const std::vector<FaultFigures>& faults) {
  JsonArray list;
  for (const FaultFigures& fault : faults) {
    list.add(JsonObject()
                 .add("id", json_string(fault.id))
                 .add("kind", json_string(fault.kind))
                 .add("struck", json_integer(fault.struck))
                 .add("healed", json_integer(fault.struck - fault.surfaced))
                 .add("surfaced", json_integer(fault.surfaced))
                 .take());
  }
  return list.take();
}

std::vector<sim::Outage> outages_of(const sim::Landscape& landscape) {
  std::vector<sim::Outage> all;
  for (const sim::LandscapeHost& host : landscape.hosts) {
    all.insert(all.end(), host.outages.begin(), host.outages.end());
  }
  for (const sim::LandscapeLink& link : landscape.links) {
    all.insert(all.end(), link.outages.begin(), link.outages.end());
  }
  return all;
}

// How long after an outage all that had come up before its end was delivered.
std::optional<sim::Duration> recovery_from(const sim::Outage& outage,
                                           const std::vector<bridge::MessageJourney>& journeys) {
  sim::Time last = outage.to;
  for (const bridge::MessageJourney& journey : journeys) {
    if (journey.happened > outage.to) continue;
    if (journey.ended.is_never()) return std::nullopt;
    last = std::max(last, journey.ended);
  }
  return last - outage.to;
}

void add_recovery(TrafficFigures& figures, const bridge::SimulatedStack& stack) {
  bool recovered = true;
  sim::Duration longest;
  for (const sim::Outage& outage : outages_of(stack.setup().landscape)) {
    if (stack.backlog().empty() || outage.from > stack.backlog().back().at) continue;
    ++figures.outages;
    const std::optional<sim::Duration> time = recovery_from(outage, stack.journeys());
    recovered = recovered && time;
    longest = std::max(longest, time.value_or(longest));
  }
  if (figures.outages > 0 && recovered) figures.recovery = longest;
}

}  // namespace

TrafficFigures traffic_of(const bridge::TrafficLog& traffic) {
  TrafficFigures figures;
  for (const bridge::MessageJourney& journey : traffic.journeys) {
    const bool to_erp = journey.direction == bridge::Direction::kToErp;
    add_journey(to_erp ? figures.to_erp : figures.to_plant, journey);
  }
  for (const bridge::BacklogPoint& point : traffic.backlog) {
    figures.to_erp.backlog_max = std::max(figures.to_erp.backlog_max, point.to_erp);
    figures.to_plant.backlog_max = std::max(figures.to_plant.backlog_max, point.to_plant);
  }
  return figures;
}

TrafficFigures traffic_of(const bridge::SimulatedStack& stack) {
  TrafficFigures figures = traffic_of(stack.traffic());
  add_recovery(figures, stack);
  for (std::size_t i = 0; i < figures.gates.size(); ++i) {
    figures.gates[i] = stack.gates().figures(static_cast<plant::GatePoint>(i));
  }
  figures.changes = stack.erp().changes();
  if (stack.planner() != nullptr) {
    for (const bridge::SalesOrder& order : stack.planner()->orders().sales()) {
      ++figures.demand;
      figures.promises_revised += order.promised > order.due ? 1 : 0;
      if (!order.shipped_at) continue;
      ++figures.delivered;
      figures.on_time += *order.shipped_at <= order.due ? 1 : 0;
      figures.promises_kept += *order.shipped_at <= order.promised ? 1 : 0;
    }
  }
  return figures;
}

sim::JsonNode integration_section(const IntegrationOutcome& outcome) {
  const auto rejected = static_cast<std::size_t>(bridge::FindingClass::kRejected);
  JsonObject section;
  section.add("messages", json_integer(outcome.audit.postings));
  section.add("rejected", json_integer(outcome.audit.by_class[rejected]));
  if (!outcome.traffic) return section.take();
  if (!outcome.faults.empty()) section.add("faults", faults_section(outcome.faults));
  return section.add("demand", json_integer(outcome.traffic->demand))
      .add("delivered", json_integer(outcome.traffic->delivered))
      .add("on_time", json_integer(outcome.traffic->on_time))
      .add("promises_revised", json_integer(outcome.traffic->promises_revised))
      .add("promises_kept", json_integer(outcome.traffic->promises_kept))
      .add("changes", changes_section(outcome.traffic->changes))
      .add("outages", json_integer(outcome.traffic->outages))
      .add("recovery_s", outcome.traffic->recovery
                             ? json_number(outcome.traffic->recovery->in_seconds())
                             : json_null())
      .add("holds", holds_section(outcome.holds))
      .add("gates", gates_section(*outcome.traffic))
      .add("to_erp", direction_section(outcome.traffic->to_erp))
      .add("to_plant", direction_section(outcome.traffic->to_plant))
      .take();
}

}  // namespace planttwin::scenario
