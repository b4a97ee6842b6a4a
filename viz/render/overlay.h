#pragma once

#include <cstdint>

#include "viz/render/moment.h"

namespace planttwin::view {

// What is drawn over the scene of a picture: labels, title, figures, legend and time line. Labels
// never overlap: those of halls come first, then those of the fullest work centers. Dear ImGui
// collects it; a frame of ImGui must be open.
class Overlay {
 public:
  // `scale`: 1 for a window of some 720 rows.
  explicit Overlay(float scale) : scale_(scale) {}
  void draw(const Moment& moment, int width, int height) const;

 private:
  float scale_;
};

}  // namespace planttwin::view
