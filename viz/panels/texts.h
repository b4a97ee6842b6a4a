#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "scenarios/playback/history.h"

namespace planttwin::view {

// "12.5": steps of 10^-decimals, without zeros at the end.
std::string quantity_text(std::int64_t steps, std::int32_t decimals);

// "2 d 08:30", "-0 d 00:10".
std::string signed_span_text(std::int64_t span);

std::string lower_case(std::string_view text);
// Whether a text contains a part that is in lower case already, whatever the case of the text.
bool contains_any_case(std::string_view text, std::string_view lower_case_part);

// "waiting_labor" reads "waiting labor".
std::string spaced(std::string_view name);

// "10 turning": of the operation of a routing; empty when there is none.
std::string operation_text(const playback::FloorPlan& plan, std::int32_t routing,
                           std::int32_t operation);

}  // namespace planttwin::view
