#pragma once

#include <string>
#include <string_view>

#include "erp_bridge/exports/export_mapping.h"
#include "sim/parsed.h"

namespace planttwin::bridge {

// The JSON value of a cell: "null" where it is empty but for spaces, a number with a point, a date
// as "2025-05-05", an instant in UTC as "2025-05-05T04:00:00.000000Z". Of an hour that clocks show
// twice it is the first. Fails with what was expected.
sim::Parsed<std::string> cell_value(std::string_view text, const ExportColumn& column,
                                    const ExportMapping& mapping);

}  // namespace planttwin::bridge
