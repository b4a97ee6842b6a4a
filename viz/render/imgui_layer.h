#pragma once

#include <functional>

namespace planttwin::view {

// Dear ImGui on the OpenGL context that is current: one at a time in a process. Its text is in
// DejaVu Sans, wherever it runs; the last of its fonts is the smaller one of panels.
class ImGuiLayer {
 public:
  explicit ImGuiLayer(float scale);
  ~ImGuiLayer();
  ImGuiLayer(const ImGuiLayer&) = delete;
  ImGuiLayer& operator=(const ImGuiLayer&) = delete;

  // One frame: what `collect` draws with ImGui goes over what the context shows.
  void draw(int width, int height, double seconds, const std::function<void()>& collect);
};

}  // namespace planttwin::view
