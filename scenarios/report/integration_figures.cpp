#include "scenarios/report/integration_figures.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "scenarios/json_build.h"
#include "scenarios/report/recall_figure.h"
#include "sim/database.h"
#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

constexpr std::size_t kMostFindings = 600;
constexpr std::size_t kMostOfAKind = 60;  // findings of one class between the same hops
constexpr std::size_t kMostOrders = 40;
constexpr std::size_t kStretches = 240;

sim::JsonNode member_or_null(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* found = node.member(name);
  return found == nullptr ? json_null() : *found;
}

std::string text_of(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* found = node.member(name);
  return found == nullptr ? "" : found->text;
}

// The journey of a message, in seconds from the start; null where it is not known.
class Journeys {
 public:
  explicit Journeys(sim::Database& log)
      : row_(log,
             "SELECT happened, first_sent, first_arrived, first_taken, ended, sent "
             "FROM message WHERE key = ?") {}

  sim::JsonNode of(const std::string& key) {
    row_.bind(1, key);
    if (!row_.step()) {
      row_.reset();
      return json_null();
    }
    JsonObject journey;
    constexpr std::array<const char*, 5> kNames = {"happened_s", "sent_s", "arrived_s", "taken_s",
                                                   "ended_s"};
    for (int i = 0; i < 5; ++i) {
      journey.add(
          kNames[static_cast<std::size_t>(i)],
          row_.is_null(i) ? json_null() : json_number(static_cast<double>(row_.integer(i)) / 1e6));
    }
    journey.add("times_sent", json_integer(row_.integer(5)));
    row_.reset();
    return journey.take();
  }

 private:
  sim::Statement row_;
};

// A class of findings and the hops between which they arose.
using Kind = std::tuple<std::string, std::string, std::string>;

Kind kind_of(const sim::JsonNode& finding) {
  return {text_of(finding, "class"), text_of(finding, "last_right"),
          text_of(finding, "first_wrong")};
}

// The first ones of every kind.
sim::JsonNode findings_of(const sim::JsonNode& list, Journeys* journeys) {
  JsonArray findings;
  std::map<Kind, std::size_t> shown_of;
  std::size_t count = 0;
  for (const sim::JsonNode& finding : list.elements) {
    if (count == kMostFindings) break;
    if (++shown_of[kind_of(finding)] > kMostOfAKind) continue;
    ++count;
    JsonObject shown;
    for (const char* name : {"class", "key", "at_s", "document", "last_right", "first_wrong",
                             "detail", "effect", "value", "fault", "would_narrow"}) {
      shown.add(name, member_or_null(finding, name));
    }
    shown.add("journey", journeys == nullptr ? json_null() : journeys->of(text_of(finding, "key")));
    findings.add(shown.take());
  }
  return findings.take();
}

sim::JsonNode hops_of(const sim::JsonNode& list) {
  struct Count {
    std::int64_t all = 0;
    std::int64_t against = 0;
    bool known = true;  // an older result does not say what counts against somebody
  };
  std::map<Kind, Count> counts;
  for (const sim::JsonNode& finding : list.elements) {
    Count& count = counts[kind_of(finding)];
    ++count.all;
    const sim::JsonNode* against = finding.member("against_stack");
    count.known = count.known && against != nullptr;
    if (against != nullptr && against->boolean) ++count.against;
  }
  JsonArray rows;
  for (const auto& [kind, count] : counts) {
    rows.add(JsonObject()
                 .add("class", json_string(std::get<0>(kind)))
                 .add("last_right", json_string(std::get<1>(kind)))
                 .add("first_wrong", json_string(std::get<2>(kind)))
                 .add("count", json_integer(count.all))
                 .add("against", count.known ? json_integer(count.against) : json_null())
                 .take());
  }
  return rows.take();
}

// Those in which the books differ most stand first.
sim::JsonNode orders_of(const sim::JsonNode& audit) {
  const sim::JsonNode* orders = audit.member("orders");
  if (orders == nullptr) return json_null();
  JsonArray rows;
  for (std::size_t i = 0; i < std::min(orders->elements.size(), kMostOrders); ++i) {
    rows.add(orders->elements[i]);
  }
  return rows.take();
}

// The run in stretches of equal length.
struct Stretches {
  double width_us = 1;

  std::size_t of(std::int64_t at) const {
    const double index = static_cast<double>(std::max<std::int64_t>(at, 0)) / width_us;
    return std::min(static_cast<std::size_t>(index), kStretches - 1);
  }
  sim::JsonNode begin(std::size_t index) const {
    return json_number(static_cast<double>(index) * width_us / 1e6);
  }
};

sim::JsonNode latency_of(sim::Database& log, const Stretches& stretches) {
  std::vector<std::vector<std::int64_t>> latencies(kStretches);
  sim::Statement row(log,
                     "SELECT happened, first_taken - happened FROM message "
                     "WHERE first_taken IS NOT NULL AND direction = 'to_erp'");
  while (row.step()) latencies[stretches.of(row.integer(0))].push_back(row.integer(1));
  JsonArray rows;
  for (std::size_t i = 0; i < kStretches; ++i) {
    std::vector<std::int64_t>& all = latencies[i];
    if (all.empty()) continue;
    std::sort(all.begin(), all.end());
    const auto quantile = [&](std::size_t percent) {
      return json_number(static_cast<double>(all[(all.size() - 1) * percent / 100]) / 1e6);
    };
    rows.add(JsonObject()
                 .add("at_s", stretches.begin(i))
                 .add("p50_s", quantile(50))
                 .add("p95_s", quantile(95))
                 .add("max_s", quantile(100))
                 .take());
  }
  return rows.take();
}

// A level holds until the next point; a stretch without one goes on with that of the one before.
sim::JsonNode backlog_of(sim::Database& log, const Stretches& stretches) {
  std::vector<std::optional<std::int64_t>> most(kStretches);
  std::vector<std::int64_t> last(kStretches);
  sim::Statement row(log, "SELECT at, to_erp + to_plant FROM backlog ORDER BY rowid");
  while (row.step()) {
    const std::size_t index = stretches.of(row.integer(0));
    most[index] = std::max(most[index].value_or(0), row.integer(1));
    last[index] = row.integer(1);
  }
  JsonArray rows;
  std::int64_t level = 0;
  for (std::size_t i = 0; i < kStretches; ++i) {
    rows.add(JsonObject()
                 .add("at_s", stretches.begin(i))
                 .add("open", json_integer(std::max(level, most[i].value_or(0))))
                 .take());
    if (most[i]) level = last[i];
  }
  return rows.take();
}

}  // namespace

sim::JsonNode integration_figures(const std::filesystem::path& folder, double simulated_s) {
  const std::filesystem::path audit = folder / "reconciliation.json";
  if (!std::filesystem::exists(audit)) return json_null();
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::load(audit.string(), diagnostics);
  diagnostics.throw_if_any();
  const sim::JsonNode list = member_or_null(document->root(), "list");
  const std::filesystem::path messages = folder / "messages.sqlite";
  std::optional<sim::Database> log;
  std::optional<Journeys> journeys;
  if (std::filesystem::exists(messages)) {
    log.emplace(messages, sim::Database::Mode::kReadOnly);
    journeys.emplace(*log);
  }
  const Stretches stretches{std::max(simulated_s, 1e-6) * 1e6 / static_cast<double>(kStretches)};
  sim::JsonNode findings = findings_of(list, journeys ? &*journeys : nullptr);
  const std::size_t more = list.elements.size() - findings.elements.size();
  return JsonObject()
      .add("findings", std::move(findings))
      .add("more", json_integer(static_cast<std::int64_t>(more)))
      .add("hops", hops_of(list))
      .add("orders", orders_of(document->root()))
      .add("recall", log ? recall_figure(*log) : json_null())
      .add("latency", log ? latency_of(*log, stretches) : json_null())
      .add("backlog", log ? backlog_of(*log, stretches) : json_null())
      .take();
}

}  // namespace planttwin::scenario
