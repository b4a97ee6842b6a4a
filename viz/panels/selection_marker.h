#pragma once

#include "viz/panels/desk.h"
#include "viz/render/moment.h"

namespace planttwin::view {

// Names what is selected in the scene, so that it is found from afar: a ring with a name. Of an
// order all its lots have a ring.
void draw_selection_marker(const Moment& moment, const Desk& desk, float scale);

}  // namespace planttwin::view
