#include "erp_bridge/postings/stock_dependencies.h"

namespace planttwin::bridge {

std::vector<Name> StockDependencies::of(const Posting& posting) {
  std::vector<Name> keys;
  for (const StockChange& change : stock_changes(posting)) {
    Name& last = last_[change.position];
    if (last != kNoName) keys.push_back(last);
    last = posting.key;
  }
  return keys;
}

}  // namespace planttwin::bridge
