#include "scenarios/report/lot_edges.h"

namespace planttwin::scenario {
namespace {

constexpr const char* kTable = R"(
CREATE TABLE lot_edge(
  from_item TEXT, from_lot TEXT NOT NULL, into_item TEXT, into_lot TEXT NOT NULL,
  in_truth INTEGER NOT NULL, in_books INTEGER NOT NULL);
)";

class EdgeRows {
 public:
  EdgeRows(sim::Database& log, const bridge::NameTable& names)
      : row_(log, "INSERT INTO lot_edge VALUES(?,?,?,?,?,?)"), names_(names) {}

  void add(const bridge::Genealogy::Edge& edge, bool in_truth, bool in_books) {
    bind(1, edge.from);
    bind(3, edge.into);
    row_.bind(5, std::int64_t{in_truth}).bind(6, std::int64_t{in_books}).run();
  }

 private:
  void bind(int parameter, const bridge::LotNode& lot) {
    if (lot.item == bridge::kNoName) {
      row_.bind_null(parameter);
    } else {
      row_.bind(parameter, names_.text(lot.item));
    }
    row_.bind(parameter + 1, names_.text(lot.lot));
  }

  sim::Statement row_;
  const bridge::NameTable& names_;
};

}  // namespace

void write_lot_edges(sim::Database& log, const bridge::GenealogyComparison& genealogy,
                     const bridge::NameTable& names) {
  log.execute(kTable);
  EdgeRows rows(log, names);
  for (const bridge::Genealogy::Edge& edge : genealogy.truth.edges()) {
    rows.add(edge, true, genealogy.record.edges().contains(edge));
  }
  for (const bridge::Genealogy::Edge& edge : genealogy.record.edges()) {
    if (!genealogy.truth.edges().contains(edge)) rows.add(edge, false, true);
  }
}

}  // namespace planttwin::scenario
