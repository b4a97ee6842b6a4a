#pragma once

#include <map>
#include <vector>

#include "erp_bridge/postings/posting.h"

namespace planttwin::bridge {

// Tells which postings have to be in the books before another one: those that moved the same stock
// last. A record that books them in any other order may have to refuse what physically happened,
// and even to try again for ever: a later issue has taken the stock of an earlier one, and what
// would bring more stands behind the earlier one in its own order.
class StockDependencies {
 public:
  // The keys of the postings that this one depends on: at most one for each position that it moves.
  // Postings come in the order in which they happened.
  std::vector<Name> of(const Posting& posting);

 private:
  std::map<Position, Name> last_;  // keys
};

}  // namespace planttwin::bridge
