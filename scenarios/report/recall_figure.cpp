#include "scenarios/report/recall_figure.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

constexpr std::size_t kMostEdges = 20'000;

using Lot = std::pair<std::string, std::string>;  // item, empty for a lot in process, and its name

struct Edge {
  std::size_t from = 0;
  std::size_t into = 0;
  bool in_truth = false;
  bool in_books = false;

  bool differs() const { return in_truth != in_books; }
};

// Lots that are connected, by union and find.
class Groups {
 public:
  explicit Groups(std::size_t lots) : parent_(lots) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t of(std::size_t lot) {
    while (parent_[lot] != lot) lot = parent_[lot] = parent_[parent_[lot]];
    return lot;
  }
  void join(std::size_t a, std::size_t b) {
    const std::size_t first = of(a);
    const std::size_t second = of(b);
    parent_[std::max(first, second)] = std::min(first, second);
  }

 private:
  std::vector<std::size_t> parent_;
};

class RecallFigure {
 public:
  explicit RecallFigure(sim::Database& log) {
    sim::Statement row(log,
                       "SELECT coalesce(from_item, ''), from_lot, coalesce(into_item, ''), "
                       "into_lot, in_truth, in_books FROM lot_edge ORDER BY rowid");
    while (row.step()) {
      const std::size_t from = number({row.text(0), row.text(1)});
      const std::size_t into = number({row.text(2), row.text(3)});
      edges_.push_back({from, into, row.integer(4) != 0, row.integer(5) != 0});
    }
  }

  sim::JsonNode take() {
    if (edges_.empty()) return json_null();
    const std::vector<bool> shown = chosen();
    JsonArray lots;
    std::vector<std::size_t> place(lots_.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < lots_.size(); ++i) {
      if (!shown[i]) continue;
      place[i] = count++;
      const auto& [item, lot] = *lots_[i];
      lots.add(JsonArray().add(json_string(item)).add(json_string(lot)).take());
    }
    JsonArray both;
    JsonArray truth;
    JsonArray books;
    for (const Edge& edge : edges_) {
      if (!shown[edge.from]) continue;
      JsonArray& pairs = !edge.differs() ? both : edge.in_truth ? truth : books;
      pairs.add(json_integer(static_cast<std::int64_t>(place[edge.from])));
      pairs.add(json_integer(static_cast<std::int64_t>(place[edge.into])));
    }
    return JsonObject()
        .add("lots", lots.take())
        .add("both", both.take())
        .add("truth", truth.take())
        .add("books", books.take())
        .add("left_out", json_integer(static_cast<std::int64_t>(lots_.size() - count)))
        .take();
  }

 private:
  std::size_t number(Lot lot) {
    const auto [found, is_new] = numbers_.try_emplace(std::move(lot), lots_.size());
    if (is_new) lots_.push_back(&found->first);
    return found->second;
  }

  // By lot. Groups with a difference come first, then in the order of their first lots.
  std::vector<bool> chosen() {
    Groups groups(lots_.size());
    for (const Edge& edge : edges_) groups.join(edge.from, edge.into);
    std::vector<std::size_t> sizes(lots_.size());
    std::vector<bool> differs(lots_.size());
    for (const Edge& edge : edges_) {
      const std::size_t group = groups.of(edge.from);
      ++sizes[group];
      differs[group] = differs[group] || edge.differs();
    }
    std::vector<bool> taken(lots_.size());
    std::size_t edges = 0;
    for (const bool with_difference : {true, false}) {
      for (std::size_t i = 0; i < lots_.size(); ++i) {
        if (sizes[i] == 0 || differs[i] != with_difference) continue;
        if (edges + sizes[i] > kMostEdges) continue;
        edges += sizes[i];
        taken[i] = true;
      }
    }
    std::vector<bool> shown(lots_.size());
    for (std::size_t i = 0; i < lots_.size(); ++i) shown[i] = taken[groups.of(i)];
    return shown;
  }

  std::map<Lot, std::size_t> numbers_;
  std::vector<const Lot*> lots_;
  std::vector<Edge> edges_;
};

bool has_table(sim::Database& log) {
  sim::Statement row(log, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'lot_edge'");
  return row.step();
}

}  // namespace

sim::JsonNode recall_figure(sim::Database& log) {
  return has_table(log) ? RecallFigure(log).take() : json_null();
}

}  // namespace planttwin::scenario
