#include "erp_bridge/audit/difference.h"

namespace planttwin::bridge {
namespace {

// A record that says nothing of a member says nothing wrong.
bool differs(Name truth, Name record) { return record != kNoName && truth != record; }

// Only some documents name a lot in process.
bool names_lot_in_process(PostingType type) {
  switch (type) {
    case PostingType::kOperationCompleted:
    case PostingType::kMaterialIssued:
    case PostingType::kMaterialReturned:
    case PostingType::kProductCompleted:
    case PostingType::kByProduct:
    case PostingType::kScrapped:
      return true;
    default:
      return false;
  }
}

// Where and when it was booked, beside what.
std::optional<FindingClass> difference_of_day(const Posting& truth, const Posting& record) {
  if (differs(truth.date, record.date)) return FindingClass::kWrongDate;
  if (differs(truth.period, record.period)) return FindingClass::kWrongPeriod;
  return std::nullopt;
}

}  // namespace

std::optional<FindingClass> difference(const Posting& truth, const Posting& record) {
  if (truth.type != record.type) return FindingClass::kWrongType;
  if (differs(truth.original, record.original)) return FindingClass::kReversedWrongDocument;
  if (differs(truth.company, record.company) || differs(truth.site, record.site)) {
    return FindingClass::kWrongCompany;
  }
  if (truth.order != record.order || truth.reference != record.reference) {
    return FindingClass::kWrongOrder;
  }
  if (truth.operation != record.operation) return FindingClass::kWrongOperation;
  if (truth.work_center != record.work_center) return FindingClass::kWrongWorkCenter;
  if (truth.item != record.item) return FindingClass::kWrongItem;
  if (differs(truth.revision, record.revision) ||
      differs(truth.routing_revision, record.routing_revision)) {
    return FindingClass::kWrongRevision;
  }
  if (truth.lot != record.lot) return FindingClass::kWrongLot;
  if (truth.location != record.location) return FindingClass::kWrongLocation;
  if (truth.status != record.status || truth.new_status != record.new_status) {
    return FindingClass::kWrongStatus;
  }
  if (names_lot_in_process(truth.type) && truth.in_process != record.in_process) {
    return FindingClass::kWrongGenealogy;
  }
  if (differs(truth.unit, record.unit)) return FindingClass::kWrongUnit;
  if (truth.quantity != record.quantity || truth.scrapped != record.scrapped) {
    return FindingClass::kWrongQuantity;
  }
  if (truth.type == PostingType::kScrapped && truth.reason != record.reason) {
    return FindingClass::kWrongReason;
  }
  if (record.completion && truth.completion != record.completion) {
    return FindingClass::kPartialAsFinal;
  }
  if (truth.machine_time != record.machine_time) return FindingClass::kWrongValue;
  return difference_of_day(truth, record);
}

}  // namespace planttwin::bridge
