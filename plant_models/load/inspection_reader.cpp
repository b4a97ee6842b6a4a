#include "plant_models/load/field_reader.h"
#include "plant_models/load/operation_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

void read_sample(sim::JsonReader& in, Inspection& inspection) {
  inspection.sample_size = read_count(in, "sample_size", {1, kMostLots});
  inspection.acceptance_number = read_count(in, "acceptance_number", {0, kMostLots}, 0);
  if (in.has("sample_size") && inspection.acceptance_number >= inspection.sample_size) {
    in.error("acceptance_number", "found " + std::to_string(inspection.acceptance_number) +
                                      "; expected less than the sample size of " +
                                      std::to_string(inspection.sample_size));
  }
}

bool read_disposition(const PlantReading& reading, sim::JsonReader& in, Disposition& disposition) {
  std::optional<sim::JsonReader> object = in.optional_object("disposition");
  if (!object) {
    in.required_value("disposition");
    return false;
  }
  disposition.time = read_time(reading, *object, "time");
  disposition.release = read_fraction(*object, "release", 1);
  disposition.rework = read_fraction(*object, "rework", 0);
  if (disposition.release + disposition.rework > 1 + 1e-9) {
    object->error("release and rework add up to more than 1");
  }
  object->finish();
  return disposition.rework > 0;
}

}  // namespace

std::optional<Inspection> read_inspection(const PlantReading& reading, sim::JsonReader& operation,
                                          const OperationTable& operations) {
  std::optional<sim::JsonReader> in = operation.optional_object("inspection");
  if (!in) return std::nullopt;
  Inspection inspection;
  const auto scope = in->required_value("scope").enumeration(kInspectionScopeNames);
  const auto on_defect = in->required_value("on_defect").enumeration(kOnDefectNames);
  if (!scope || !on_defect) return inspection;
  inspection.scope = *scope;
  inspection.on_defect = *on_defect;
  if (inspection.scope == InspectionScope::kEveryNthUnit) {
    inspection.nth = read_count(*in, "nth", {1, kMostLots});
  } else if (inspection.scope == InspectionScope::kSample) {
    read_sample(*in, inspection);
  }
  inspection.detection = read_fraction(*in, "detection", 1);
  inspection.false_alarm = read_fraction(*in, "false_alarm", 0);
  bool reworks = inspection.on_defect == OnDefect::kRework;
  if (inspection.on_defect == OnDefect::kHold) {
    reworks = read_disposition(reading, *in, inspection.disposition);
  }
  if (reworks) {
    inspection.rework_to = read_operation(operations, in->required_value("rework_to"));
    inspection.max_rework = read_count(*in, "max_rework", {0, kMostLots}, 0);
    inspection.rework_repairs = in->boolean("rework_repairs", true);
  }
  in->finish();
  return inspection;
}

}  // namespace planttwin::plant
