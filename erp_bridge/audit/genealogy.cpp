#include "erp_bridge/audit/genealogy.h"

#include <algorithm>
#include <utility>

namespace planttwin::bridge {
namespace {

std::optional<double> share(std::int64_t part, std::size_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

bool is_made(const Posting& posting) {
  return posting.type == PostingType::kProductCompleted || posting.type == PostingType::kByProduct;
}

}  // namespace

void Genealogy::add(const Posting& posting) {
  const bool issued = posting.type == PostingType::kMaterialIssued;
  if (!issued && !is_made(posting)) return;
  if (posting.lot == kNoName || posting.in_process == kNoName) return;
  const LotNode stock{posting.item, posting.lot};
  const LotNode in_process{kNoName, posting.in_process};
  const Edge edge = issued ? Edge{stock, in_process} : Edge{in_process, stock};
  edges_.insert(edge);
  reversed_.insert({edge.into, edge.from});
}

LotNodes Genealogy::reached(const LotNode& start, const std::set<Edge>& edges) {
  LotNodes found;
  std::vector<LotNode> open{start};
  while (!open.empty()) {
    const LotNode lot = open.back();
    open.pop_back();
    for (auto edge = edges.lower_bound({lot, {}}); edge != edges.end() && edge->from == lot;
         ++edge) {
      if (found.insert(edge->into).second) open.push_back(edge->into);
    }
  }
  return found;
}

LotQuery GenealogyComparison::ask(Trace trace, const LotNode& lot) const {
  const auto answer = [&](const Genealogy& lots) {
    return trace == Trace::kWhereUsed ? lots.where_used(lot) : lots.where_from(lot);
  };
  const LotNodes by_truth = answer(truth);
  const LotNodes by_record = answer(record);
  return {lot, static_cast<std::int64_t>(by_truth.size()),
          static_cast<std::int64_t>(by_record.size()), by_truth == by_record};
}

std::optional<double> GenealogyComparison::precision() const {
  return share(common, record.edges().size());
}

std::optional<double> GenealogyComparison::recall() const {
  return share(common, truth.edges().size());
}

GenealogyComparison compare_genealogy(const std::vector<Posting>& truth, Genealogy record) {
  GenealogyComparison comparison;
  comparison.record = std::move(record);
  std::optional<LotNode> issued;
  std::optional<LotNode> made;
  for (const Posting& posting : truth) {
    comparison.truth.add(posting);
    if (posting.lot == kNoName || posting.in_process == kNoName) continue;
    const LotNode lot{posting.item, posting.lot};
    if (posting.type == PostingType::kMaterialIssued && !issued) issued = lot;
    if (is_made(posting)) made = lot;
  }
  const auto& edges = comparison.record.edges();
  comparison.common = std::count_if(edges.begin(), edges.end(), [&](const Genealogy::Edge& edge) {
    return comparison.truth.edges().contains(edge);
  });
  if (issued) comparison.forward = comparison.ask(Trace::kWhereUsed, *issued);
  if (made) comparison.backward = comparison.ask(Trace::kWhereFrom, *made);
  return comparison;
}

}  // namespace planttwin::bridge
