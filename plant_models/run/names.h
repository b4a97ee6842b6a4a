#pragma once

#include <cstdint>
#include <string>

#include "plant_models/run/run_state.h"

namespace planttwin::plant {

// Texts of live orders, lots and stock lots by number; for sinks and messages. A number that is
// not (or no longer) alive gives "#number".
std::string order_name(const RunState& run, std::int64_t order_number);
std::string order_name(const RunState& run, const OrderRun& order);
std::string lot_name(const RunState& run, std::int64_t lot_number);
std::string lot_name(const RunState& run, const Lot& lot);
// "MATERIAL#12", the text of the initial state, or for stock made here the lot's name while the
// lot is alive: an event of receipt carries both numbers.
std::string stock_name(const RunState& run, const StockRun& stock);

}  // namespace planttwin::plant
