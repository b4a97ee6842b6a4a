#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "erp_bridge/postings/posting.h"

// Which lot went into which, by postings: those of the truth, or those that a record shows. What is
// not told apart by lot has no node, neither in the truth nor in the record.
namespace planttwin::bridge {

// A stock lot of an item, or (without an item) a lot in process.
struct LotNode {
  Name item = kNoName;
  Name lot = kNoName;

  friend auto operator<=>(const LotNode&, const LotNode&) = default;
};
using LotNodes = std::set<LotNode>;

class Genealogy {
 public:
  struct Edge {
    LotNode from;
    LotNode into;

    friend auto operator<=>(const Edge&, const Edge&) = default;
  };

  // An issue leads from a stock lot into a lot in process, a completion or by-product from there
  // into a stock lot; other postings lead nowhere.
  void add(const Posting& posting);

  const std::set<Edge>& edges() const { return edges_; }
  // Where a lot was used, and what became of that; without the lot itself.
  LotNodes where_used(const LotNode& lot) const { return reached(lot, edges_); }
  // What a lot was made from, and that from what.
  LotNodes where_from(const LotNode& lot) const { return reached(lot, reversed_); }

 private:
  static LotNodes reached(const LotNode& start, const std::set<Edge>& edges);

  std::set<Edge> edges_;
  std::set<Edge> reversed_;
};

// A question about one lot, answered by the truth and by the record.
struct LotQuery {
  LotNode lot;
  std::int64_t in_truth = 0;   // lots
  std::int64_t in_record = 0;  // lots
  bool complete = true;        // the same lots
};
enum class Trace : std::uint8_t { kWhereUsed, kWhereFrom };

// The genealogy of a record beside the true one.
struct GenealogyComparison {
  Genealogy truth;
  Genealogy record;
  std::int64_t common = 0;  // edges
  // Two examples: where the first stock lot that was issued was used, and where what was made last
  // comes from. Nothing when nothing was.
  std::optional<LotQuery> forward;
  std::optional<LotQuery> backward;

  LotQuery ask(Trace trace, const LotNode& lot) const;
  // Share of the record's edges that are true, and of the true edges that the record has.
  std::optional<double> precision() const;
  std::optional<double> recall() const;
};

GenealogyComparison compare_genealogy(const std::vector<Posting>& truth, Genealogy record);

}  // namespace planttwin::bridge
