#include "erp_bridge/audit/audited_run.h"

#include <utility>

namespace planttwin::bridge {

AuditedRun::AuditedRun(const plant::Plant& plant, const plant::RunInput& input,
                       const std::string& run_id, std::vector<InjectedDefect> defects,
                       std::function<void(const Message&)> report, ReportingHabits habits,
                       const PostingPolicies& policies)
    : plant_(plant),
      policies_(policies),
      erp_(erp_items(plant), std::move(defects)),
      alignment_(*this),
      reporter_(plant, names_, run_id, input.start, std::move(report)),
      reports_(names_, std::move(habits)),
      floor_(run_id, names_) {
  erp_.follow(policies);
  for (const ErpRate& rate : erp_rates(plant)) erp_.set_rate(rate);
  for (const plant::Material& material : plant.materials) {
    std::int64_t steps = 1;
    for (int i = 0; i < material.unit.decimals; ++i) steps *= 10;
    reports_.set_unit(names_.number(material.id), sim::Quantity::steps(steps));
  }
  for (const plant::InitialLot& lot : input.initial.lots) {
    const plant::OrderInput& order = input.orders[static_cast<std::size_t>(lot.order)];
    erp_.open_order(order.id, plant.material(order.product).id);
  }
  floor_.add_sink(truth_);
  floor_.add_sink(alignment_);
  reports_.add_sink(reporter_);
  floor_.add_sink(reports_);
}

void AuditedRun::Alignment::on_opening_stock(const Position& position, sim::Quantity quantity) {
  const std::string& item = run_.names_.text(position.item);
  int decimals = 0;
  for (const plant::Material& material : run_.plant_.materials) {
    if (material.id == item) decimals = material.unit.decimals;
  }
  run_.erp_.open_stock({item, run_.names_.text(position.lot), run_.names_.text(position.location),
                        std::string(status_name(position.status)),
                        sim::Decimal(quantity.count(), decimals)});
}

Reconciliation AuditedRun::audit(const plant::RunState& run, const MessageTraces& traces,
                                 const SystemOfRecord& record, const Witnesses& witnesses,
                                 const Deadlines& deadlines) {
  const StockByPosition closing = counted_stock(run, floor_, names_);
  return reconcile({plant_, names_, truth_, closing, record, traces, kOwnUser, run.input->start,
                    &reports_, &witnesses, deadlines, policies_});
}

Reconciliation AuditedRun::audit(const plant::RunState& run, const MessageTraces& traces,
                                 const SystemOfRecord& record, const RecordTerms& terms,
                                 const Witnesses& witnesses) {
  const RecordResolution& resolution = terms.resolution;
  const TruthLedger truth = resolution.as_kept(truth_);
  const FloorReports reports = resolution.as_kept(reports_);
  const StockByPosition closing = resolution.as_kept(counted_stock(run, floor_, names_));
  const bool tells_time = resolution.keeps(PostingType::kMaterialIssued, PostingMember::kTime);
  return reconcile({plant_, names_, truth, closing, record, traces, terms.user,
                    tells_time ? std::optional(run.input->start) : std::nullopt, &reports,
                    &witnesses, terms.deadlines, terms.policies, resolution, terms.collected});
}

}  // namespace planttwin::bridge
