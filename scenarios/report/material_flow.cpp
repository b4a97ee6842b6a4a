#include "scenarios/report/material_flow.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "plant_models/run/plant_event.h"

namespace planttwin::scenario {
namespace {

using plant::EventType;
using Link = std::pair<std::string, std::string>;

constexpr std::size_t kMostLinks = 80;
constexpr const char* kRelease = "Release";
constexpr const char* kCompleted = "Completed";
constexpr const char* kScrap = "Scrap";
constexpr const char* kRework = "Rework";

std::map<Link, double> all_links(Database& log, const std::vector<double>& factors) {
  std::vector<std::string> centers;
  Statement names(log, "SELECT name FROM work_center ORDER BY id");
  while (names.step()) centers.push_back(names.text(0));

  std::map<Link, double> links;
  std::unordered_map<std::int64_t, std::int64_t> last;  // work center by lot
  const auto code = [](EventType type) { return std::to_string(static_cast<int>(type)); };
  Statement rows(log,
                 "SELECT type, lot, work_center, material, quantity, other_lot FROM event"
                 " WHERE type IN (" +
                     code(EventType::kLotQueued) + "," + code(EventType::kLotCompleted) + "," +
                     code(EventType::kLotScrapped) + "," + code(EventType::kLotReworked) + "," +
                     code(EventType::kLotSplit) + "," + code(EventType::kLotMerged) +
                     ") ORDER BY id");
  while (rows.step()) {
    const auto type = static_cast<EventType>(rows.integer(0));
    const auto before = last.find(rows.integer(1));
    const std::string from =
        before == last.end() ? kRelease : centers[static_cast<std::size_t>(before->second)];
    const double quantity =
        static_cast<double>(rows.integer(4)) * factors[static_cast<std::size_t>(rows.integer(3))];
    switch (type) {
      case EventType::kLotQueued:
        links[{from, centers[static_cast<std::size_t>(rows.integer(2))]}] += quantity;
        last[rows.integer(1)] = rows.integer(2);
        break;
      case EventType::kLotSplit:
        if (before != last.end()) last[rows.integer(5)] = before->second;
        break;
      case EventType::kLotMerged:
        if (const auto part = last.find(rows.integer(5)); part != last.end()) {
          last[rows.integer(1)] = part->second;
        }
        break;
      case EventType::kLotReworked:
        links[{from, kRework}] += quantity;
        break;
      default:
        links[{from, type == EventType::kLotCompleted ? kCompleted : kScrap}] += quantity;
    }
  }
  return links;
}

// Whether `to` leads to `from` over the links that have been kept.
bool leads_back(const std::map<std::string, std::set<std::string>>& kept, const std::string& to,
                const std::string& from) {
  std::set<std::string> seen;
  std::vector<std::string> pending{to};
  while (!pending.empty()) {
    const std::string node = pending.back();
    pending.pop_back();
    if (node == from) return true;
    if (!seen.insert(node).second) continue;
    if (const auto ways = kept.find(node); ways != kept.end()) {
      pending.insert(pending.end(), ways->second.begin(), ways->second.end());
    }
  }
  return false;
}

}  // namespace

nlohmann::json material_flow(Database& log, const std::vector<double>& factors) {
  const std::map<Link, double> links = all_links(log, factors);
  std::vector<std::pair<double, Link>> widest;
  for (const auto& [link, quantity] : links) widest.emplace_back(quantity, link);
  std::sort(widest.begin(), widest.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (widest.size() > kMostLinks) widest.resize(kMostLinks);

  std::map<std::string, std::set<std::string>> kept;
  std::set<std::string> nodes;
  nlohmann::json result = {{"nodes", nlohmann::json::array()}, {"links", nlohmann::json::array()}};
  for (const auto& [quantity, link] : widest) {
    const auto& [from, to] = link;
    if (quantity <= 0 || leads_back(kept, to, from)) continue;  // ways back are told as rework
    kept[from].insert(to);
    nodes.insert(from);
    nodes.insert(to);
    result["links"].push_back({{"source", from}, {"target", to}, {"value", quantity}});
  }
  for (const std::string& node : nodes) result["nodes"].push_back({{"name", node}});
  return result;
}

}  // namespace planttwin::scenario
