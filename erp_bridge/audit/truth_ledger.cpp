#include "erp_bridge/audit/truth_ledger.h"

namespace planttwin::bridge {

void TruthLedger::on_opening_stock(const Position& position, sim::Quantity quantity) {
  opening_[position] += quantity;
}

StockByPosition counted_stock(const plant::RunState& run, const FloorPostings& floor,
                              NameTable& names) {
  StockByPosition counted;
  for (const plant::StockRun& stock : run.stock) {
    if (stock.in_use == 0) continue;
    Position position{
        names.number(run.plant->material(stock.material).id), floor.stock_lot(stock.number),
        names.number(run.plant->locations[stock.location.index()].id), StockStatus::kUnrestricted};
    // What is reserved or on its way to the line is unrestricted in the books.
    const sim::Quantity free = stock.total() - stock.held;
    if (!free.is_zero()) counted[position] += free;
    position.status = StockStatus::kHeld;
    if (!stock.held.is_zero()) counted[position] += stock.held;
  }
  return counted;
}

}  // namespace planttwin::bridge
