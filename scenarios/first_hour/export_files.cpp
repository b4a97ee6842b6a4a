#include "scenarios/first_hour/export_files.h"

#include <utility>

#include "erp_bridge/exports/export_mapping_reader.h"
#include "scenarios/exit_code.h"

namespace planttwin::scenario {
namespace {

bridge::ExportMapping mapping_of(const std::string& path) {
  sim::Diagnostics diagnostics;
  std::optional<bridge::ExportMapping> mapping = bridge::load_export_mapping(path, diagnostics);
  diagnostics.throw_if_any();
  return *std::move(mapping);
}

}  // namespace

ExportInputs::ExportInputs(const ExportFiles& files)
    : files_(files), mapping_(mapping_of(files.mapping)), record_(mapping_) {
  if ((files.stock || files.opening) && !mapping_.stock) {
    throw UsageError(files.mapping + ": it has no \"stock\", which says how to read " +
                     files.stock.value_or(*files.opening));
  }
  evidence_.mapping = mapping_.id;
}

void ExportInputs::read(sim::UtcInstant from, bool keeps_time) {
  if (!keeps_time) {
    from = mapping_.zone.to_utc(mapping_.zone.local_date(from), sim::Duration());
  }
  sim::Diagnostics diagnostics;
  evidence_.documents =
      bridge::read_export(files_.record, mapping_, mapping_.documents, diagnostics);
  record_.read_documents(evidence_.documents, files_.record, from, diagnostics);
  evidence_.before_run = record_.before_run();
  if (files_.stock) {
    const auto rows = bridge::read_export(*files_.stock, mapping_, *mapping_.stock, diagnostics);
    record_.read_stock(rows, *files_.stock, diagnostics);
    evidence_.has_stock = true;
  }
  if (files_.opening) {
    const auto rows = bridge::read_export(*files_.opening, mapping_, *mapping_.stock, diagnostics);
    record_.read_opening(rows, *files_.opening, diagnostics);
    evidence_.opening = ExportEvidence::Opening::kFile;
  }
  diagnostics.throw_if_any();
}

void ExportInputs::assume_opening(std::vector<bridge::RecordStock> stock,
                                  ExportEvidence::Opening source) {
  if (files_.opening) return;
  record_.set_opening(std::move(stock));
  evidence_.opening = source;
}

void ExportInputs::complete(const plant::Plant& plant) {
  if (!evidence_.has_stock) record_.derive_stock(plant);
}

}  // namespace planttwin::scenario
