#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/record_resolution.h"
#include "erp_bridge/exports/date_format.h"
#include "erp_bridge/exports/text_encoding.h"
#include "erp_bridge/postings/posting_policy.h"
#include "erp_bridge/systems/record.h"
#include "sim/time_zone.h"

// What somebody has exported from an ERP, and how it becomes rows of a record. docs/exports.md
// leads through one.
namespace planttwin::bridge {

enum class CellKind : std::uint8_t { kText, kNumber, kInteger, kDate, kInstant };

// A member of the row that a program sees: null where all its cells are empty.
struct ExportColumn {
  std::string id;                    // name of the member
  std::vector<std::string> headers;  // cells of several are joined with a space
  CellKind kind = CellKind::kText;
  std::vector<DateFormat> formats;  // of dates and instants: the first that fits
  // Texts by code; a code without a text makes the member null. Empty: the cell itself.
  std::map<std::string, std::optional<std::string>> codes;
};

// A table: typed rows, and a program of jq that makes rows of the record (record_json.h) of each;
// it may make none of them, or several.
struct ExportTable {
  std::vector<ExportColumn> columns;
  std::string program = ".";
};

struct ExportMapping {
  std::string id;
  std::string title;
  std::string definitions;  // of jq
  TextEncoding encoding = TextEncoding::kUtf8;
  char separator = ',';
  char decimal = '.';
  std::optional<std::string> grouping;  // between groups of three digits
  sim::TimeZone zone;                   // of instants without an offset
  ExportTable documents;
  std::optional<ExportTable> stock;
  std::vector<RecordItem> items;  // how the record counts; others as in the plant
  // What is not said is as in the mapping that a run was driven with.
  std::optional<std::string> user;
  std::optional<PostingPolicies> policies;
  std::optional<RecordResolution> resolution;
};

}  // namespace planttwin::bridge
