#pragma once

#include <string>

namespace planttwin::testing {

// The record of a live run (live/record.jsonl) as somebody in Germany would export it: what
// data/exports/german.json reads.
struct GermanExport {
  std::string documents;
  std::string stock;
};
GermanExport german_export(const std::string& record_jsonl);

}  // namespace planttwin::testing
