#pragma once

#include "plant_models/model/breakdown.h"
#include "plant_models/model/control.h"
#include "plant_models/model/demand.h"
#include "plant_models/model/dispatch_rule.h"
#include "plant_models/model/material.h"
#include "plant_models/model/options.h"
#include "plant_models/model/quality.h"
#include "plant_models/model/routing.h"
#include "plant_models/model/work_center.h"
#include "sim/json_value.h"

// The names that choices have in files. The first row of a table is the default.
namespace planttwin::plant {

template <class E>
using Names = sim::NamedValue<E>;

inline constexpr Names<Blocking> kBlockingNames[] = {{"after_service", Blocking::kAfterService},
                                                     {"before_service", Blocking::kBeforeService}};

inline constexpr Names<FailureClock> kFailureClockNames[] = {
    {"operating", FailureClock::kOperating},
    {"operating_and_setup", FailureClock::kOperatingAndSetup},
    {"calendar", FailureClock::kCalendar},
    {"cycles", FailureClock::kCycles}};

inline constexpr Names<NextFailureFrom> kNextFailureFromNames[] = {
    {"repair_end", NextFailureFrom::kRepairEnd}, {"failure_start", NextFailureFrom::kFailureStart}};

inline constexpr Names<FailureWhileStopped> kFailureWhileStoppedNames[] = {
    {"deferred", FailureWhileStopped::kDeferred}, {"overlaps", FailureWhileStopped::kOverlaps}};

inline constexpr Names<InterruptedWork> kInterruptedWorkNames[] = {
    {"resume", InterruptedWork::kResume},
    {"repeat", InterruptedWork::kRepeat},
    {"repeat_redrawn", InterruptedWork::kRepeatRedrawn},
    {"scrap", InterruptedWork::kScrap}};

inline constexpr Names<InterruptedBatch> kInterruptedBatchNames[] = {
    {"as_one", InterruptedBatch::kAsOne}, {"per_lot", InterruptedBatch::kPerLot}};

inline constexpr Names<WhileInterrupted> kWhileInterruptedNames[] = {
    {"released", WhileInterrupted::kReleased}, {"kept", WhileInterrupted::kKept}};

inline constexpr Names<SetupAfterStop> kSetupAfterStopNames[] = {{"kept", SetupAfterStop::kKept},
                                                                 {"lost", SetupAfterStop::kLost}};

inline constexpr Names<RepairTime> kRepairTimeNames[] = {{"continuous", RepairTime::kContinuous},
                                                         {"crew_shifts", RepairTime::kCrewShifts}};

inline constexpr Names<ShiftEnd> kShiftEndNames[] = {
    {"pause", ShiftEnd::kPause},
    {"finish", ShiftEnd::kFinish},
    {"no_start_unless_finished", ShiftEnd::kNoStartUnlessFinished}};

inline constexpr Names<Preemption> kPreemptionNames[] = {
    {"non_preemptive", Preemption::kNonPreemptive},
    {"preemptive_resume", Preemption::kPreemptiveResume}};

inline constexpr Names<SourceWhenFull> kSourceWhenFullNames[] = {{"wait", SourceWhenFull::kWait},
                                                                 {"lost", SourceWhenFull::kLost}};

inline constexpr Names<ReworkQueue> kReworkQueueNames[] = {{"back", ReworkQueue::kBack},
                                                           {"front", ReworkQueue::kFront}};

inline constexpr Names<PartialRework> kPartialReworkNames[] = {
    {"split_and_rejoin", PartialRework::kSplitAndRejoin},
    {"split", PartialRework::kSplit},
    {"whole_lot", PartialRework::kWholeLot}};

inline constexpr Names<YieldBasis> kYieldBasisNames[] = {{"per_unit", YieldBasis::kPerUnit},
                                                         {"per_lot", YieldBasis::kPerLot}};

inline constexpr Names<Reservation> kReservationNames[] = {{"none", Reservation::kNone},
                                                           {"at_release", Reservation::kAtRelease},
                                                           {"at_staging", Reservation::kAtStaging}};

inline constexpr Names<ReservationBasis> kReservationBasisNames[] = {
    {"by_quantity", ReservationBasis::kByQuantity}, {"by_lot", ReservationBasis::kByLot}};

inline constexpr Names<Shortage> kShortageNames[] = {
    {"all_or_nothing", Shortage::kAllOrNothing},
    {"partial", Shortage::kPartial},
    {"alternate_first", Shortage::kAlternateFirst}};

inline constexpr Names<IssueAt> kIssueAtNames[] = {
    {"start", IssueAt::kStart}, {"backflush", IssueAt::kBackflush}, {"phase", IssueAt::kPhase}};

inline constexpr Names<BatchLimit> kBatchLimitNames[] = {
    {"none", BatchLimit::kNone},
    {"partial_after_wait", BatchLimit::kPartialAfterWait},
    {"start_at_minimum", BatchLimit::kStartAtMinimum}};

inline constexpr Names<BatchChoice> kBatchChoiceNames[] = {{"first", BatchChoice::kFirst},
                                                           {"largest", BatchChoice::kLargest}};

inline constexpr Names<BatchAtEnd> kBatchAtEndNames[] = {{"start", BatchAtEnd::kStart},
                                                         {"wait", BatchAtEnd::kWait}};

inline constexpr Names<BatchFamily> kBatchFamilyNames[] = {{"operation", BatchFamily::kOperation},
                                                           {"product", BatchFamily::kProduct},
                                                           {"family", BatchFamily::kFamily},
                                                           {"any", BatchFamily::kAny}};

inline constexpr Names<MinimumRunWhenEmpty> kMinimumRunWhenEmptyNames[] = {
    {"release", MinimumRunWhenEmpty::kRelease}, {"hold", MinimumRunWhenEmpty::kHold}};

inline constexpr Names<CyclicBlocking> kCyclicBlockingNames[] = {
    {"report", CyclicBlocking::kReport}, {"swap", CyclicBlocking::kSwap}};

inline constexpr Names<Loading> kLoadingNames[] = {{"on_machine", Loading::kOnMachine},
                                                   {"beside_machine", Loading::kBesideMachine}};

inline constexpr Names<Compatibility> kCompatibilityNames[] = {
    {"none", Compatibility::kNone}, {"pyscfabsim", Compatibility::kPySCFabSim}};

// Whether each unit of a lot gets a time of its own.
enum class UnitDraw { kEach, kOnce };
inline constexpr Names<UnitDraw> kUnitDrawNames[] = {{"each", UnitDraw::kEach},
                                                     {"once", UnitDraw::kOnce}};

inline constexpr Names<CascadeBasis> kCascadeBasisNames[] = {{"unit", CascadeBasis::kPerUnit},
                                                             {"batch", CascadeBasis::kPerBatch}};

inline constexpr Names<QueueTimeReaction> kQueueTimeReactionNames[] = {
    {"report", QueueTimeReaction::kReport},
    {"scrap", QueueTimeReaction::kScrap},
    {"rework", QueueTimeReaction::kRework}};

inline constexpr Names<RuleTimes> kRuleTimesNames[] = {{"planned", RuleTimes::kPlanned},
                                                       {"actual", RuleTimes::kActual}};

inline constexpr Names<MaintenanceStart> kMaintenanceStartNames[] = {
    {"after_operation", MaintenanceStart::kAfterOperation},
    {"immediate", MaintenanceStart::kImmediate}};

inline constexpr Names<MaintenanceTrigger> kMaintenanceTriggerNames[] = {
    {"calendar", MaintenanceTrigger::kCalendar},
    {"operating_time", MaintenanceTrigger::kOperatingTime},
    {"cycles", MaintenanceTrigger::kCycles},
    {"units", MaintenanceTrigger::kUnits},
    {"planned", MaintenanceTrigger::kPlanned}};

inline constexpr Names<MaterialControl> kMaterialControlNames[] = {
    {"none", MaterialControl::kNone},
    {"lot", MaterialControl::kLot},
    {"serial", MaterialControl::kSerial}};

inline constexpr Names<TimeBasis> kTimeBasisNames[] = {
    {"lot", TimeBasis::kPerLot}, {"unit", TimeBasis::kPerUnit}, {"batch", TimeBasis::kPerBatch}};

inline constexpr Names<NeededDuring> kNeededDuringNames[] = {
    {"setup_and_run", NeededDuring::kSetupAndRun},
    {"setup", NeededDuring::kSetup},
    {"run", NeededDuring::kRun}};

inline constexpr Names<AlternateChoice> kAlternateChoiceNames[] = {
    {"least_work", AlternateChoice::kLeastWork},
    {"shortest_queue", AlternateChoice::kShortestQueue},
    {"first_idle", AlternateChoice::kFirstIdle}};

inline constexpr Names<InspectionScope> kInspectionScopeNames[] = {
    {"every_unit", InspectionScope::kEveryUnit},
    {"every_nth_unit", InspectionScope::kEveryNthUnit},
    {"sample", InspectionScope::kSample}};

inline constexpr Names<OnDefect> kOnDefectNames[] = {
    {"scrap", OnDefect::kScrap}, {"rework", OnDefect::kRework}, {"hold", OnDefect::kHold}};

inline constexpr Names<ReplenishmentKind> kReplenishmentKindNames[] = {
    {"reorder_point", ReplenishmentKind::kReorderPoint},
    {"periodic_review", ReplenishmentKind::kPeriodicReview},
    {"kanban", ReplenishmentKind::kKanban}};

inline constexpr Names<SourceKind> kSourceKindNames[] = {
    {"interarrival", SourceKind::kInterarrival},
    {"saturated", SourceKind::kSaturated},
    {"periodic_review", SourceKind::kPeriodicReview}};

inline constexpr Names<DisruptionKind> kDisruptionKindNames[] = {
    {"machine_down", DisruptionKind::kMachineDown},   {"absent_crew", DisruptionKind::kAbsentCrew},
    {"hold_material", DisruptionKind::kHoldMaterial}, {"hold_lots", DisruptionKind::kHoldLots},
    {"rush_order", DisruptionKind::kRushOrder},       {"edge_closed", DisruptionKind::kEdgeClosed}};

inline constexpr Names<LotPlace> kLotPlaceNames[] = {{"queue", LotPlace::kQueue},
                                                     {"machine", LotPlace::kMachine},
                                                     {"transit", LotPlace::kTransit},
                                                     {"hold", LotPlace::kHold}};

inline constexpr Names<RuleKey> kRuleKeyNames[] = {
    {"fifo", RuleKey::kFifo},
    {"lifo", RuleKey::kLifo},
    {"spt", RuleKey::kSpt},
    {"lpt", RuleKey::kLpt},
    {"edd", RuleKey::kEdd},
    {"slack", RuleKey::kSlack},
    {"slack_per_operation", RuleKey::kSlackPerOperation},
    {"critical_ratio", RuleKey::kCriticalRatio},
    {"atc", RuleKey::kAtc},
    {"wspt", RuleKey::kWspt},
    {"mwkr", RuleKey::kMwkr},
    {"lwkr", RuleKey::kLwkr},
    {"mopnr", RuleKey::kMopnr},
    {"setup", RuleKey::kSetup},
    {"priority", RuleKey::kPriority},
    {"release", RuleKey::kRelease},
    {"minimum_run", RuleKey::kMinimumRun},
    {"queue_time_limited", RuleKey::kQueueTimeLimited},
    {"queue_time_slack", RuleKey::kQueueTimeSlack}};

}  // namespace planttwin::plant
