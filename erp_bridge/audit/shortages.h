#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/audit/finding.h"

namespace planttwin::bridge {

// What findings have withheld from the books, so that the record had to refuse what came behind:
// stock, documents that were to be taken back, orders.
class Shortages {
 public:
  struct Cause {
    BlameInterval at;
    std::string fault;
  };

  // Of a finding about a posting, whose place is known.
  void note(const Finding& finding, const Posting& posting);
  // Of a document that stands for no posting.
  void note(const Finding& finding);

  // What is wrong with a posting that another one takes back; nothing when nothing is.
  std::optional<Cause> cause_by_key(Name key) const;
  // Why a record that goes by its books had to refuse a posting with a code; nothing when there is
  // no other reason than itself.
  std::optional<Cause> cause_of(const Finding& refused, const Posting& posting,
                                const std::string& code) const;

 private:
  struct Withheld {
    std::int64_t posting = -1;
    Cause cause;
  };
  std::map<Position, std::vector<Withheld>> stock_;
  std::unordered_map<Name, Cause> documents_;  // by key
  std::unordered_map<Name, Cause> orders_;
  std::map<std::pair<Name, Name>, Cause> issues_;  // by order and item
  std::optional<Cause> wrong_reversal_;
};

}  // namespace planttwin::bridge
