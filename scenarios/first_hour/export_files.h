#pragma once

#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/exports/export_mapping.h"
#include "erp_bridge/exports/exported_record.h"
#include "plant_models/model/plant.h"
#include "scenarios/first_hour/export_evidence.h"

namespace planttwin::scenario {

// The options of those commands that audit an export, as typed.
struct ExportFiles {
  std::string record;  // documents
  std::optional<std::string> stock;
  std::optional<std::string> opening;
  std::string mapping;
};

// What was exported, read. It refers to the mapping, which it owns.
class ExportInputs {
 public:
  // Throws sim::InputError with all that is wrong with the mapping, UsageError for a stock that it
  // says nothing of.
  explicit ExportInputs(const ExportFiles& files);
  ExportInputs(const ExportInputs&) = delete;
  ExportInputs& operator=(const ExportInputs&) = delete;

  // Reads the files. Documents from before `from` are left out; where the mapping does not keep
  // the time of day, from before that day. Throws sim::InputError with all errors of all files.
  void read(sim::UtcInstant from, bool keeps_time);
  // The stock before the run, unless a file has it.
  void assume_opening(std::vector<bridge::RecordStock> stock, ExportEvidence::Opening source);
  // Once all else is known: the stock at the end, where no file has it.
  void complete(const plant::Plant& plant);

  const bridge::ExportMapping& mapping() const { return mapping_; }
  bridge::ExportedRecord& record() { return record_; }
  ExportEvidence& evidence() { return evidence_; }

 private:
  ExportFiles files_;
  bridge::ExportMapping mapping_;
  bridge::ExportedRecord record_;
  ExportEvidence evidence_;
};

}  // namespace planttwin::scenario
