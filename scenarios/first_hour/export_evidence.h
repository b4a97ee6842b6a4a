#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/exports/export_table.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What an audit of an export knows, and so what it can't judge.
struct ExportEvidence {
  enum class Opening : std::uint8_t { kFile, kDrive, kPlant, kNone };

  std::string mapping;
  bridge::ExportRows documents;
  std::int64_t before_run = 0;
  bool has_stock = false;
  Opening opening = Opening::kPlant;
  bool knows_answers = false;  // what the record has said of each message
  bool knows_keys = true;      // documents have keys that the plant has given
  bool knows_floor = true;     // what has happened, and not only what was reported
};

// A class of findings that can't be told, and why not.
struct NotJudged {
  std::string_view finding;
  std::string_view why;
};
std::vector<NotJudged> not_judged(const ExportEvidence& evidence);

// The member "export" of result.json.
sim::JsonNode export_section(const ExportEvidence& evidence);

}  // namespace planttwin::scenario
