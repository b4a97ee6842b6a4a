#include "scenarios/headroom/headroom_step.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/expectation.h"
#include "scenarios/human_text.h"
#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

constexpr double kBend = 3;  // times the latency of the lowest speed

std::int64_t count(const sim::JsonNode& result, const char* pointer) {
  return static_cast<std::int64_t>(number_in_result(result, pointer).value_or(0));
}

// From when a message could be posted, which is said apart where orders are posted as a whole.
std::optional<double> latency(const sim::JsonNode& result, const std::string& figure) {
  const auto collected = number_in_result(result, "/integration/to_erp/delivery_s/" + figure);
  return collected ? collected
                   : number_in_result(result, "/integration/to_erp/latency_s/" + figure);
}

bool about_integration(const std::string& pointer) {
  return pointer.starts_with("/integration/") || pointer.starts_with("/reconciliation/");
}

std::string seconds_text(const std::optional<double>& seconds) {
  return seconds ? human_duration(*seconds) : "-";
}

std::string rate_text(const std::optional<double>& rate) {
  return rate ? human_number(*rate) : "-";
}

void by_speed(std::vector<HeadroomStep>& steps) {
  std::sort(steps.begin(), steps.end(),
            [](const HeadroomStep& a, const HeadroomStep& b) { return a.speed < b.speed; });
}

}  // namespace

HeadroomStep headroom_step(const sim::JsonNode& result, double speed, double most_p95_s) {
  HeadroomStep step;
  step.speed = speed;
  step.lasted_s = number_in_result(result, "/simulated_s").value_or(0) / speed;
  const std::int64_t waiting = count(result, "/integration/to_erp/waiting");
  step.messages = count(result, "/integration/to_erp/messages") - waiting;
  step.open = count(result, "/integration/to_erp/open") - waiting;
  step.backlog_max = count(result, "/integration/to_erp/backlog_max");
  step.orders = count(result, "/orders/released");
  step.p50_s = latency(result, "p50");
  step.p95_s = latency(result, "p95");
  step.p99_s = latency(result, "p99");
  step.max_s = latency(result, "max");
  std::string why_not;
  const sim::JsonNode* reason = find_in_result(result, "/end/reason", why_not);
  step.stopped = reason != nullptr && reason->text == "stopped";
  if (step.open > 0) step.missed.push_back(fmt::format("{} messages left open", step.open));
  if (step.p95_s.value_or(0) > most_p95_s) {
    step.missed.push_back(fmt::format("p95 above {}", human_duration(most_p95_s)));
  }
  for (const ExpectationResult& each : read_expectation_results(result)) {
    if (!each.passed && about_integration(each.pointer)) step.missed.push_back(each.name);
  }
  return step;
}

std::optional<double> knee(std::vector<HeadroomStep> steps) {
  std::erase_if(steps, [](const HeadroomStep& step) { return !step.p95_s; });
  by_speed(steps);
  for (const HeadroomStep& step : steps) {
    if (*step.p95_s > kBend * *steps.front().p95_s) return step.speed;
  }
  return std::nullopt;
}

sim::JsonNode to_json(const HeadroomStep& step) {
  JsonArray missed;
  for (const std::string& why : step.missed) missed.add(json_string(why));
  return JsonObject()
      .add("speed", json_number(step.speed))
      .add("sustained", json_boolean(step.sustained()))
      .add("missed", missed.take())
      .add("lasted_s", json_number(step.lasted_s))
      .add("messages", json_integer(step.messages))
      .add("messages_per_s", json_number(step.messages_per_s()))
      .add("orders_per_s", json_number(step.orders_per_s()))
      .add("open", json_integer(step.open))
      .add("backlog_max", json_integer(step.backlog_max))
      .add("latency_s", JsonObject()
                            .add("p50", json_number(step.p50_s))
                            .add("p95", json_number(step.p95_s))
                            .add("p99", json_number(step.p99_s))
                            .add("max", json_number(step.max_s)))
      .take();
}

std::string steps_text(std::vector<HeadroomStep> steps) {
  by_speed(steps);
  std::string text =
      fmt::format("  {:>9}  {:>10}  {:>8}  {:>9}  {:>9}  {:>9}  {:>9}  {:>8}\n", "speed",
                  "messages/s", "orders/s", "p50", "p95", "p99", "max", "backlog");
  for (const HeadroomStep& step : steps) {
    text += fmt::format(
        "  {:>9}  {:>10}  {:>8}  {:>9}  {:>9}  {:>9}  {:>9}  {:>8}{}\n", human_number(step.speed),
        rate_text(step.messages_per_s()), rate_text(step.orders_per_s()), seconds_text(step.p50_s),
        seconds_text(step.p95_s), seconds_text(step.p99_s), seconds_text(step.max_s),
        step.backlog_max,
        step.sustained() ? "" : "  " + fmt::format("{}", fmt::join(step.missed, "; ")));
  }
  return text;
}

}  // namespace planttwin::scenario
