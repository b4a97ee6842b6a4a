#pragma once

#include <osgGA/GUIEventAdapter>

namespace planttwin::view {

// Names the keys of a window to Dear ImGui; call once when its context exists.
void set_up_imgui_keys();

// The row of the mouse from the top of a window of a height.
float row_of(const osgGA::GUIEventAdapter& event, int height);

// Tells Dear ImGui of an event. `height`: of the window; ImGui counts rows from the top.
void pass_to_imgui(const osgGA::GUIEventAdapter& event, int height);

// Whether panels have the mouse, or the keys.
bool panels_have_mouse();
bool panels_have_keys();

}  // namespace planttwin::view
