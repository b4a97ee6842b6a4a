#pragma once

#include <vector>

#include "viz/layout/layout_draft.h"

namespace planttwin::view {

// Gives a place to all of a site that has none yet: work centers near the node that they belong to,
// the rest along the flow of material; nodes in front of what uses them, others along the front of
// the hall; storage beside its node, or along the left side of the hall and, finished goods, along
// the right one. Keeps off the others as far as it can.
void place_site(const FloorPlan& plan, const SiteMembers& members, const std::vector<Area>& others,
                LayoutDraft& draft);

}  // namespace planttwin::view
