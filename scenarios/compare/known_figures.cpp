#include "scenarios/compare/known_figures.h"

namespace planttwin::compare {
namespace {

constexpr Better kMore = Better::kMore;
constexpr Better kLess = Better::kLess;

// Figures that plants and people disagree about are not here: utilization, stock, what was
// released, setups. Times between failures and to repair have no data where nothing fails, which
// is good; failures and availability say the same. Effectiveness can be off by an operation.
constexpr KnownFigure kKnown[] = {
    {"/passed", kMore},
    {"/expectations/*/passed", kMore},
    {"/orders/completed", kMore},
    {"/orders/on_time", kMore},
    {"/orders/late_open", kLess},
    {"/orders/tardiness_s/*", kLess},
    {"/order_classes/*/lots", kMore},
    {"/order_classes/*/on_time_fraction", kMore},
    {"/products/*/completed", kMore},
    {"/products/*/scrapped", kLess},
    {"/products/*/lost", kLess},
    {"/products/*/wip_mean", kLess},
    {"/products/*/on_time_fraction", kMore},
    {"/products/*/first_pass_yield", kMore},
    {"/products/*/queue_time_violations", kLess},
    {"/materials/*/stockout_s", kLess},
    {"/materials/*/expired", kLess},
    {"/work_centers/*/oee", kMore},
    {"/work_centers/*/failures", kLess},
    {"/machines/*/failures", kLess},
    {"/machines/*/availability", kMore},
    {"/machines/*/quality_ratio", kMore},
    {"/machines/*/oee", kMore},
    {"/*/*/queue_length/mean", kLess},
    {"/*/*/cycle_time_s/mean", kLess},
    {"/*/*/cycle_time_s/p50", kLess},
    {"/*/*/cycle_time_s/p95", kLess},
    {"/*/*/cycle_time_s/max", kLess},
    {"/*/*/wait_s/mean", kLess},
    {"/*/*/wait_s/p50", kLess},
    {"/*/*/wait_s/p95", kLess},
    {"/*/*/wait_s/max", kLess},
    {"/defects/*", kLess, true},
    {"/kpis/throughput_per_h", kMore},
    {"/kpis/lots_per_h", kMore},
    {"/kpis/wip_mean", kLess},
    {"/kpis/schedule_adherence", kMore},
    {"/kpis/first_pass_yield", kMore},
    {"/kpis/availability", kMore},
    {"/kpis/quality_ratio", kMore},
    {"/kpis/oee", kMore},
    {"/kpis/makespan_s", kLess},
    {"/integration/rejected", kLess},
    {"/integration/delivered", kMore},
    {"/integration/on_time", kMore},
    {"/integration/promises_revised", kLess},
    {"/integration/promises_kept", kMore},
    {"/integration/changes/rejected", kLess},
    {"/integration/recovery_s", kLess},
    {"/integration/holds/*/held_after_s", kLess},
    {"/integration/holds/*/issued_after", kLess},
    {"/integration/holds/*/complete", kMore},
    {"/integration/gates/*/refused", kLess},
    {"/integration/gates/*/unanswered", kLess},
    {"/integration/gates/*/by_paper", kLess},
    {"/integration/gates/*/wait_s/mean", kLess},
    {"/integration/gates/*/wait_s/p95", kLess},
    {"/integration/gates/*/wait_s/max", kLess},
    {"/integration/*/refused", kLess},
    {"/integration/*/open", kLess},
    {"/integration/*/backlog_max", kLess},
    {"/integration/*/latency_s/mean", kLess},
    {"/integration/*/latency_s/p50", kLess},
    {"/integration/*/latency_s/p95", kLess},
    {"/integration/*/latency_s/p99", kLess},
    {"/integration/*/latency_s/max", kLess},
    {"/reconciliation/posting_accuracy", kMore},
    {"/reconciliation/findings", kLess},
    {"/reconciliation/against_stack", kLess},
    {"/reconciliation/by_class/*", kLess, true},
    {"/reconciliation/residual", kLess},
    {"/reconciliation/unattributed", kLess},
    {"/reconciliation/residual_value", kLess},
    {"/reconciliation/inventory_accuracy/*", kMore},
    {"/reconciliation/value/*/difference", kLess, false, true},
    {"/reconciliation/genealogy/precision", kMore},
    {"/reconciliation/genealogy/recall", kMore},
    {"/reconciliation/genealogy/*/complete", kMore},
};

}  // namespace

KnownFigure known_figure(std::string_view pointer) {
  for (const KnownFigure& known : kKnown) {
    if (fits(known.pattern, pointer)) return known;
  }
  return {.pattern = pointer};
}

}  // namespace planttwin::compare
