#pragma once

#include "viz/panels/desk.h"
#include "viz/panels/panels.h"
#include "viz/render/moment.h"

namespace planttwin::view {

// Buttons for time, views, heat map and panels, at the upper edge between title and figures.
void draw_toolbar(const Moment& moment, Desk& desk, Panels& panels, float scale);

}  // namespace planttwin::view
