#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/exports/export_table.h"
#include "sim/json_document.h"

namespace {

namespace bridge = planttwin::bridge;

bridge::ExportMapping mapping_of(std::uint8_t how) {
  bridge::ExportMapping mapping;
  mapping.encoding = static_cast<bridge::TextEncoding>(how % 3);
  mapping.separator = (how & 4U) != 0 ? ';' : ',';
  mapping.decimal = (how & 8U) != 0 ? ',' : '.';
  if ((how & 16U) != 0) mapping.grouping = mapping.decimal == ',' ? "." : ",";
  std::vector<bridge::ExportColumn>& columns = mapping.documents.columns;
  columns.resize(3);
  columns[0].id = "n";
  columns[0].kind = bridge::CellKind::kNumber;
  columns[1].id = "t";
  columns[1].kind = bridge::CellKind::kInstant;
  columns[1].formats = {bridge::DateFormat::parse("d.M.yyyy HH:mm:ss,S").value()};
  columns[2].id = "c";
  columns[2].codes = {{"a", "b"}, {"z", std::nullopt}};
  for (bridge::ExportColumn& column : columns) column.headers = {column.id};
  return mapping;
}

}  // namespace

// The first byte says how the file is written. Any file is either refused with a reason or becomes
// rows of JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const bridge::ExportMapping kMappings[] = {mapping_of(0), mapping_of(1), mapping_of(28),
                                                    mapping_of(14)};
  const bridge::ExportMapping& mapping = kMappings[data[0] % 4];
  planttwin::sim::Diagnostics diagnostics;
  const auto rows = bridge::read_export({reinterpret_cast<const char*>(data) + 1, size - 1},
                                        (data[0] & 0x80U) != 0, "export", mapping,
                                        mapping.documents, diagnostics);
  for (const bridge::ExportRow& row : rows.rows) {
    planttwin::sim::Diagnostics faults;
    if (!planttwin::sim::JsonDocument::parse(row.json, "row", faults)) std::abort();
    if (row.position.line < 1) std::abort();
  }
  for (const auto& fault : diagnostics.all()) {
    if (fault.message.empty()) std::abort();
  }
  return 0;
}
