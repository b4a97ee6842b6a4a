#pragma once

#include "viz/layout/layout_draft.h"

namespace planttwin::view {

// Each gives a place to nodes of a site that have none: in front of the work centers that use
// them, nearest to the middle of these; in front of the storage that uses them; the rest along the
// front of an area, where their neighbours in the network are.
void place_nodes_of_stations(const FloorPlan& plan, const SiteMembers& members, LayoutDraft& draft);
void place_nodes_of_locations(const FloorPlan& plan, const SiteMembers& members,
                              LayoutDraft& draft);
void place_nodes_along_front(const FloorPlan& plan, const SiteMembers& members, const Area& area,
                             LayoutDraft& draft);

}  // namespace planttwin::view
