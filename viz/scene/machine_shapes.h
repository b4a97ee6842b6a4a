#pragma once

#include <span>
#include <string_view>

#include "viz/scene/mesh.h"

namespace planttwin::view {

// Adds a machine of a kind of work center ("lathe", "furnace", ...) to a mesh: some 2.4 m wide, in
// the colours of a machine hall. A kind without a shape of its own is a cabinet.
void add_machine(Mesh& mesh, std::string_view kind, Point centre);

// How high a machine of a kind is, metres.
float height_of(std::string_view kind);

}  // namespace planttwin::view
