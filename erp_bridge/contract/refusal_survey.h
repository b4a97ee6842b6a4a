#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "erp_bridge/contract/described_system.h"
#include "erp_bridge/contract/mapping_lint.h"
#include "erp_bridge/mapping/mapped_system.h"

namespace planttwin::bridge {

// Which codes of refusals a mapping makes of the answers that a document describes: every answer
// of every call is said to it, with every value of the lists in it.
class RefusalSurvey {
 public:
  RefusalSurvey(const OpenApi& api, DescribedSystem& system) : api_(api), system_(system) {}

  // `usual` makes the calls and says whether all were answered well; `again` makes them with what
  // the system has been told to say, and returns what the mapping makes of it.
  void ask(const std::function<bool()>& usual, const std::function<SystemVerdict()>& again);

  // `use` for every answer, and every value of the lists in it, to the calls that were made last.
  void each_answer(const std::function<void()>& use);

  std::vector<LintFinding> findings(const Mapping& mapping) const;

 private:
  using Use = std::function<void(const ApiOperation&, int status, const std::string& body)>;
  void for_answers(const Use& use);
  void note(const ApiOperation& operation, int status, const std::string& body,
            const SystemVerdict& verdict);

  const OpenApi& api_;
  DescribedSystem& system_;
  std::map<std::string, std::set<std::string>> theirs_;  // codes: calls that may answer so
  std::set<std::string> ours_;                           // of rules of the mapping
  std::set<std::string> open_;                           // answers whose codes are not listed
};

}  // namespace planttwin::bridge
