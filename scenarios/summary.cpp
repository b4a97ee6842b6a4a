#include "scenarios/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "scenarios/expectation.h"
#include "scenarios/human_text.h"

namespace planttwin::scenario {

using sim::JsonNode;

namespace {

constexpr std::size_t kMostProducts = 12;
constexpr std::size_t kMostWorkCenters = 6;
constexpr const char* kNoData = "-";

const JsonNode* find(const JsonNode& node, const std::string& pointer) {
  std::string why_not;
  return find_in_result(node, pointer, why_not);
}

std::string text(const JsonNode& node, const std::string& pointer) {
  const JsonNode* found = find(node, pointer);
  return found == nullptr || found->kind == JsonNode::Kind::kNull ? kNoData : found->text;
}

template <class Format>
std::string shown(const JsonNode& node, const std::string& pointer, Format format) {
  const std::optional<double> value = number_in_result(node, pointer);
  return value ? format(*value) : std::string(kNoData);
}

std::string head(const JsonNode& result) {
  return fmt::format("{}, seed {}: {} simulated, {} events\n", text(result, "/title"),
                     text(result, "/seed"), shown(result, "/simulated_s", human_duration),
                     shown(result, "/events", human_count));
}

std::string key_figures(const JsonNode& result) {
  std::string lines;
  const auto line = [&](std::string_view name, const std::string& value) {
    if (value != kNoData) lines += fmt::format("  {:<22}{}\n", name, value);
  };
  const auto with = [](const std::string& value, std::string_view unit) {
    return value == kNoData ? value : value + std::string(unit);
  };
  line("throughput", with(shown(result, "/kpis/throughput_per_h", human_number), " per hour"));
  line("work in process", with(shown(result, "/kpis/wip_mean", human_number), " lots"));
  line("utilization", shown(result, "/kpis/utilization", human_percent));
  line("OEE", shown(result, "/kpis/oee", human_percent));
  line("first pass yield", shown(result, "/kpis/first_pass_yield", human_percent));
  line("schedule adherence", shown(result, "/kpis/schedule_adherence", human_percent));
  line("makespan", shown(result, "/kpis/makespan_s", human_duration));
  return "\n" + lines;
}

std::string products(const JsonNode& result) {
  const JsonNode* section = find(result, "/products");
  if (section == nullptr || section->members.empty()) return "";
  std::string lines =
      fmt::format("\n  {:<22}{:>10}{:>10}{:>10}{:>10}{:>14}{:>14}\n", "product", "released",
                  "completed", "scrapped", "on time", "cycle mean", "cycle p95");
  std::size_t shown_products = 0;
  for (const sim::JsonMember& member : section->members) {
    const JsonNode& product = member.value;
    if (++shown_products > kMostProducts) {
      lines += fmt::format("  ... and {} more\n", section->members.size() - kMostProducts);
      break;
    }
    lines +=
        fmt::format("  {:<22}{:>10}{:>10}{:>10}{:>10}{:>14}{:>14}\n", member.name,
                    text(product, "/released"), text(product, "/completed"),
                    text(product, "/scrapped"), shown(product, "/on_time_fraction", human_percent),
                    shown(product, "/cycle_time_s/mean", human_duration),
                    shown(product, "/cycle_time_s/p95", human_duration));
  }
  return lines;
}

std::string order_classes(const JsonNode& result) {
  const JsonNode* section = find(result, "/order_classes");
  if (section == nullptr || section->members.empty()) return "";
  std::string lines = fmt::format("\n  {:<22}{:>10}{:>10}{:>10}{:>10}{:>14}{:>14}\n", "order class",
                                  "", "lots", "", "on time", "cycle mean", "cycle p95");
  for (const sim::JsonMember& member : section->members) {
    const JsonNode& orders = member.value;
    lines +=
        fmt::format("  {:<22}{:>10}{:>10}{:>10}{:>10}{:>14}{:>14}\n", member.name, "",
                    text(orders, "/lots"), "", shown(orders, "/on_time_fraction", human_percent),
                    shown(orders, "/cycle_time_s/mean", human_duration),
                    shown(orders, "/cycle_time_s/p95", human_duration));
  }
  return lines;
}

std::string work_centers(const JsonNode& result) {
  const JsonNode* section = find(result, "/work_centers");
  if (section == nullptr || section->members.empty()) return "";
  std::vector<const sim::JsonMember*> busiest;
  for (const sim::JsonMember& member : section->members) busiest.push_back(&member);
  std::stable_sort(busiest.begin(), busiest.end(), [](const auto* a, const auto* b) {
    return number_in_result(a->value, "/utilization").value_or(0) >
           number_in_result(b->value, "/utilization").value_or(0);
  });
  busiest.resize(std::min(busiest.size(), kMostWorkCenters));
  std::string lines =
      fmt::format("\n  {:<22}{:>12}{:>10}{:>10}{:>10}{:>14}{:>14}\n", "busiest work centers",
                  "utilization", "down", "blocked", "queue", "wait mean", "wait p95");
  for (const sim::JsonMember* member : busiest) {
    const JsonNode& center = member->value;
    lines += fmt::format("  {:<22}{:>12}{:>10}{:>10}{:>10}{:>14}{:>14}\n", member->name,
                         shown(center, "/utilization", human_percent),
                         shown(center, "/states/down", human_percent),
                         shown(center, "/states/blocked", human_percent),
                         shown(center, "/queue_length/mean", human_number),
                         shown(center, "/wait_s/mean", human_duration),
                         shown(center, "/wait_s/p95", human_duration));
  }
  return lines;
}

// What the audit of a record has found; nothing without one.
std::string record(const JsonNode& result) {
  const JsonNode* section = find(result, "/reconciliation");
  if (section == nullptr || section->members.empty()) return "";
  std::string lines = fmt::format(
      "\n  {:<22}{} postings, {} booked as they happened, {} positions of stock\n", "record",
      text(*section, "/postings"), text(*section, "/matched"), text(*section, "/positions"));
  for (const sim::JsonMember& member : find(*section, "/by_class")->members) {
    if (member.value.text == "0") continue;
    lines += fmt::format("  {:<22}{:>10}\n", member.name, member.value.text);
  }
  if (text(*section, "/residual") != "0") {
    lines += fmt::format("  {:<22}{:>10} positions\n", "UNEXPLAINED", text(*section, "/residual"));
  }
  if (text(*section, "/residual_value") != "0") {
    lines += fmt::format("  {:<22}{:>10} {}\n", "UNEXPLAINED", text(*section, "/residual_value"),
                         text(*section, "/value/currency"));
  }
  return lines;
}

// What an export of a record can't show.
std::string not_judged(const JsonNode& result) {
  const JsonNode* list = find(result, "/export/not_judged");
  if (list == nullptr || list->elements.empty()) return "";
  std::string lines = "\n  not judged:\n";
  for (const JsonNode& row : list->elements) {
    lines += fmt::format("  {:<24}{}\n", text(row, "/class"), text(row, "/why"));
  }
  return lines;
}

std::string expectations(const JsonNode& result) {
  const std::vector<ExpectationResult> outcomes = read_expectation_results(result);
  if (outcomes.empty()) return "";
  std::string lines = "\n";
  for (const ExpectationResult& outcome : outcomes) {
    const auto value = [](const JsonNode& node) {
      if (node.kind == JsonNode::Kind::kNull) return std::string("no data");
      return node.is_number() ? node.text : node.description();
    };
    lines += fmt::format("  {}  {}", outcome.passed ? "met   " : "FAILED", outcome.name);
    if (!outcome.passed) {
      lines += fmt::format(": found {}, limit {}", value(outcome.actual), value(outcome.limit));
    }
    lines += "\n";
  }
  return lines;
}

// Nothing for a run that simply came to its end.
std::string ending(const JsonNode& result) {
  const std::string reason = text(result, "/end/reason");
  std::string lines;
  if (reason == "stopped") lines = "\n  Stopped before the end: figures are as of then.\n";
  if (reason == "deadlock") lines = "\n  The plant is deadlocked:\n";
  if (reason == "stalled") lines = "\n  Nothing can happen any more, and lots wait:\n";
  if (reason == "endless_rounds") lines = "\n  An instant does not end:\n";
  const JsonNode* cycle = find(result, "/end/cycle");
  if (cycle == nullptr || lines.empty()) return lines;
  for (const JsonNode& step : cycle->elements) lines += "    " + step.text + "\n";
  return lines;
}

}  // namespace

std::string summary_text(const JsonNode& result) {
  return head(result) + key_figures(result) + products(result) + order_classes(result) +
         work_centers(result) + record(result) + not_judged(result) + expectations(result) +
         ending(result);
}

}  // namespace planttwin::scenario
