#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "erp_bridge/live/stack_file.h"

namespace planttwin::scenario {

// The folders of a run's managed parts, live/parts/ID, when nobody drives the run. What is done to
// them stays within them: links are removed and never followed.
class PartFolders {
 public:
  // Throws UsageError where the run had no managed parts, where something lies there that is none
  // of the stack's parts, or where one of them still runs.
  PartFolders(std::filesystem::path parts, const bridge::Stack& stack);

  // Those that there are.
  const std::vector<std::string>& ids() const { return ids_; }
  // Removes all that parts have written; returns how many bytes. A part keeps its port, by which
  // others know it, where it is to be started again. Throws sim::OutputError.
  std::int64_t empty() const;
  std::int64_t remove() const;

 private:
  void look_at(const std::filesystem::directory_entry& folder, const bridge::Stack& stack);

  std::filesystem::path parts_;
  std::vector<std::string> ids_;
};

}  // namespace planttwin::scenario
