#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/exports/export_mapping.h"
#include "sim/diagnostics.h"

namespace planttwin::bridge {

// A row that the program of a table has made, as JSON, and where in the file it comes from.
struct ExportRow {
  std::string json;
  sim::SourcePosition position;
};

struct ExportRows {
  std::int64_t lines = 0;     // rows of the file
  std::int64_t left_out = 0;  // of which the program has made nothing
  std::vector<ExportRow> rows;
};

// Reads a table of an export: CSV, or JSON Lines where the name ends in ".jsonl", whose members
// stand for cells and pass as they are where no column names them. All errors are recorded with
// file, line and column.
ExportRows read_export(const std::string& path, const ExportMapping& mapping,
                       const ExportTable& table, sim::Diagnostics& diagnostics);
// The same of bytes in memory.
ExportRows read_export(std::string_view bytes, bool is_json_lines, const std::string& file,
                       const ExportMapping& mapping, const ExportTable& table,
                       sim::Diagnostics& diagnostics);

// The bytes of a file; empty, with a diagnostic, when it can't be read or has more than
// sim::JsonDocument::kMaxBytes.
std::string file_bytes(const std::string& path, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
